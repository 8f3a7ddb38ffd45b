package netns_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/netns"
)

// Files of /run/netns that are no network namespaces: what was left when a
// mount went away, or was put there by others. Not parallel: ip netns list of
// another test would wait for someone to write to the fifo.
func TestFilesThatAreNoNamespaces(t *testing.T) {
	target := filepath.Join(t.TempDir(), "target")
	if err := os.WriteFile(target, []byte("target"), 0o600); err != nil {
		t.Fatal(err)
	}
	create(t, "others") // makes the directory, and a namespace to link to

	tests := []struct {
		name string
		make func(path string) error
	}{
		{"left-over file", func(path string) error { return os.WriteFile(path, nil, 0) }},
		{"fifo", func(path string) error { return unix.Mkfifo(path, 0o600) }},
		{"link to a file", func(path string) error { return os.Symlink(target, path) }},
		{"link to a name", func(path string) error { return os.Symlink("others", path) }},
		{"link to nothing", func(path string) error { return os.Symlink("nothing", path) }},
		{"namespace of another kind", func(path string) error {
			if err := os.WriteFile(path, nil, 0); err != nil {
				return err
			}
			return unix.Mount("/proc/self/ns/ipc", path, "none", unix.MS_BIND, "")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := runDir + tt.name
			if err := tt.make(path); err != nil {
				t.Fatal(err)
			}
			if !listed(t, tt.name) {
				t.Error("it is not listed, as ip netns does")
			}
			if _, err := netns.Open(tt.name); err == nil || !strings.HasSuffix(err.Error(), "not a network namespace") {
				t.Errorf("open: %v, want an error that says it is not a network namespace", err)
			}
			if _, err := netns.Create(tt.name); !errors.Is(err, fs.ErrExist) {
				t.Errorf("create: %v, want ErrExist", err)
			}
			if err := netns.Delete(tt.name); err != nil {
				t.Error(err)
			}
			if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("it is still there after Delete: %v", err)
			}
		})
	}

	if b, err := os.ReadFile(target); err != nil || string(b) != "target" {
		t.Errorf("the target of a link now holds %q (%v)", b, err)
	}
	if ns, err := netns.Open("others"); err != nil {
		t.Errorf("the target of a link is no namespace any more: %v", err)
	} else {
		ns.Close()
	}
	if _, err := os.Lstat(runDir + "nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the target of a link was made: %v", err)
	}
}

// A directory is no name, and what is mounted on it stays.
func TestDeleteLeavesADirectoryAlone(t *testing.T) {
	create(t, "beside") // makes the directory of the names
	path := runDir + "directory"
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("none", path, "tmpfs", 0, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(unix.Unmount(path, 0), os.Remove(path)); err != nil {
			t.Errorf("the directory or its mount is gone: %v", err)
		}
	})
	if err := netns.Delete("directory"); !errors.Is(err, unix.EISDIR) {
		t.Errorf("error %v, want EISDIR", err)
	}
}

func TestDeleteUnmountsAllThatIsStacked(t *testing.T) {
	create(t, "beside")
	path := runDir + "stacked"
	if err := os.WriteFile(path, nil, 0); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := unix.Mount("/proc/thread-self/ns/net", path, "none", unix.MS_BIND, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := netns.Delete("stacked"); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}
