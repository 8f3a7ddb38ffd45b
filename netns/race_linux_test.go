package netns_test

import (
	"errors"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/netns"
)

// Of several that create the same name one wins, and what it made stands.
func TestOneCreateWins(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	const name = "contested"
	for range 20 {
		var wg sync.WaitGroup
		var winner atomic.Pointer[os.File]
		for range 8 {
			wg.Go(func() {
				ns, err := netns.Create(name)
				switch {
				case errors.Is(err, fs.ErrExist):
				case err != nil:
					t.Error(err)
				case !winner.CompareAndSwap(nil, ns):
					t.Error("a second Create of the name succeeds")
					ns.Close()
				}
			})
		}
		wg.Wait()
		won := winner.Load()
		if won == nil {
			t.Fatal("no Create succeeds")
		}
		named, err := netns.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if !same(t, won, named) {
			t.Error("the name is not the namespace of the one that created it")
		}
		won.Close()
		named.Close()
		if err := netns.Delete(name); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNoLeak(t *testing.T) {
	create(t, "leak")
	if err := os.WriteFile(runDir+"leak-file", nil, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = netns.Delete("leak-file") })
	fails := func(op string, err error) {
		if err == nil {
			t.Errorf("%s succeeds", op)
		}
	}
	for op, f := range map[string]func() error{
		"create what exists": func() error { _, err := netns.Create("leak"); return err },
		"open a plain file":  func() error { _, err := netns.Open("leak-file"); return err },
		"open what is not":   func() error { _, err := netns.Open("leak-none"); return err },
		"delete what is not": func() error { return netns.Delete("leak-none") },
		"a process that is not": func() error {
			_, err := netns.OpenPID(1 << 30)
			return err
		},
	} {
		t.Run(op, func(t *testing.T) {
			testns.NoLeak(t, 1000, func() { fails(op, f()) })
		})
	}
	t.Run("create and delete", func(t *testing.T) {
		testns.NoLeak(t, 200, func() {
			ns, err := netns.Create("leak-not")
			if err != nil {
				t.Fatal(err)
			}
			ns.Close()
			if err := netns.Delete("leak-not"); err != nil {
				t.Fatal(err)
			}
		})
		if mounts := mountsOf(t, runDir+"leak-not"); len(mounts) != 0 {
			t.Errorf("mounts are left: %q", mounts)
		}
	})
}
