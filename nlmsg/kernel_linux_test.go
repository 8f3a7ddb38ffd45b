package nlmsg_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestDoAndGet(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	m, err := conn.Get(getLink("br0"))
	if err != nil {
		t.Fatal(err)
	}
	var name string
	if _, err := nameOf(&m, &name); err != nil || name != "br0" {
		t.Errorf("got link %q, %v", name, err)
	}
	err = conn.Do(addLink("br0"))
	if !errors.Is(err, fs.ErrExist) || !errors.Is(err, unix.EEXIST) {
		t.Errorf("error %v, want EEXIST", err)
	}
	if want := "link add br0: file exists"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if _, err := conn.Get(getLink("none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want one of no such device", err)
	}
}

type bodyFunc func(e *rtattr.Encoder)

func (f bodyFunc) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f bodyFunc) encode(e *rtattr.Encoder) { f(e) }

func TestUnprivileged(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Do(addLink("br0"))
	if !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("error %v, want EPERM", err)
	}
	for _, word := range []string{"link add br0", "CAP_NET_ADMIN", "user namespace"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not speak of %q", err, word)
		}
	}
	if _, err := nlmsg.List(conn, listLinks(), nameOf); err != nil {
		t.Errorf("reading needs no privilege: %v", err)
	}
}

// 1,000 failures of each kind leave no descriptor and no thread behind.
func TestFailuresLeakNothing(t *testing.T) {
	testns.Need(t)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{})
	notNS, err := openFile(t)
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, fail := range map[string]func() error{
		"watch": func() (last error) {
			for _, err := range nlmsg.Watch(ended, nil, nlmsg.Watched[int, int]{Groups: []uint32{unix.RTNLGRP_LINK}}) {
				last = err
			}
			return last
		},
		"request":  func() error { return conn.Do(addLink("lo")) },
		"encoding": func() error { return conn.Do(addLink("a-name-of-20-letters")) },
		"get":      func() error { _, err := conn.Get(getLink("none")); return err },
		"protocol": func() error { _, err := nlmsg.Dial(31, nil); return err },
		"group": func() error {
			_, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{9999}})
			return err
		},
		"not namespace": func() error { _, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: notNS}); return err },
	} {
		t.Run(name, func(t *testing.T) {
			testns.NoLeak(t, 1000, func() {
				if fail() == nil {
					t.Fatal("no failure")
				}
			})
		})
	}
}
