package nlmsg_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// openFile opens a file that is no namespace.
func openFile(t testing.TB) (*os.File, error) {
	f, err := os.Create(filepath.Join(t.TempDir(), "plain"))
	if err == nil {
		t.Cleanup(func() { f.Close() })
	}
	return f, err
}

func TestDialRefuses(t *testing.T) {
	testns.Need(t)
	plain, err := openFile(t)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		protocol int
		cfg      *nlmsg.Config
		is       error
		says     string
	}{
		{"a protocol that the kernel lacks", 31, nil, unix.EPROTONOSUPPORT, "netlink dial, protocol 31: the kernel has no such netlink protocol"},
		{"a file that is no namespace", unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: plain}, unix.EINVAL, "not a network namespace"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := nlmsg.Dial(tt.protocol, tt.cfg)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v and words %q", err, tt.is, tt.says)
			}
		})
	}
}

// A connection with groups waits in another way than one without.
func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(conn *nlmsg.Conn, cancel func())
		want error // nil: the loop just ends
	}{
		{"by its context", func(_ *nlmsg.Conn, cancel func()) { cancel() }, context.Canceled},
		{"by its context, whatever deadlines are set meanwhile", func(conn *nlmsg.Conn, cancel func()) {
			cancel()
			for range 10_000 {
				conn.SetDeadline(time.Now().Add(time.Hour))
			}
		}, context.Canceled},
		{"by a deadline", func(conn *nlmsg.Conn, _ func()) { conn.SetDeadline(time.Now()) }, os.ErrDeadlineExceeded},
		{"by Close", func(conn *nlmsg.Conn, _ func()) { conn.Close() }, nil},
	} {
		for name, open := range map[string]func(*testing.T) *nlmsg.Conn{"with a group": heardGroup, "without": heardPort} {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				t.Parallel()
				conn := open(t)
				defer conn.Close()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				// The first message, which is there already, shows that the loop
				// has begun.
				var last error
				var once sync.Once
				for _, err := range conn.Receive(ctx) {
					last = err
					once.Do(func() { go tt.end(conn, cancel) })
				}
				if !errors.Is(last, tt.want) {
					t.Errorf("the loop ended with %v, want %v", last, tt.want)
				}
			})
		}
	}
}

// heardGroup returns a connection that a notification has come to.
func heardGroup(t *testing.T) *nlmsg.Conn {
	ns := testns.New(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		t.Fatal(err)
	}
	if err := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns}).Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	return conn
}

// heardPort returns a connection that another process has sent a message to.
func heardPort(t *testing.T) *nlmsg.Conn {
	ns := testns.New(t)
	conn, err := nlmsg.Dial(unix.NETLINK_USERSOCK, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	if err := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns}).Send(nlmsg.Message{}, conn.PortID(), 0); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestDeadlineCanBeLifted(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	if err := conn.SetDeadline(time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := conn.Do(addLink("br0")); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("error %v, want ErrDeadlineExceeded", err)
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := conn.Do(addLink("br0")); err != nil {
		t.Error(err)
	}
}

// A context that ended leaves no deadline behind on the socket.
func TestContextLeavesTheConnectionUsable(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	watcher := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		for _, err := range watcher.Receive(ctx) {
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	}
	if err := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns}).Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	for m, err := range watcher.Receive(t.Context()) {
		if err != nil || m.Type != unix.RTM_NEWLINK {
			t.Errorf("received type %d, %v", m.Type, err)
		}
		break
	}
}

func TestManyGoroutinesOnOneConnection(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	names := []string{"one", "two", "three", "four", "five", "six", "seven", "eight"}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			for range 8 {
				if err := conn.Do(addLink(name), setMTU(name, 1400)); err != nil {
					t.Error(err)
					return
				}
				var got string
				if m, err := conn.Get(getLink(name)); err != nil {
					t.Error(err)
				} else if nameOf(&m, &got); got != name {
					t.Errorf("asked for %q, got the answer to another: %q", name, got)
				}
				found := false
				for other, err := range nlmsg.All(conn, listLinks(), nameOf) {
					if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
						t.Error(err)
					}
					found = found || other == name
				}
				if !found {
					t.Errorf("%q is not in its own list", name)
				}
				if err := conn.Do(delLink(name)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestReceiveEndsWithTheErrorOfTheConnectionsContext(t *testing.T) {
	t.Parallel()
	watcher := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: testns.New(t), Groups: []uint32{unix.RTNLGRP_LINK}})
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	for _, err := range watcher.WithContext(ctx).Receive(t.Context()) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want DeadlineExceeded", err)
		}
	}
}

func TestDeadlineOfAClosedConnection(t *testing.T) {
	testns.Need(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if err := conn.SetDeadline(time.Time{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v, want os.ErrClosed", err)
	}
}

// A dump of more than the buffer is asked to hold comes whole, and requests
// inside it are answered.
func TestSmallBuffersAreEnoughForDumps(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	setup := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	const n = 60
	for i := range n {
		if err := setup.Do(addLink(fmt.Sprintf("br%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range []int{1, 4 << 10, 8 << 10, 16 << 10, 64 << 10} {
		conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, ReadBuffer: size})
		seen := 0
		for _, err := range nlmsg.All(conn, listLinks(), nameOf) {
			if err != nil {
				t.Fatalf("ReadBuffer %d: %v", size, err)
			}
			if seen++; seen%20 == 0 {
				if err := conn.Do(setMTU("br0", 1400), addLink("br0"), addLink("br1")); err == nil {
					t.Errorf("ReadBuffer %d: links were added twice", size)
				}
			}
		}
		if seen != n+1 {
			t.Errorf("ReadBuffer %d: %d links, want %d", size, seen, n+1)
		}
	}
}
