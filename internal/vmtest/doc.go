// Command vmtest runs the module's tests on other kernels than the machine's,
// in virtual machines.
//
//	go run ./internal/vmtest [flags] [packages]
//
// It compiles the test binaries, puts them with the files of the module and an
// init of its own into an initial file system, and boots a Debian kernel with it
// under qemu, by software emulation: nothing of the machine's own kernel is
// needed, nor privileges. The tests of all packages run one after the other in
// one machine, as root, and with -user once more as an ordinary user. Several
// machines run at once. Without packages, the tests are those of all packages that
// need the kernel, which means that they use internal/testns.
//
// In there the tests find RAWNL_VM in their environment: those that no kernel but
// one of their own should be put through are skipped elsewhere.
//
// Kernels are named by their series, and the newest of a series is downloaded
// from the archive that the machine's apt knows. A name such as 6.12 stands for
// the one that Debian builds for clouds, which is small; 6.12-generic, three times
// as large, has the drivers of all machines and more kinds of links. They are kept
// in the user's cache directory, in rawnl-vmtest; removing one there makes the next
// run look for a newer one. Nothing is installed, and apt's own files are not
// touched.
//
// A kernel that cannot be had is skipped by name, unless it is among those of
// -need. The output ends with a table of what has passed, failed and was skipped,
// subtests included, a package a row and a kernel a column, and the exit status is 1
// if anything has failed. When a kernel crashes, what it has said is printed, and
// the tests that it has kept from their end are run once more.
//
// Some tests report what a kernel can do (internal/kernels). If that is not what
// docs/kernels.md says of exactly this kernel, it is a failure; of a kernel that is
// not there, it is said. With -record, the page is made of what was reported, and of
// nothing else, unless a test has failed or a kernel cannot be had.
//
// It needs Go, git, qemu-system-x86_64 (Debian's qemu-system-x86), and for
// kernels that are not there yet apt-get, dpkg and xz (xz-utils). If the
// machine has ip and bridge (iproute2), the tests find them.
package main
