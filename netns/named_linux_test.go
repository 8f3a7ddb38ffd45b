package netns_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

const runDir = "/run/netns/"

// create is netns.Create of a name that is deleted after the test.
func create(t *testing.T, name string) *os.File {
	t.Helper()
	testns.Need(t)
	ns, err := netns.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ns.Close()
		if err := netns.Delete(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	})
	return ns
}

func listed(t *testing.T, name string) bool {
	t.Helper()
	names, err := netns.List()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(names) {
		t.Errorf("the names are not sorted: %q", names)
	}
	return slices.Contains(names, name)
}

func TestNameLife(t *testing.T) {
	t.Parallel()
	const name = "life"
	ns := create(t, name)
	if !listed(t, name) {
		t.Error("the name is not listed")
	}

	again, err := netns.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !same(t, ns, again) {
		t.Errorf("Open gives %s, Create gave %s", again.Name(), ns.Name())
	}
	if again.Name() != runDir+name {
		t.Errorf("the file is named %q, want its path", again.Name())
	}

	if err := netns.Delete(name); err != nil {
		t.Fatal(err)
	}
	if listed(t, name) {
		t.Error("the name is still listed after Delete")
	}
	if err := netns.Do(again, func() error { return nil }); err != nil {
		t.Errorf("an open namespace does not outlive its name: %v", err)
	}
}

func TestNamePresentOrAbsent(t *testing.T) {
	t.Parallel()
	ns := create(t, "present")

	_, err := netns.Create("present")
	if !errors.Is(err, fs.ErrExist) || err.Error() != `netns create "present": file exists` {
		t.Errorf("create what exists: %v", err)
	}
	now, err := netns.Open("present")
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	if !same(t, ns, now) {
		t.Error("the failed Create has replaced the namespace")
	}

	_, err = netns.Open("absent")
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != `netns open "absent": no such file or directory` {
		t.Errorf("open what is not there: %v", err)
	}
	err = netns.Delete("absent")
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != `netns delete "absent": no such file or directory` {
		t.Errorf("delete what is not there: %v", err)
	}
}

func TestLongestName(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("x", 255)
	create(t, name)
	if !listed(t, name) {
		t.Error("the name is not listed")
	}
}

// The file and the directory are as ip-netns(8) makes them.
func TestFileModes(t *testing.T) {
	t.Parallel()
	const name = "modes"
	create(t, name)
	dir, err := os.Stat(runDir)
	if err != nil {
		t.Fatal(err)
	}
	if dir.Mode() != fs.ModeDir|0o755 {
		t.Errorf("%s has mode %v", runDir, dir.Mode())
	}
	if err := unix.Unmount(runDir+name, unix.MNT_DETACH); err != nil {
		t.Fatal(err)
	}
	file, err := os.Lstat(runDir + name)
	if err != nil {
		t.Fatal(err)
	}
	if file.Mode() != 0 || file.Size() != 0 {
		t.Errorf("below the mount is a file of mode %v with %d bytes, want an empty one of mode 0", file.Mode(), file.Size())
	}
}
