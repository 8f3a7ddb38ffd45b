package link_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// Two veths become ports of a bond, are read and set as such, take turns as the
// active one, and leave it.
func TestBondPorts(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	const bond, port0, port1 = 10, 20, 30
	do(t, conn,
		link.Add(&link.Link{Name: "bond0", Index: bond, Data: &link.Bond{
			Mode: new(link.BondActiveBackup), MIIMon: new(100 * time.Millisecond),
		}}),
		link.SetUp(link.Index(bond)))
	addresses := make(map[int]string)
	for _, i := range []int{port0, port1} {
		do(t, conn, link.Add(&link.Link{Index: i, Data: &link.Veth{Peer: &link.Link{Index: i + 1}}}))
		addresses[i] = get(t, conn, link.Index(i)).HardwareAddr.String()
		do(t, conn,
			link.SetUp(link.Index(i+1)),
			link.SetMaster(link.Index(i), link.Index(bond)),
			link.SetUp(link.Index(i)))
	}
	for _, i := range []int{port0, port1} {
		l := get(t, conn, link.Index(i))
		p, ok := l.Port.(*link.BondPort)
		if !ok || l.Master == nil || *l.Master != bond {
			t.Fatalf("port %d: master %v, port %+v", i, l.Master, l.Port)
		}
		if p.PermHardwareAddr.String() != addresses[i] || p.QueueID == nil || *p.QueueID != 0 || p.Unknown != nil {
			t.Errorf("port %d: %+v, want the address %s and no queue", i, p, addresses[i])
		}
	}

	want := &link.BondPort{QueueID: new(uint16(2))}
	if testns.KernelSince(t, 6, 0) {
		want.Prio = new(int32(-7))
	}
	do(t, conn, link.SetPort(link.Index(port1), want))
	got := get(t, conn, link.Index(port1)).Port.(*link.BondPort)
	if diff := cmp.Diff(want, &link.BondPort{QueueID: got.QueueID, Prio: got.Prio}, cmpAddr); diff != "" {
		t.Errorf("the port as set (-want +got)\n%s", diff)
	}

	do(t, conn, link.Set(link.Index(bond), &link.Link{Data: &link.Bond{Primary: new(port0)}}))
	for _, active := range []int{port1, port0} {
		do(t, conn, link.Set(link.Index(bond), &link.Link{Data: &link.Bond{ActiveSlave: &active}}))
		b := get(t, conn, link.Index(bond)).Data.(*link.Bond)
		if b.ActiveSlave == nil || *b.ActiveSlave != active || b.Primary == nil || *b.Primary != port0 {
			t.Errorf("bond %+v, want the active port %d and the primary %d", b, active, port0)
		}
		for _, i := range []int{port0, port1} {
			backup := uint8(1)
			if i == active {
				backup = 0
			}
			if p := get(t, conn, link.Index(i)).Port.(*link.BondPort); p.State != backup {
				t.Errorf("port %d: state %d, want %d", i, p.State, backup)
			}
		}
	}
	do(t, conn, link.Set(link.Index(bond), &link.Link{Data: &link.Bond{Primary: new(0)}}))
	if b := get(t, conn, link.Index(bond)).Data.(*link.Bond); b.Primary != nil {
		t.Errorf("primary %d, want none", *b.Primary)
	}

	// What needs a bond without ports is refused.
	err := conn.Do(link.Set(link.Index(bond), &link.Link{Data: &link.Bond{Mode: new(link.BondBroadcast)}}))
	if err == nil {
		t.Error("the mode changed while the bond has ports")
	}
	do(t, conn, link.SetNoMaster(link.Index(port0)))
	if l := get(t, conn, link.Index(port0)); l.Port != nil || l.HardwareAddr.String() != addresses[port0] {
		t.Errorf("as no port: %+v, address %v, want %s", l.Port, l.HardwareAddr, addresses[port0])
	}
	do(t, conn, link.Del(link.Index(bond)))
	if l := get(t, conn, link.Index(port1)); l.Port != nil || l.Master != nil {
		t.Errorf("port of a deleted bond: master %v, port %+v", l.Master, l.Port)
	}
}

// Ports of mode 802.3ad have an aggregator and states, and since Linux 6.18 a
// priority.
func TestBondPortsOfLinkAggregation(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	const bond, port = 10, 20
	do(t, conn,
		link.Add(&link.Link{Name: "bond0", Index: bond, Data: &link.Bond{
			Mode: new(link.Bond8023AD), ADActorSysPrio: 1000, ADActorSystem: mac("02:00:00:00:00:01"), ADUserPortKey: new(uint16(12)),
		}}),
		link.Add(&link.Link{Index: port, Data: &link.Veth{Peer: &link.Link{Index: port + 1}}}),
		link.SetUp(link.Index(port+1)),
		link.SetMaster(link.Index(port), link.Index(bond)),
		link.Set(link.Index(bond), &link.Link{Flags: unix.IFF_UP}))
	p := get(t, conn, link.Index(port)).Port.(*link.BondPort)
	b := get(t, conn, link.Index(bond)).Data.(*link.Bond)
	if p.Unknown != nil || b.Unknown != nil {
		t.Errorf("attributes without a field: %v %v", p.Unknown, b.Unknown)
	}
	system := &link.Bond{ADActorSysPrio: b.ADActorSysPrio, ADActorSystem: b.ADActorSystem, ADUserPortKey: b.ADUserPortKey}
	want := &link.Bond{ADActorSysPrio: 1000, ADActorSystem: mac("02:00:00:00:00:01"), ADUserPortKey: new(uint16(12))}
	if !rootOfTheMachine(t) {
		want = &link.Bond{} // the kernel does not say
	}
	if diff := cmp.Diff(want, system, cmpAddr); diff != "" {
		t.Errorf("the system (-want +got)\n%s", diff)
	}
	if p.ActorPortPrio == nil {
		t.Skip("not in this kernel: IFLA_BOND_SLAVE_ACTOR_PORT_PRIO")
	}
	do(t, conn, link.SetPort(link.Index(port), &link.BondPort{ActorPortPrio: new(uint16(100))}))
	if p := get(t, conn, link.Index(port)).Port.(*link.BondPort); p.ActorPortPrio == nil || *p.ActorPortPrio != 100 {
		t.Errorf("port %+v, want the priority 100", p)
	}
}

// rootOfTheMachine reports whether this is no user namespace, which leaves most
// user ids of the machine out.
func rootOfTheMachine(t *testing.T) bool {
	t.Helper()
	ids, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		t.Fatal(err)
	}
	return slices.Equal(strings.Fields(string(ids)), []string{"0", "0", "4294967295"})
}
