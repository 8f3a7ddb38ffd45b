package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
)

// programs are what tests start if they find them.
var programs = []string{"ip", "bridge", "sh", "cat", "readlink"}

// addPrograms puts programs of this machine into an image, with the libraries
// that they need. What the machine has not the tests do without.
func addPrograms(ctx context.Context, a *archive) {
	for _, name := range programs {
		file, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		a.copy("/bin/"+name, file)
		for _, lib := range libraries(ctx, file) {
			a.copy(lib, lib)
		}
	}
}

// libraries returns the shared libraries of a program and the loader of them.
func libraries(ctx context.Context, file string) (libs []string) {
	out, err := output(ctx, "", "ldd", file)
	if err != nil {
		return nil // ldd fails if there are none
	}
	// "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)" or "/lib64/ld-linux-x86-64.so.2 (0x…)"
	for _, word := range strings.Fields(out) {
		if filepath.IsAbs(word) {
			libs = append(libs, word)
		}
	}
	return libs
}
