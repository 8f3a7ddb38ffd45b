//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
)

// ip returns a way that runs ip(8) of iproute2 on the stage and throws away what
// it prints.
func ip(s *stage, name string, args ...string) way {
	path, err := exec.LookPath("ip")
	if err != nil {
		return way{name: name, program: true, missing: "ip is not installed"}
	}
	return way{name: name, program: true, run: func() error {
		var complaint strings.Builder
		cmd := exec.Command(path, args...)
		cmd.Stderr = &complaint
		if err := nsthread.Run(s.ns, cmd.Run); err != nil {
			return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, &complaint)
		}
		return nil
	}}
}

// ipBatch returns a way that runs ip(8) with a file of n commands.
func ipBatch(s *stage, n int, command func(i int) string) (way, error) {
	f, err := os.CreateTemp("", "bench")
	if err != nil {
		return way{}, err
	}
	s.onClose(func() { os.Remove(f.Name()) })
	b := bufio.NewWriter(f)
	for i := range n {
		fmt.Fprintln(b, command(i))
	}
	if err := b.Flush(); err != nil {
		return way{}, err
	}
	return ip(s, "ip -batch", "-batch", f.Name()), f.Close()
}
