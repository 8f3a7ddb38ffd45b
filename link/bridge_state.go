package link

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BridgeState is what the kernel says about a bridge and nobody can set.
type BridgeState struct {
	// Spanning tree.
	ID           BridgeID // of this bridge (IFLA_BR_BRIDGE_ID)
	RootID       BridgeID // of the root (IFLA_BR_ROOT_ID)
	RootPort     uint16   // number of the port towards the root; 0 in the root itself (IFLA_BR_ROOT_PORT)
	RootPathCost uint32   // of the way to the root (IFLA_BR_ROOT_PATH_COST)

	TopologyChange         bool // addresses age faster for a while (IFLA_BR_TOPOLOGY_CHANGE)
	TopologyChangeDetected bool // this bridge saw why (IFLA_BR_TOPOLOGY_CHANGE_DETECTED)

	// What is left of timers, 0 for those that do not run.
	HelloTimer          time.Duration // until the next hello (IFLA_BR_HELLO_TIMER)
	TCNTimer            time.Duration // until a change is told to the root again (IFLA_BR_TCN_TIMER)
	TopologyChangeTimer time.Duration // until TopologyChange is over (IFLA_BR_TOPOLOGY_CHANGE_TIMER)
	GCTimer             time.Duration // until old addresses are looked for (IFLA_BR_GC_TIMER)

	// FDBNLearned is how many addresses are learned (IFLA_BR_FDB_N_LEARNED).
	FDBNLearned uint32

	// Querier says who asks for members of multicast groups, or is nil if
	// nobody does (IFLA_BR_MCAST_QUERIER_STATE).
	Querier *BridgeQuerier
}

// BridgeID is a bridge's id in the spanning tree, struct ifla_bridge_id.
type BridgeID struct {
	Priority uint16  // in host byte order; big-endian on the wire
	Addr     [6]byte // the bridge's own MAC address
}

// String returns the id as ip-link prints it, such as "8000.02:00:00:00:00:01".
func (id BridgeID) String() string {
	return fmt.Sprintf("%x.%v", id.Priority, net.HardwareAddr(id.Addr[:]))
}

