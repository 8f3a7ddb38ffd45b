package link_test

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestVethPairInOneRequest(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{
		Name: "veth0", Index: 77, MTU: 1400, HardwareAddr: mac("02:00:00:00:00:10"), TxQLen: new(uint32(0)),
		NumTxQueues: 4, NumRxQueues: 2, Group: new(uint32(3)), GSOMaxSize: new(uint32(32768)),
		Data: &link.Veth{Peer: &link.Link{
			Name: "veth1", Index: 78, MTU: 9000, HardwareAddr: mac("02:00:00:00:00:11"), TxQLen: new(uint32(7)),
			NumTxQueues: 2, NumRxQueues: 4, Group: new(uint32(4)),
		}},
	}))
	a, b := get(t, conn, link.Index(77)), get(t, conn, link.Index(78))
	for _, tt := range []struct {
		what      string
		got, want any
	}{
		{"name", a.Name, "veth0"}, {"peer's name", b.Name, "veth1"},
		{"MTU", a.MTU, 1400}, {"peer's MTU", b.MTU, 9000},
		{"address", a.HardwareAddr.String(), "02:00:00:00:00:10"},
		{"peer's address", b.HardwareAddr.String(), "02:00:00:00:00:11"},
		{"queue length zero", *a.TxQLen, uint32(0)}, {"peer's queue length", *b.TxQLen, uint32(7)},
		{"queues", [2]uint32{a.NumTxQueues, a.NumRxQueues}, [2]uint32{4, 2}},
		{"peer's queues", [2]uint32{b.NumTxQueues, b.NumRxQueues}, [2]uint32{2, 4}},
		{"group", *a.Group, uint32(3)}, {"peer's group", *b.Group, uint32(4)},
		{"GSO limit", *a.GSOMaxSize, uint32(32768)},
		{"parent", *a.ParentIndex, 78}, {"peer's parent", *b.ParentIndex, 77},
		{"namespace of the parent", a.ParentNetNSID, (*int32)(nil)},
		{"type", a.Type, uint16(unix.ARPHRD_ETHER)},
		{"kind", a.Data, link.Kind(&link.Veth{})},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.what, diff)
		}
	}
	if a.Stats == nil || a.QDisc == "" || a.MaxMTU == 0 || a.AFSpec == nil {
		t.Errorf("state %+v: want statistics, queueing discipline, limits and families", a.State)
	}
	if a.Unknown != nil {
		t.Errorf("attributes without a field: %v", a.Unknown)
	}
}

func TestVethPeerInAnotherNamespace(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	pid := processIn(t, otherNS)
	for _, tt := range []struct {
		name string
		ns   link.NetNS
	}{
		{"by file", link.NSFile(otherNS)},
		{"by descriptor", link.NSFd(otherNS.Fd())},
		{"by process", link.NSPid(pid)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			do(t, conn, link.Add(&link.Link{Name: "here", Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: tt.ns}}}))
			here, there := get(t, conn, link.Name("here")), get(t, other, link.Name("eth0"))
			if *here.ParentIndex != there.Index || here.ParentNetNSID == nil {
				t.Errorf("parent %d in namespace %v, want index %d of one with an id",
					*here.ParentIndex, here.ParentNetNSID, there.Index)
			}
			// The id names the namespace in filters, and as that of a new link.
			id := link.NSID(*here.ParentNetNSID)
			links, err := link.Filter{NetNS: &id, Kind: "veth"}.List(conn)
			if err != nil || len(links) != 1 || links[0].Name != "eth0" || links[0].NetNS != id {
				t.Errorf("in namespace %d: %v, %v: want eth0", id, links, err)
			}
			do(t, conn, link.Add(&link.Link{Name: "br0", NetNS: id, Data: &link.Bridge{}}))
			do(t, other, link.Del(link.Name("br0")))

			do(t, conn, link.Del(here))
			if _, err := link.Get(other, there); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the peer after the deletion: %v, want fs.ErrNotExist", err)
			}
		})
	}
}

func TestRule59MoveToNamespace(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	do(t, conn,
		veth("veth0", "veth1"),
		link.SetNetNS(link.Name("veth0"), link.NSFd(otherNS.Fd())),
		link.Set(link.Name("veth1"), &link.Link{NetNS: link.NSPid(processIn(t, otherNS)), NewIndex: 50}))
	if _, err := link.Get(conn, link.Name("veth0")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("veth0 in the old namespace: %v, want fs.ErrNotExist", err)
	}
	get(t, other, link.Name("veth0"))
	// Kernels before Linux 5.13 do not let the index be chosen.
	if l := get(t, other, link.Name("veth1")); l.Index != 50 && testns.KernelSince(t, 5, 13) {
		t.Errorf("index %d in the new namespace, want 50", l.Index)
	}
	do(t, conn, veth("veth0", "veth2"))
	if err := conn.Do(link.SetNetNS(link.Name("veth0"), link.NSFile(otherNS))); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link whose name is taken there: %v, want fs.ErrExist", err)
	}
	if _, err := link.Create(conn, &link.Link{Name: "br0", NetNS: link.NSFd(otherNS.Fd()), Data: &link.Bridge{}}); err == nil {
		t.Error("Create of a link in another namespace succeeds, but what should it return?")
	}
	if _, err := link.Get(other, link.Name("br0")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link that Create refuses: %v, want fs.ErrNotExist", err)
	}
}

func TestRule63PeerCannotBeMadeUp(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	// Veth refuses this itself; its attributes are those of a peer as it is.
	peer, err := link.Link{Name: "b", Flags: unix.IFF_UP, Change: unix.IFF_UP}.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	data := &link.Veth{Unknown: []rtattr.Raw{{Type: linux.VETH_INFO_PEER | rtattr.Nested, Data: peer}}}
	err = conn.Do(link.Add(&link.Link{Name: "a", Data: data}))
	if !errors.Is(err, syscall.ENOTCONN) {
		t.Errorf("%v, want ENOTCONN", err)
	}
	do(t, conn, link.Add(&link.Link{Name: "a", Flags: unix.IFF_UP, Data: &link.Veth{Peer: &link.Link{Name: "b"}}}),
		link.SetUp(link.Name("b")))
	// The kernel says so when it comes to it, not at once.
	l, err := link.Wait(t.Context(), conn, events, link.Name("a"), func(l *link.Link) bool { return l.OperState == link.OperUp })
	if err != nil {
		t.Fatal(err)
	}
	if l.Flags&unix.IFF_RUNNING == 0 || *l.Carrier != true || l.OperState.String() != "up" {
		t.Errorf("flags %#x, carrier %v, %v: want RUNNING, true, up", l.Flags, *l.Carrier, l.OperState)
	}
}
