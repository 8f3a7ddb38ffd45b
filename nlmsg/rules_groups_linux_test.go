package nlmsg_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRule49GroupsAreJoinedByNumber(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	s := rawSocket(t, ns)
	for group, want := range map[int]error{0: unix.EINVAL, 9999: unix.EINVAL, unix.RTNLGRP_NEXTHOP: nil} {
		if err := s.join(group); err != want {
			t.Errorf("group %d: %v, want %v", group, err, want)
		}
	}
	// bind sets the first 32 groups anew, and no others.
	above := s.join(unix.RTNLGRP_BRVLAN) == nil
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	told := func(x byte) (got []uint16) {
		t.Helper()
		add := address(unix.RTM_NEWADDR, x)
		add.Flags = unix.NLM_F_CREATE
		if err := conn.Do(add, setMTU("lo", 60000+uint32(x))); err != nil {
			t.Fatal(err)
		}
		if above {
			if err := conn.Do(vlan(indexOf(t, conn, "br0"), uint16(10+x))); err != nil && !errors.Is(err, unix.EOPNOTSUPP) {
				t.Fatal(err)
			} else if err != nil {
				above = false
			}
		}
		got = types(s.all())
		// A VLAN changes the bridge as well, which some kernels tell.
		got = slices.DeleteFunc(got, func(typ uint16) bool { return typ == unix.RTM_SETLINK })
		slices.Sort(got)
		return slices.Compact(got)
	}
	want := func(types ...uint16) []uint16 {
		if above {
			types = append(types, unix.RTM_NEWVLAN)
		}
		return types
	}
	if got := told(1); !slices.Equal(got, want()) {
		t.Errorf("told of types %d, want %d", got, want())
	}
	s.bind(1 << (unix.RTNLGRP_LINK - 1))
	if got := told(2); !slices.Equal(got, want(unix.RTM_NEWLINK)) {
		t.Errorf("bound to group 1: told of types %d, want %d", got, want(unix.RTM_NEWLINK))
	}
	s.bind(1 << (unix.RTNLGRP_IPV4_IFADDR - 1))
	if got := told(3); !slices.Equal(got, want(unix.RTM_NEWADDR)) {
		t.Errorf("bound to group 5: told of types %d, want %d", got, want(unix.RTM_NEWADDR))
	}
}

func TestRule49AConnJoinsByNumberAndRefusesWhatIsNone(t *testing.T) {
	testns.Need(t)
	for group, says := range map[uint32]string{0: "join group 0: the protocol has no such group", 9999: "join group 9999: the protocol has no such group"} {
		_, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{group}})
		if !errors.Is(err, unix.EINVAL) || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want EINVAL and words %q", err, says)
		}
	}
}

func TestRule50NotificationsNeedNoPrivilege(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{unix.RTNLGRP_LINK, unix.RTNLGRP_NEXTHOP}})
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	for _, group := range []uint32{unix.RTNLGRP_IPV4_MROUTE_R, unix.RTNLGRP_IPV6_MROUTE_R} {
		if conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{group}}); !errors.Is(err, os.ErrPermission) {
			t.Errorf("group %d: %v, want EPERM", group, err)
			if err == nil {
				conn.Close()
			}
		}
	}
}

// change changes lo so often that a small receive buffer is full of it.
func change(t *testing.T, conn *nlmsg.Conn, from uint32) {
	t.Helper()
	for i := range uint32(200) {
		if err := conn.Do(setMTU("lo", from+i)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRule51AnOverrunIsToldOnceUntilTheQueueIsEmpty(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	s := rawSocket(t, ns)
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 4096); err != nil {
		t.Fatal(err)
	}
	if err := s.join(unix.RTNLGRP_LINK); err != nil {
		t.Fatal(err)
	}
	change(t, conn, 60000)
	if err := s.recvError(); err != unix.ENOBUFS {
		t.Fatalf("first: %v, want ENOBUFS", err)
	}
	// The queue is not empty yet: what comes now is dropped without a word.
	if _, err := s.next(); err != nil {
		t.Fatalf("after the error: %v, want what came before the loss", err)
	}
	change(t, conn, 61000)
	got := len(s.all()) // fails by an error
	if got == 0 || got > 100 {
		t.Errorf("%d notifications were in the queue, want some", got)
	}
	// Now it is.
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	if got := types(s.all()); len(got) == 0 {
		t.Error("nothing is told after the queue was emptied")
	}
}

func TestRule52WithoutTheErrorALossIsNotSeen(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	s := rawSocket(t, ns)
	s.set(unix.NETLINK_NO_ENOBUFS)
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 4096); err != nil {
		t.Fatal(err)
	}
	if err := s.join(unix.RTNLGRP_LINK); err != nil {
		t.Fatal(err)
	}
	change(t, conn, 60000)
	if got := len(s.all()); got == 0 || got >= 200 { // and no error
		t.Errorf("%d notifications of 200, want some", got)
	}
}

// A Conn has the error, which is why it leaves the option off.
func TestRule51And52AnOverrunIsAnErrorToGoOnFrom(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	watcher := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}, ReadBuffer: 4096})
	change(t, conn, 60000)
	ctx, cancel := context.WithCancel(t.Context())
	var changing sync.WaitGroup
	defer changing.Wait()
	defer cancel()
	lost := false
	for m, err := range watcher.Receive(ctx) {
		var name string
		switch {
		case errors.Is(err, nlmsg.ErrOverrun) && !lost:
			lost = true
			// What the buffer had room for comes first, and until that is read
			// the kernel drops what is new: change until a change comes.
			changing.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					if err := conn.Do(addLink(fmt.Sprintf("after%d", i))); err != nil {
						t.Error(err)
						return
					}
				}
			})
		case errors.Is(err, nlmsg.ErrOverrun):
		case err != nil:
			t.Fatal(err)
		default:
			nameOf(&m, &name)
		}
		if strings.HasPrefix(name, "after") {
			break
		}
	}
	if !lost {
		t.Error("no overrun was reported")
	}
}

