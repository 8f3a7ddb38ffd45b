// Package linux holds the numbers of the kernel's netlink headers that the
// codecs use, under the kernel's own names.
//
// golang.org/x/sys/unix has most of them, but only when it is compiled for
// Linux. Messages can be built and read on any system, so their numbers stand
// here; a test holds each against the headers.
package linux
