package faults_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

// The disk of /run is full: of so many files, the first being its root, none can be
// added. What Create has begun is undone, and it works when there is room.
func TestCreateOnAFullDisk(t *testing.T) {
	t.Parallel()
	if !alone(t) {
		return
	}
	startPoller(t)
	const name, path = "full", "/run/netns/full"
	for files := 1; ; files++ {
		if err := unix.Mount("tmpfs", "/run", "tmpfs", 0, fmt.Sprintf("mode=755,nr_inodes=%d", files)); err != nil {
			t.Fatal(err)
		}
		before := openFiles(t)
		ns, err := netns.Create(name)
		if err == nil {
			if files < 3 {
				t.Errorf("Create with room for %d files: no error", files)
			}
			ns.Close()
			if err := netns.Delete(name); err != nil {
				t.Error(err)
			}
			return
		}
		if !errors.Is(err, unix.ENOSPC) || !strings.HasPrefix(err.Error(), `netns create "full": `) || files > 5 {
			t.Fatalf("Create with room for %d files: %v, want ENOSPC", files, err)
		}
		t.Logf("room for %d files: %v", files, err)
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file is left: %v", err)
		}
		if names, err := netns.List(); err != nil || len(names) != 0 {
			t.Errorf("names %q, %v, want none", names, err)
		}
		if mounts, err := os.ReadFile("/proc/self/mountinfo"); err != nil || strings.Contains(string(mounts), path) {
			t.Errorf("a mount is left (%v)", err)
		}
		if after := openFiles(t); after != before {
			t.Errorf("%d files are open, want %d", after, before)
		}
	}
}

// The user may have no more namespaces.
func TestNoMoreNamespaces(t *testing.T) {
	t.Parallel()
	if !testns.UserNamespace(t) {
		return
	}
	const sysctl = "/proc/sys/user/max_net_namespaces"
	limit := func(n int) {
		if err := os.WriteFile(sysctl, []byte(fmt.Sprint(n)), 0); err != nil {
			t.Skipf("needs %s: %v", sysctl, err)
		}
	}
	limit(0)
	makers := map[string]func() (*os.File, error){
		"nsthread.New": func() (*os.File, error) { return nsthread.New(nil) },
		"netns.New":    netns.New,
		"netns.Create": func() (*os.File, error) { return netns.Create("many") },
	}
	for name, make := range makers {
		fails := func() error {
			ns, err := make()
			if err == nil {
				ns.Close()
			}
			return err
		}
		if err := fails(); !errors.Is(err, unix.ENOSPC) || !strings.Contains(err.Error(), "user.max_net_namespaces") {
			t.Errorf("%s: %v, want ENOSPC and the name of the sysctl", name, err)
		}
		testns.NoLeak(t, 100, func() { _ = fails() })
	}
	if _, err := os.Lstat("/run/netns/many"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the name is left: %v", err)
	}
	limit(1000)
	for _, name := range []string{"nsthread.New", "netns.New"} {
		ns, err := makers[name]()
		if err != nil {
			t.Errorf("%s: %v when there is room again", name, err)
			continue
		}
		ns.Close()
	}
}

// openFiles counts the open files of the process.
func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
