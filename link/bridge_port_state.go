package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func (p *BridgePort) encodeAll(e *rtattr.Encoder) {
	p.Encode(e)
	p.BridgePortState.encode(e)
}

func (s *BridgePortState) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint16, linux.IFLA_BRPORT_ID, s.ID)
	rtattr.NonZero(e.Uint16, linux.IFLA_BRPORT_NO, s.Number)
	putBridgeID(e, linux.IFLA_BRPORT_ROOT_ID, s.RootID)
	putBridgeID(e, linux.IFLA_BRPORT_BRIDGE_ID, s.DesignatedBridge)
	rtattr.NonZero(e.Uint16, linux.IFLA_BRPORT_DESIGNATED_PORT, s.DesignatedPort)
	rtattr.NonZero(e.Uint16, linux.IFLA_BRPORT_DESIGNATED_COST, s.DesignatedCost)
	rtattr.NonZero(e.Bool, linux.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, s.TopologyChangeAck)
	rtattr.NonZero(e.Bool, linux.IFLA_BRPORT_CONFIG_PENDING, s.ConfigPending)
	putTimer(e, linux.IFLA_BRPORT_MESSAGE_AGE_TIMER, s.MessageAgeTimer)
	putTimer(e, linux.IFLA_BRPORT_FORWARD_DELAY_TIMER, s.ForwardDelayTimer)
	putTimer(e, linux.IFLA_BRPORT_HOLD_TIMER, s.HoldTimer)
	rtattr.NonZero(e.Bool, linux.IFLA_BRPORT_MRP_RING_OPEN, s.MRPRingOpen)
	rtattr.NonZero(e.Bool, linux.IFLA_BRPORT_MRP_IN_OPEN, s.MRPInOpen)
	rtattr.NonZero(e.Uint32, linux.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, s.McastEHTHostsCount)
	rtattr.NonZero(e.Uint32, linux.IFLA_BRPORT_MCAST_N_GROUPS, s.McastNGroups)
}

func (s *BridgePortState) decode(typ uint16, v rtattr.Value) bool {
	switch typ {
	case linux.IFLA_BRPORT_ID:
		s.ID = v.Uint16()
	case linux.IFLA_BRPORT_NO:
		s.Number = v.Uint16()
	case linux.IFLA_BRPORT_ROOT_ID:
		s.RootID = parseBridgeID(v)
	case linux.IFLA_BRPORT_BRIDGE_ID:
		s.DesignatedBridge = parseBridgeID(v)
	case linux.IFLA_BRPORT_DESIGNATED_PORT:
		s.DesignatedPort = v.Uint16()
	case linux.IFLA_BRPORT_DESIGNATED_COST:
		s.DesignatedCost = v.Uint16()
	case linux.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK:
		s.TopologyChangeAck = v.Bool()
	case linux.IFLA_BRPORT_CONFIG_PENDING:
		s.ConfigPending = v.Bool()
	case linux.IFLA_BRPORT_MESSAGE_AGE_TIMER:
		s.MessageAgeTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BRPORT_FORWARD_DELAY_TIMER:
		s.ForwardDelayTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BRPORT_HOLD_TIMER:
		s.HoldTimer = wiretime.Of64(v, wiretime.Tick)
	case linux.IFLA_BRPORT_MRP_RING_OPEN:
		s.MRPRingOpen = v.Bool()
	case linux.IFLA_BRPORT_MRP_IN_OPEN:
		s.MRPInOpen = v.Bool()
	case linux.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT:
		s.McastEHTHostsCount = v.Uint32()
	case linux.IFLA_BRPORT_MCAST_N_GROUPS:
		s.McastNGroups = v.Uint32()
	default:
		return false
	}
	return true
}

// putProtInfo writes a port into a message of AF_BRIDGE.
func putProtInfo(e *rtattr.Encoder, p *BridgePort, full bool) {
	if p == nil {
		e.Fail(linux.IFLA_PROTINFO, errNilKind)
		return
	}
	e.Nest(linux.IFLA_PROTINFO, func() { encodeKind(e, p, full) })
}

// decodeProtInfo reads IFLA_PROTINFO, which is the port in messages of AF_BRIDGE,
// and what a link has for IPv6 in those of AF_INET6.
func (l *Link) decodeProtInfo(v rtattr.Value, mem *memory) {
	switch l.Family {
	case linux.AF_BRIDGE:
		p := mem.room.ofPort(mem.ports.one())
		p.decode(mem.nest(v), mem)
		l.Port = p
	case linux.AF_INET6:
		l.ProtInfo = new(Inet6)
		l.ProtInfo.decode(mem.nest(v), mem)
	default:
		mem.raw(&l.Rest, v)
	}
}