// BridgeQuerier is the querier of multicast groups that a bridge has elected,
// one for IPv4 and one for IPv6 (BRIDGE_QUERIER_* of linux/if_bridge.h).
type BridgeQuerier struct {
	Addr4, Addr6   netip.Addr    // invalid for none
	Port4, Port6   int           // index of the port towards it; 0 if it is the bridge itself
	Timer4, Timer6 time.Duration // how long it may be silent yet

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

const bridgeIDLen = 8 // struct ifla_bridge_id

func (b *Bridge) encodeAll(e *rtattr.Encoder) {
	b.encode(e, true)
	b.BridgeState.encode(e)
}

func (s *BridgeState) encode(e *rtattr.Encoder) {
	putBridgeID(e, linux.IFLA_BR_BRIDGE_ID, s.ID)
	putBridgeID(e, linux.IFLA_BR_ROOT_ID, s.RootID)
	rtattr.NonZero(e.Uint16, linux.IFLA_BR_ROOT_PORT, s.RootPort)
	rtattr.NonZero(e.Uint32, linux.IFLA_BR_ROOT_PATH_COST, s.RootPathCost)
	rtattr.NonZero(e.Bool, linux.IFLA_BR_TOPOLOGY_CHANGE, s.TopologyChange)
	rtattr.NonZero(e.Bool, linux.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, s.TopologyChangeDetected)
	putTimer(e, linux.IFLA_BR_HELLO_TIMER, s.HelloTimer)
	putTimer(e, linux.IFLA_BR_TCN_TIMER, s.TCNTimer)
	putTimer(e, linux.IFLA_BR_TOPOLOGY_CHANGE_TIMER, s.TopologyChangeTimer)
	putTimer(e, linux.IFLA_BR_GC_TIMER, s.GCTimer)
	rtattr.NonZero(e.Uint32, linux.IFLA_BR_FDB_N_LEARNED, s.FDBNLearned)
	if s.Querier != nil {
		e.Nest(linux.IFLA_BR_MCAST_QUERIER_STATE, func() { s.Querier.encode(e) })
	}
}

func (s *BridgeState) decode(typ uint16, v rtattr.Value, mem *memory) bool {
	switch typ {
	case linux.IFLA_BR_BRIDGE_ID:
		s.ID = parseBridgeID(v)
	case linux.IFLA_BR_ROOT_ID:
		s.RootID = parseBridgeID(v)
	case linux.IFLA_BR_ROOT_PORT:
		s.RootPort = v.Uint16()
	case linux.IFLA_BR_ROOT_PATH_COST:
		s.RootPathCost = v.Uint32()
	case linux.IFLA_BR_TOPOLOGY_CHANGE:
		s.TopologyChange = v.Bool()
	case linux.IFLA_BR_TOPOLOGY_CHANGE_DETECTED:
		s.TopologyChangeDetected = v.Bool()
	case linux.IFLA_BR_HELLO_TIMER:
		s.HelloTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BR_TCN_TIMER:
		s.TCNTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BR_TOPOLOGY_CHANGE_TIMER:
		s.TopologyChangeTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BR_GC_TIMER:
		s.GCTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BR_FDB_N_LEARNED:
		s.FDBNLearned = v.Uint32()
	case linux.IFLA_BR_MCAST_QUERIER_STATE:
		s.Querier = new(BridgeQuerier)
		s.Querier.decode(mem.nest(v), mem)
	default:
		return false
	}
	return true
}

func (q *BridgeQuerier) encode(e *rtattr.Encoder) {
	if q.Addr4.IsValid() {
		e.Addr(linux.BRIDGE_QUERIER_IP_ADDRESS, q.Addr4)
	}
	rtattr.NonZero(e.Index, linux.BRIDGE_QUERIER_IP_PORT, q.Port4)
	putTimer(e, linux.BRIDGE_QUERIER_IP_OTHER_TIMER, q.Timer4)
	if q.Addr6.IsValid() {
		e.Addr(linux.BRIDGE_QUERIER_IPV6_ADDRESS, q.Addr6)
	}
	rtattr.NonZero(e.Index, linux.BRIDGE_QUERIER_IPV6_PORT, q.Port6)
	putTimer(e, linux.BRIDGE_QUERIER_IPV6_OTHER_TIMER, q.Timer6)
	e.Raws(q.Unknown)
}

func (q *BridgeQuerier) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BRIDGE_QUERIER_IP_ADDRESS:
			q.Addr4 = v.Addr()
		case linux.BRIDGE_QUERIER_IP_PORT:
			q.Port4 = natural(v)
		case linux.BRIDGE_QUERIER_IP_OTHER_TIMER:
			q.Timer4 = wiretime.Of64(v, wiretime.Tick)
		case linux.BRIDGE_QUERIER_IPV6_ADDRESS:
			q.Addr6 = v.Addr()
		case linux.BRIDGE_QUERIER_IPV6_PORT:
			q.Port6 = natural(v)
		case linux.BRIDGE_QUERIER_IPV6_OTHER_TIMER:
			q.Timer6 = wiretime.Of64(v, wiretime.Tick)
		case linux.BRIDGE_QUERIER_PAD:
		default:
			mem.raw(&q.Unknown, v)
		}
	}
}

func putBridgeID(e *rtattr.Encoder, typ uint16, id BridgeID) {
	if id == (BridgeID{}) {
		return
	}
	b := e.StructAttr(typ, bridgeIDLen)
	binary.BigEndian.PutUint16(b, id.Priority)
	copy(b[2:], id.Addr[:])
}

func parseBridgeID(v rtattr.Value) BridgeID {
	b := v.Struct(bridgeIDLen)
	return BridgeID{Priority: binary.BigEndian.Uint16(b), Addr: [6]byte(b[2:])}
}
