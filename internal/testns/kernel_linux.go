package testns

import (
	"fmt"
	"testing"

	"golang.org/x/sys/unix"
)

// KernelSince reports whether the kernel is of that version or a newer one. It
// is for what a kernel of that version must do and an older one may not: since
// distributions give older kernels features of newer ones, tests must not
// expect that an older one does not.
func KernelSince(t testing.TB, major, minor int) bool {
	t.Helper()
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		t.Fatal(err)
	}
	release := unix.ByteSliceToString(name.Release[:])
	var x, y int
	if _, err := fmt.Sscanf(release, "%d.%d", &x, &y); err != nil {
		t.Fatalf("the release of the kernel is %q: %v", release, err)
	}
	return x > major || x == major && y >= minor
}
