package link_test

import (
	"errors"
	"io/fs"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// A bridge counts for itself and for its port, and each link has the counters of
// any.
func TestIfStats(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	br, err := link.Create(conn, &link.Link{Name: "br0", Flags: unix.IFF_UP,
		Data: &link.Bridge{McastStatsEnabled: new(true)}})
	if err != nil {
		t.Fatal(err)
	}
	do(t, conn, link.Add(&link.Link{Name: "port0", Flags: unix.IFF_UP, Master: &br.Index,
		Data: &link.Veth{Peer: &link.Link{Name: "far0"}}}))
	port := get(t, conn, link.Name("port0"))

	s, err := link.StatsFilter{Index: br.Index, Mask: link.LinkStats | link.XStats}.Get(conn)
	if err != nil {
		t.Fatal(err)
	}
	if s.Index != br.Index || s.Link == nil || s.Bridge == nil || s.Bridge.Mcast == nil || s.Bond != nil || s.Unknown != nil {
		t.Errorf("of the bridge: %+v", s)
	}
	s, err = link.StatsFilter{Index: port.Index, Mask: link.PortXStats}.Get(conn)
	if err != nil {
		t.Fatal(err)
	}
	if s.Link != nil || s.Bridge != nil || s.BridgePort == nil || s.BridgePort.STP == nil {
		t.Errorf("of the port: %+v", s)
	}

	list, err := link.StatsFilter{Index: port.Index, Mask: link.LinkStats}.List(conn)
	if err != nil || len(list) != 1 || list[0].Index != port.Index {
		t.Errorf("of the port, from the dump: %+v, %v", list, err)
	}
	n := 0
	for s, err := range (link.StatsFilter{Mask: link.LinkStats}).All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Index == 1 { // lo
			if l := get(t, conn, link.Index(1)); *l.Stats != *s.Link {
				t.Errorf("of lo: %+v, in the link %+v", s.Link, l.Stats)
			}
		}
		n++
	}
	if n != 4 {
		t.Errorf("the dump has %d links, want lo, br0, port0 and far0", n)
	}

	if _, err := (link.StatsFilter{Index: 99, Mask: link.LinkStats}).Get(conn); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such link: %v, want ENODEV", err)
	}
}

// A veth has no hardware that could count what it is asked for.
func TestSetL3Stats(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 18) {
		t.Skip("since Linux 5.18")
	}
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	index := get(t, conn, link.Name("veth0")).Index
	do(t, conn, link.SetL3Stats(index, true))
	s, err := link.StatsFilter{Index: index, Mask: link.HardwareStats, Offload: 2}.Get(conn)
	if err != nil {
		t.Fatal(err)
	}
	if s.Offload == nil || s.Offload.L3Info == nil || !s.Offload.L3Info.Requested || s.Offload.L3Info.Used {
		t.Errorf("read %+v, want counters that are asked for and not there", s.Offload)
	}
}
