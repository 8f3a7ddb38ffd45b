// Command vminit is the only program of the virtual machines of vmtest besides
// the tests: as process 1 it runs them and stops the machine, and under the
// name modprobe it loads the modules that the kernel asks for.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

func main() {
	if filepath.Base(os.Args[0]) == "modprobe" {
		if err := modprobe(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if os.Getpid() != 1 {
		fmt.Fprintln(os.Stderr, "vminit is for virtual machines: it stops the machine when the tests have ended")
		os.Exit(2)
	}
	if err := boot(); err != nil {
		fmt.Println("vminit:", err)
	}
	// Process 1 must not end. qemu takes a reset for the end of the machine.
	unix.Sync()
	err := unix.Reboot(unix.LINUX_REBOOT_CMD_RESTART)
	fmt.Println("vminit: restart:", err)
	select {}
}

// boot makes the machine ready and runs the tests.
func boot() error {
	if err := setUp(); err != nil {
		return err
	}
	out, err := serial("/dev/ttyS1")
	if err != nil {
		return err
	}
	defer drain(out)
	p, err := plan.Read()
	if err != nil {
		return err
	}
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return err
	}
	fmt.Fprintf(out, "%skernel %s\n", plan.Mark, unix.ByteSliceToString(u.Release[:]))
	for i, test := range p.Tests {
		fmt.Fprintf(out, "%srun %d\n", plan.Mark, i)
		status := run(p, test, out)
		fmt.Fprintf(out, "\n%sexit %d %d\n", plan.Mark, i, status)
	}
	fmt.Fprintf(out, "%sdone\n", plan.Mark)
	return nil
}

// serial opens a serial line that sends bytes as they are.
func serial(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t.Oflag &^= unix.OPOST // no \r before \n
	return f, unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, t)
}

// drain waits until all is sent that was written to a serial line.
func drain(f *os.File) {
	const wait = 1 // tcdrain(3)
	_ = unix.IoctlSetInt(int(f.Fd()), unix.TCSBRK, wait)
}
