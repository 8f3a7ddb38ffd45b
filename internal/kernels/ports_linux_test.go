package kernels_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What the port of a bridge or of a bond can be given, each with another value
// than the kernel's own.
func TestReportPorts(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	withBridge(t, conn)
	must(t, conn, link.SetMaster(link.Index(veth1), link.Index(br)),
		link.Add(&link.Link{Name: "port0", Index: 31, Data: &link.Veth{Peer: &link.Link{Name: "port1", Index: 32}}}),
		link.Add(&link.Link{Name: "bond0", Index: 33, Data: &link.Bond{Mode: new(link.BondActiveBackup)}}),
		link.Add(&link.Link{Name: "bond1", Index: 34, Data: &link.Bond{Mode: new(link.Bond8023AD)}}),
		link.SetMaster(link.Index(31), link.Index(33)),
		link.SetMaster(link.Index(32), link.Index(34)))

	reportEach(t, "port of a bridge", link.BridgePort{}, link.BridgePort{
		State: new(uint8(link.PortLearning)), Priority: new(uint16(7)), Cost: 7, Guard: new(true), Protect: new(true),
		Learning: new(false), Locked: new(true), Hairpin: new(true),
		UnicastFlood: new(false), McastFlood: new(false), BcastFlood: new(false), Isolated: new(true),
		GroupFwdMask: new(uint16(8)), VLANTunnel: new(true), BackupPort: new(veth1),
		ProxyARP: new(true), ProxyARPWiFi: new(true), NeighSuppress: new(true), NeighVLANSuppress: new(true), NeighForwardGrat: new(true),
		MulticastRouter: new(uint8(2)), FastLeave: new(true), McastToUcast: new(true), McastEHTHostsLimit: 7, McastMaxGroups: new(uint32(7)),
	}, set[link.BridgePort](conn, veth0))
	reportEach(t, "port of a bridge", link.BridgePort{Learning: new(true), Locked: new(true)}, link.BridgePort{MAB: new(true)}, set[link.BridgePort](conn, veth0))
	if err := conn.Do(nexthop.Add(&nexthop.NextHop{ID: 1, Family: unix.AF_INET, FDB: true, Gateway: ip("192.0.2.9")})); err != nil {
		t.Fatal(err)
	}
	reportEach(t, "port of a bridge", link.BridgePort{BackupPort: new(veth1)}, link.BridgePort{BackupNHID: new(uint32(1))},
		set[link.BridgePort](conn, veth0))

	reportEach(t, "port of a bond", link.BondPort{}, link.BondPort{
		QueueID: new(uint16(1)), Prio: new(int32(7)),
	}, set[link.BondPort](conn, 31))
	reportEach(t, "port of a bond", link.BondPort{}, link.BondPort{ActorPortPrio: new(uint16(7))}, set[link.BondPort](conn, 32))
}

// set returns a function for reportEach that sets what a port has and reads it.
func set[T any, P interface {
	*T
	link.Kind
}](conn *nlmsg.Conn, port int) func(*T) (*T, error) {
	return func(v *T) (*T, error) {
		if err := conn.Do(link.SetPort(link.Index(port), P(v))); err != nil {
			return nil, err
		}
		l, err := link.Get(conn, link.Index(port))
		if err != nil {
			return nil, err
		}
		return (*T)(l.Port.(P)), nil
	}
}
