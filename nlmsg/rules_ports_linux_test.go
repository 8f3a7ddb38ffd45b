package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRule25TheKernelRepeatsSequenceNumberAndPort(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	for _, tt := range []struct {
		name  string
		r     nlmsg.Request
		flags uint16
		want  []uint16
	}{
		{"an ACK", address(unix.RTM_NEWADDR, 1), unix.NLM_F_ACK, []uint16{unix.NLMSG_ERROR}},
		{"an object and an ACK", getLink("lo"), unix.NLM_F_ACK, []uint16{unix.RTM_NEWLINK, unix.NLMSG_ERROR}},
		{"a dump", listLinks(), unix.NLM_F_DUMP, []uint16{unix.RTM_NEWLINK, unix.NLMSG_DONE}},
	} {
		got := s.ask(tt.r, unix.NLM_F_REQUEST|tt.flags)
		if !cmp.Equal(types(got), tt.want) {
			t.Errorf("%s: types %d, want %d", tt.name, types(got), tt.want)
		}
		for _, d := range got {
			for _, m := range d.msgs {
				if m.Seq != s.seq || m.PortID != s.port || d.from.Pid != 0 || d.from.Groups != 0 {
					t.Errorf("%s: sequence number %d, port %d, from port %d and groups %#x: want %d, %d, 0, 0",
						tt.name, m.Seq, m.PortID, d.from.Pid, d.from.Groups, s.seq, s.port)
				}
			}
		}
	}
}

// What a socket that has joined groups receives of its own requests: as if they
// were answers, and before the ACK. Only the address that it came from, which
// names the group, tells.
func TestRule25ANotificationLooksLikeAnAnswer(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	requester, member := rawSocket(t, ns), rawSocket(t, ns)
	for _, s := range []*raw{requester, member} {
		for _, group := range []int{unix.RTNLGRP_LINK, unix.RTNLGRP_NEIGH, unix.RTNLGRP_IPV4_IFADDR, unix.RTNLGRP_IPV4_ROUTE, unix.RTNLGRP_IPV4_RULE} {
			if err := s.join(group); err != nil {
				t.Fatal(err)
			}
		}
	}
	const create = unix.NLM_F_REQUEST | unix.NLM_F_ACK | unix.NLM_F_CREATE | unix.NLM_F_EXCL
	both, portOnly, none := [2]bool{true, true}, [2]bool{false, true}, [2]bool{}
	echoed := none
	if testns.KernelSince(t, 6, 2) {
		echoed = both
	}
	for _, tt := range []struct {
		name  string
		r     nlmsg.Request
		flags uint16
		group int
		typ   uint16
		want  [2]bool // whether the sequence number and the port are those of the request
	}{
		{"a link", addLink("br0"), create, unix.RTNLGRP_LINK, unix.RTM_NEWLINK, none},
		{"a link with ECHO", addLink("br1"), create | unix.NLM_F_ECHO, unix.RTNLGRP_LINK, unix.RTM_NEWLINK, echoed},
		{"an address", address(unix.RTM_NEWADDR, 1), create, unix.RTNLGRP_IPV4_IFADDR, unix.RTM_NEWADDR, both},
		{"an address with ECHO", address(unix.RTM_NEWADDR, 2), create | unix.NLM_F_ECHO, unix.RTNLGRP_IPV4_IFADDR, unix.RTM_NEWADDR, both},
		{"a route", blackhole(unix.RTM_NEWROUTE), create, unix.RTNLGRP_IPV4_ROUTE, unix.RTM_NEWROUTE, both},
		{"a rule", policy(unix.RTM_NEWRULE), create, unix.RTNLGRP_IPV4_RULE, unix.RTM_NEWRULE, both},
		{"a neighbour", neighbour(unix.RTM_NEWNEIGH, 2), create, unix.RTNLGRP_NEIGH, unix.RTM_NEWNEIGH, portOnly},
	} {
		got := requester.ask(tt.r, tt.flags)
		seq := requester.seq
		for who, heard := range map[string][]heardDatagram{"the requester": got, "another member": member.all()} {
			found, acked := false, false
			for _, d := range heard {
				m := d.msgs[0]
				if m.Type == unix.NLMSG_ERROR {
					if acked = true; errno(t, m) != 0 {
						t.Fatalf("%s: %v", tt.name, errno(t, m))
					}
				}
				if m.Type != tt.typ {
					continue
				}
				if found || acked {
					t.Errorf("%s: %s is told twice, or after the ACK", tt.name, who)
				}
				found = true
				if looks := [2]bool{m.Seq == seq, m.PortID == requester.port}; looks != tt.want {
					t.Errorf("%s: %s is told with sequence number %d and port %d, of the request are %d and %d",
						tt.name, who, m.Seq, m.PortID, seq, requester.port)
				}
				if tt.want == none && (m.Seq != 0 || m.PortID != 0) {
					t.Errorf("%s: %s is told with sequence number %d and port %d, want 0", tt.name, who, m.Seq, m.PortID)
				}
				if d.from.Pid != 0 || d.from.Groups != 1<<(tt.group-1) {
					t.Errorf("%s: from port %d and groups %#x, want the kernel and group %d", tt.name, d.from.Pid, d.from.Groups, tt.group)
				}
			}
			if !found {
				t.Errorf("%s: %s is not told", tt.name, who)
			}
			if acked != (who == "the requester") {
				t.Errorf("%s: %s received an ACK: %v", tt.name, who, acked)
			}
		}
	}
}

