//go:build linux

package main

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestSysctlOfAnInterface(t *testing.T) {
	t.Parallel()
	got, err := ipv6Conf("eth0.7", "accept_ra")
	if want := "/proc/sys/net/ipv6/conf/eth0.7/accept_ra"; got.file() != want || err != nil {
		t.Errorf("%q, %v, want %q", got.file(), err, want)
	}
	for _, name := range []string{"", ".", "..", "../all", "a/b", "a\x00b", "all", "default"} {
		if got, err := ipv6Conf(name, "accept_ra"); err == nil || !strings.Contains(err.Error(), "sysctl accept_ra: ") {
			t.Errorf("of an interface %q: %q, %v, want an error", name, got, err)
		}
	}
}

// inNamespace runs f in a new namespace that has an interface "eth0.7".
func inNamespace(t *testing.T, f func() error) {
	t.Helper()
	ns := testns.New(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Do(link.Add(&link.Link{Name: "eth0.7", Data: &link.Bridge{}})); err != nil {
		t.Fatal(err)
	}
	if err := netns.Do(ns, f); err != nil {
		t.Fatal(err)
	}
}

func TestSysctlIsSetOnlyIfItDiffersAndSetBack(t *testing.T) {
	t.Parallel()
	name, err := ipv6Conf("eth0.7", "accept_ra")
	if err != nil {
		t.Fatal(err)
	}
	inNamespace(t, func() error {
		var out strings.Builder
		s := script{out: &out}
		for range 2 {
			if err := s.set(t.Context(), name, "0"); err != nil {
				return err
			}
		}
		if got, err := name.read(); got != "0" || err != nil {
			t.Errorf("set: %q, %v", got, err)
		}
		if err := s.remove(); err != nil {
			return err
		}
		if got, err := name.read(); got != "1" || err != nil {
			t.Errorf("set back: %q, %v", got, err)
		}
		want := "sysctl -w net/ipv6/conf/eth0.7/accept_ra=0   # was 1\n" +
			"sysctl net/ipv6/conf/eth0.7/accept_ra   # is 0\n" +
			"\n# removed\n" +
			"sysctl -w net/ipv6/conf/eth0.7/accept_ra=1\n"
		if out.String() != want {
			t.Errorf("said %q, want %q", &out, want)
		}
		return nil
	})
}

func TestSysctlErrors(t *testing.T) {
	t.Parallel()
	inNamespace(t, func() error {
		s := script{out: t.Output()}
		missing := sysctl("net/ipv6/conf/eth1/accept_ra")
		if err := s.set(t.Context(), missing, "0"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "eth1") {
			t.Errorf("set of what is not there: %v", err)
		}
		if err := missing.write("0"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("write of what is not there: %v", err)
		}
		if err := s.set(t.Context(), "net/ipv6/conf/eth0.7/accept_ra", "much"); !errors.Is(err, unix.EINVAL) {
			t.Errorf("set to what is no number: %v", err)
		}
		if len(s.undo) != 0 {
			t.Errorf("%d things are to be taken back, of which none was done", len(s.undo))
		}
		return nil
	})
}