// What happens between the joining and the dump, and between the dump and the
// first notification that is read, is in one or the other.
func TestRule51And54AWatcherJoinsBeforeItDumps(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	add := func(name string) {
		if err := conn.Do(addLink(name)); err != nil {
			t.Error(err)
		}
	}
	dumps, synced := 0, false
	links := nlmsg.Watched[string, string]{
		Op: "link watch", Groups: []uint32{unix.RTNLGRP_LINK},
		List: func(c *nlmsg.Conn) ([]string, error) {
			if dumps++; dumps > 1 {
				return nlmsg.List(c, listLinks(), nameOf)
			}
			add("before")
			defer add("after")
			return nlmsg.List(c, listLinks(), nameOf)
		},
		Decode: func(m nlmsg.Message) (change nlmsg.Change, name string, err error) {
			if change = nlmsg.PutAlone; m.Type == unix.RTM_DELLINK {
				change = nlmsg.Delete
			}
			_, err = nameOf(&m, &name)
			return change, name, err
		},
		Key:   func(name *string) string { return *name },
		Equal: func(a, b *string) bool { return *a == *b },
		Clone: func(name string) string { return name },
	}
	there := map[string]bool{}
	for ev, err := range nlmsg.Watch(t.Context(), &nlmsg.Config{NetNS: ns, ReadBuffer: 4096}, links) {
		if err != nil {
			t.Fatal(err)
		}
		switch ev.Kind {
		case nlmsg.Added:
			there[*ev.New] = true
		case nlmsg.Removed:
			delete(there, *ev.Old)
		}
		if ev.Kind == nlmsg.Synced && !synced {
			synced = true
			if !there["before"] || !there["after"] {
				t.Errorf("synced with %v, want before and after", there)
			}
			// More than the buffer holds. What is lost is read anew.
			for i := range uint32(200) {
				if err := conn.Do(setMTU("lo", 60000+i)); err != nil {
					t.Fatal(err)
				}
			}
			if err := conn.Do(delLink("before"), addLink("lost")); err != nil {
				t.Fatal(err)
			}
		}
		if synced && there["lost"] && !there["before"] {
			return
		}
	}
}

// rmemMax returns net.core.rmem_max.
func rmemMax(t *testing.T) (n int) {
	t.Helper()
	b, err := os.ReadFile("/proc/sys/net/core/rmem_max")
	if err != nil {
		t.Skipf("needs net.core.rmem_max: %v", err)
	}
	if _, err := fmt.Sscan(string(b), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRule53TheReceiveBufferCountsMemoryOfTheKernel(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	s := rawSocket(t, ns)
	size := func(set int) int {
		t.Helper()
		if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, set); err != nil {
			t.Fatal(err)
		}
		n, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := size(1 << 30); n != 2*rmemMax(t) {
		t.Errorf("SO_RCVBUF of 1 GiB is %d, want twice net.core.rmem_max, %d", n, 2*rmemMax(t))
	}
	n := size(10000)
	if n != 20000 {
		t.Errorf("SO_RCVBUF of 10000 is %d, want twice that", n)
	}
	payload := 0
	for range 200 {
		s.send(s.message(getLink("none"), unix.NLM_F_REQUEST))
	}
	s.recvError()
	for _, d := range s.all() {
		payload += d.n
	}
	if payload == 0 || payload > n/4 {
		t.Errorf("the buffer held %d bytes of messages, want much less than %d", payload, n)
	}
}

// In a user namespace, as an ordinary user has one, SO_RCVBUFFORCE is refused.
func TestRule53BuffersBeyondTheLimitAreCutAndNotRefused(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 1<<20); err != unix.EPERM {
		t.Errorf("SO_RCVBUFFORCE: %v, want EPERM", err)
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{ReadBuffer: 1 << 30, WriteBuffer: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func TestRule53ACapabilityInAUserNamespaceDoesNotLiftTheLimit(t *testing.T) {
	if !testns.UserNamespace(t) {
		return
	}
	s := rawSocket(t, testns.New(t))
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 1<<20); err != unix.EPERM {
		t.Errorf("SO_RCVBUFFORCE as root of a user namespace: %v, want EPERM", err)
	}
	dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: testns.New(t), ReadBuffer: 1 << 30})
}

func TestRule56AConnWithGroupsMakesNoRequests(t *testing.T) {
	t.Parallel()
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: testns.New(t), Groups: []uint32{unix.RTNLGRP_BRVLAN, unix.RTNLGRP_LINK}})
	if err := conn.Do(addLink("br0")); err == nil {
		t.Error("a connection with groups made a request")
	}
}