// A group above 32 has no bit in the address: NETLINK_PKTINFO alone names it.
func TestRule25And55GroupsAbove32AreToldByPktinfo(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	s := rawSocket(t, ns)
	s.set(unix.NETLINK_PKTINFO)
	for _, group := range []int{unix.RTNLGRP_BRVLAN, unix.RTNLGRP_IPV4_ROUTE} {
		if err := s.join(group); err != nil {
			t.Skipf("the kernel has no group %d: %v", group, err)
		}
	}
	if err := conn.Do(addLink("br0"), blackholeAdded()); err != nil {
		t.Fatal(err)
	}
	if err := conn.Do(vlan(indexOf(t, conn, "br0"), 10)); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("needs CONFIG_BRIDGE_VLAN_FILTERING: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range s.all() {
		msgs, err := unix.ParseSocketControlMessage(d.control)
		if err != nil || len(msgs) != 1 || msgs[0].Header.Level != unix.SOL_NETLINK || msgs[0].Header.Type != unix.NETLINK_PKTINFO {
			t.Fatalf("control messages %v, %v: want one of NETLINK_PKTINFO", msgs, err)
		}
		got = append(got, fmt.Sprintf("type %d: mask %#x, group %d", d.msgs[0].Type, d.from.Groups, binary.NativeEndian.Uint32(msgs[0].Data)))
	}
	slices.Sort(got)
	want := []string{"type 112: mask 0x0, group 33", "type 24: mask 0x40, group 7"}
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRule26APortIsNotTheProcessID(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	first, second, third := rawSocket(t, ns), rawSocket(t, ns), rawSocket(t, ns)
	if first.port != uint32(os.Getpid()) {
		t.Errorf("the first socket has port %d, want that of the process, %d", first.port, os.Getpid())
	}
	if second.port <= math.MaxInt32 || third.port <= math.MaxInt32 || second.port == third.port {
		t.Errorf("further sockets have ports %d and %d, want different ones above 2^31", second.port, third.port)
	}
}

func TestRule26AConnKnowsItsPort(t *testing.T) {
	t.Parallel()
	a, ns := route(t)
	b := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	if a.PortID() == 0 || b.PortID() == 0 || a.PortID() == b.PortID() {
		t.Errorf("ports %d and %d", a.PortID(), b.PortID())
	}
	// Answers are told by it.
	for _, conn := range []*nlmsg.Conn{a, b} {
		if m, err := conn.Get(getLink("lo")); err != nil || m.PortID != conn.PortID() {
			t.Errorf("answer to port %d, %v, want %d", m.PortID, err, conn.PortID())
		}
	}
}

// Who has CAP_NET_ADMIN over the namespace can send to another socket's port.
// The message is like the kernel's, but for the address that it comes from.
func TestRule27And28AForgedMessageDiffersByItsSenderAlone(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	victim, forger := rawSocket(t, ns), rawSocket(t, ns)
	if err := victim.join(unix.RTNLGRP_LINK); err != nil {
		t.Fatal(err)
	}
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	heard := victim.all()
	if len(heard) == 0 {
		t.Fatal("no notification")
	}
	real := heard[0]
	b, _ := real.msgs[0].AppendBinary(nil)
	if err := unix.Sendto(forger.fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: victim.port}); err != nil {
		t.Fatal(err)
	}
	heard = victim.all()
	if len(heard) != 1 {
		t.Fatalf("%d datagrams, want the forged one", len(heard))
	}
	if diff := cmp.Diff(real.msgs, heard[0].msgs); diff != "" {
		t.Errorf("(-real +forged)\n%s", diff)
	}
	if real.from.Pid != 0 || heard[0].from.Pid != forger.port {
		t.Errorf("senders: real %d, forged %d: want 0 and %d", real.from.Pid, heard[0].from.Pid, forger.port)
	}
}

func TestRule27And28AForgedNotificationIsDropped(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	watcher := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	forged, err := addLink("forged").AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for m, err := range nlmsg.Messages(forged) {
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Send(m, watcher.PortID(), 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := conn.Do(addLink("true0")); err != nil {
		t.Fatal(err)
	}
	for m, err := range watcher.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var name string
		if nameOf(&m, &name); name != "true0" {
			t.Errorf("received a notification of %q first, want that of true0", name)
		}
		break
	}
}
