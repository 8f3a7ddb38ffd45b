package netns_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

// All tests of the package share one /run/netns, which is not the machine's.
func TestMain(m *testing.M) { testns.Main(m) }

func TestNewHoldsLoopbackOnly(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()

	var links []net.Interface
	err = netns.Do(ns, func() (err error) {
		links, err = net.Interfaces()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(links) != 1 || links[0].Name != "lo" || links[0].Flags&net.FlagUp != 0 {
		t.Errorf("the new namespace holds %+v, want lo alone and down", links)
	}
}

func TestDo(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	failure := errors.New("failure of the function")
	err := netns.Do(ns, func() error {
		now, err := netns.Current()
		if err != nil {
			return err
		}
		defer now.Close()
		if !same(t, now, ns) {
			t.Errorf("Current is %s within Do, want %s", now.Name(), ns.Name())
		}
		return failure
	})
	if err != failure {
		t.Errorf("Do = %v, want the error of the function as it is", err)
	}
	if err := netns.Do(nil, func() error { return nil }); err == nil {
		t.Error("Do without a namespace succeeds")
	}
}

func TestOpenPID(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	now, err := netns.Current()
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()

	own, err := netns.OpenPID(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if !same(t, own, now) {
		t.Errorf("the namespace of this process is %s, want %s", own.Name(), now.Name())
	}

	const none = 1 << 30 // PID_MAX_LIMIT is 1<<22
	if _, err := netns.OpenPID(none); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no process: %v, want ErrNotExist", err)
	}
	for _, pid := range []int{0, -1} {
		if _, err := netns.OpenPID(pid); err == nil {
			t.Errorf("OpenPID(%d) succeeds", pid)
		}
	}
}

func TestUnprivileged(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	_, createErr := netns.Create("unprivileged")
	_, newErr := netns.New()
	for name, err := range map[string]error{"Create": createErr, "New": newErr} {
		if !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s = %v, want ErrPermission", name, err)
		}
	}
	if _, err := os.Lstat("/run/netns/unprivileged"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Create has left a file: %v", err)
	}
}

// same reports whether two files are the same namespace.
func same(t *testing.T, a, b *os.File) bool {
	t.Helper()
	ai, err := a.Stat()
	if err != nil {
		t.Fatal(err)
	}
	bi, err := b.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return os.SameFile(ai, bi)
}
