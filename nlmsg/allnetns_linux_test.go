package nlmsg_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// setID gives a namespace an id in that of conn.
func setID(t testing.TB, conn *nlmsg.Conn, ns *os.File, id int32) {
	t.Helper()
	if err := conn.Do(nlmsg.Request{Op: "nsid add", Type: unix.RTM_NEWNSID, Body: nsid{ns, id}}); err != nil {
		t.Fatal(err)
	}
}

// heard reads notifications up to that of the link named last, and returns the
// names of links with the ids that their namespaces have.
func heard(t *testing.T, conn *nlmsg.Conn, last string) (links []string) {
	t.Helper()
	for m, err := range conn.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var name string
		if _, err := nameOf(&m, &name); err != nil {
			t.Fatal(err)
		}
		if m.NetNSID != nil {
			links = append(links, fmt.Sprintf("%s in %d", name, *m.NetNSID))
		} else {
			links = append(links, name)
		}
		if name == last {
			return links
		}
	}
	t.Fatal("the loop has ended")
	return nil
}

// Namespaces with an id are heard too, and named.
func TestRule55NotificationsOfAllNamespaces(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	a, b, without := testns.New(t), testns.New(t), testns.New(t)
	setID(t, conn, a, 0)
	setID(t, conn, b, 1<<31-1)
	add := func(ns *os.File, name string) {
		t.Helper()
		if err := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns}).Do(addLink(name)); err != nil {
			t.Fatal(err)
		}
	}
	all := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}, AllNetNS: true})
	own := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})

	add(a, "in-a")
	add(without, "without")
	add(ns, "own")
	add(b, "in-b")
	add(ns, "last")
	want := []string{"in-a in 0", "own", "in-b in 2147483647", "last"}
	if diff := cmp.Diff(want, heard(t, all, "last")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"own", "last"}, heard(t, own, "last")); diff != "" {
		t.Errorf("without the option (-want +got)\n%s", diff)
	}

	// What a loop that is left had received already keeps its id.
	for n := range 3 {
		add(a, fmt.Sprintf("again%d", n))
	}
	for n := range 3 {
		name := fmt.Sprintf("again%d", n)
		if diff := cmp.Diff([]string{name + " in 0"}, heard(t, all, name)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}

	// One that gets an id later is heard from then on. An id that the own namespace
	// has in itself is told by kernels before 7.1 only, some of which have learned
	// not to.
	setID(t, conn, without, 5)
	add(without, "later")
	setID(t, conn, ns, 6)
	add(ns, "self")
	got := heard(t, all, "self")
	if len(got) != 2 || got[0] != "later in 5" || got[1] != "self" && (got[1] != "self in 6" || testns.KernelSince(t, 7, 1)) {
		t.Errorf("%q, want later in 5, and self", got)
	}
}

// So are those of programs, which are received one at a time.
func TestNotificationsOfProgramsInAllNamespaces(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	other := testns.New(t)
	setID(t, conn, other, 7)
	all := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns, Groups: []uint32{3}, AllNetNS: true})
	sender := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: other})
	m := nlmsg.Message{Header: nlmsg.Header{Type: 77}, Data: []byte("hello")}
	// Having told the group, the kernel looks for port 0 in vain, and says so.
	if err := sender.Send(m, 0, 1<<2); err != nil && !errors.Is(err, unix.ECONNREFUSED) {
		t.Fatal(err)
	}
	for m, err := range all.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if m.NetNSID == nil || *m.NetNSID != 7 || string(m.Data) != "hello" {
			t.Errorf("%q from %v, want hello from 7", m.Data, m.NetNSID)
		}
		break
	}
}

func TestRule55AllNetNSNeedsGroupsAndACapability(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	_, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, AllNetNS: true})
	if want := "netlink dial, protocol NETLINK_ROUTE: AllNetNS without Groups, from which alone other namespaces are heard"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	for _, err := range nlmsg.Watch(t.Context(), &nlmsg.Config{NetNS: ns, AllNetNS: true}, nlmsg.Watched[int, int]{Op: "test watch", Groups: []uint32{1}}) {
		if want := "test watch: AllNetNS: a watcher is for the objects of one namespace"; err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}

	// Without the capability the kernel refuses.
	refusal := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked, which ends the thread
		hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		err := unix.Capset(&hdr, &make([]unix.CapUserData, 2)[0])
		if err == nil {
			_, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Groups: []uint32{1}, AllNetNS: true})
		}
		refusal <- err
	}()
	err = <-refusal
	const want = "netlink dial, protocol NETLINK_ROUTE: listen in all network namespaces: setsockopt: operation not permitted"
	if !errors.Is(err, fs.ErrPermission) || err.Error() != want {
		t.Errorf("without a capability: %v, want %s", err, want)
	}
}

// Receiving from all namespaces takes no memory for each message.
func TestReceivingFromAllNetNSAllocatesNothing(t *testing.T) {
	conn, ns := route(t)
	other := testns.New(t)
	setID(t, conn, other, 7)
	inOther := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: other})
	all := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}, AllNetNS: true})
	next, stop := iter.Pull2(all.Receive(t.Context()))
	defer stop()
	requests := []nlmsg.Request{setMTU("lo", 65536), setMTU("lo", 65535)}
	n := 0
	allocs := testing.AllocsPerRun(100, func() {
		n++
		if err := inOther.Do(requests[n%2]); err != nil {
			t.Fatal(err)
		}
		m, err, _ := next()
		if err != nil {
			t.Fatal(err)
		}
		if m.NetNSID == nil || *m.NetNSID != 7 {
			t.Fatalf("from %v, want 7", m.NetNSID)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations, want none", allocs)
	}
}
