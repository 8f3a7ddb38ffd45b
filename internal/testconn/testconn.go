//go:build linux

// Package testconn opens connections for the length of a test, and makes requests
// on them that must succeed.
package testconn

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Dial opens a connection to NETLINK_ROUTE.
func Dial(t testing.TB, cfg nlmsg.Config) *nlmsg.Conn {
	t.Helper()
	return DialProtocol(t, unix.NETLINK_ROUTE, cfg)
}

// DialProtocol opens a connection to any protocol of netlink.
func DialProtocol(t testing.TB, protocol int, cfg nlmsg.Config) *nlmsg.Conn {
	t.Helper()
	conn, err := nlmsg.Dial(protocol, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	closed(t, conn)
	return conn
}

// closed has the connection closed after the test, if the test has not done so.
func closed(t testing.TB, conn *nlmsg.Conn) {
	t.Cleanup(func() {
		if err := conn.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
	})
}

// Do makes requests that must succeed.
func Do(t testing.TB, conn *nlmsg.Conn, reqs ...nlmsg.Request) {
	t.Helper()
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
}

// DoOrSkip makes requests that must succeed, or be refused as what the kernel
// lacks (EOPNOTSUPP), which skips the test.
func DoOrSkip(t testing.TB, conn *nlmsg.Conn, reqs ...nlmsg.Request) {
	t.Helper()
	if err := conn.Do(reqs...); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("not in this kernel: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
}
