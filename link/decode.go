package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// decode reads the body of a message into l, which is zero. peer says that it
// is the one within VETH_INFO_PEER.
func (l *Link) decode(d *rtattr.Decoder, mem *memory, peer bool) {
	l.decodeHeader(d)
	// Decoded last, for kinds may take all the room that there is. (As a struct,
	// they stay in memory: the loop has no registers to spare.)
	var last struct{ port, info rtattr.Value }
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_IFNAME:
			l.Name = mem.str(v)
		case linux.IFLA_PROP_LIST:
			l.decodeProps(mem.nest(v), mem)
		case linux.IFLA_ADDRESS:
			l.HardwareAddr = mem.hardwareAddr(v)
		case linux.IFLA_BROADCAST:
			l.Broadcast = mem.hardwareAddr(v)
		case linux.IFLA_MTU:
			l.MTU = natural(v)
		case linux.IFLA_TXQLEN:
			l.TxQLen = mem.uint32(v)
		case linux.IFLA_MASTER:
			l.Master = mem.natural(v)
		case linux.IFLA_LINK:
			l.ParentIndex = mem.natural(v)
		case linux.IFLA_LINK_NETNSID:
			l.ParentNetNSID = mem.int32(v)
		case linux.IFLA_NET_NS_FD, linux.IFLA_NET_NS_PID, linux.IFLA_TARGET_NETNSID:
			l.decodeNetNS(typ, v)
		case linux.IFLA_NEW_IFINDEX:
			l.NewIndex = natural(v)
		case linux.IFLA_GROUP:
			l.Group = mem.uint32(v)
		case linux.IFLA_IFALIAS:
			l.Alias = mem.string(v)
		case linux.IFLA_NUM_TX_QUEUES:
			l.NumTxQueues = v.Uint32()
		case linux.IFLA_NUM_RX_QUEUES:
			l.NumRxQueues = v.Uint32()
		case linux.IFLA_GSO_MAX_SEGS:
			l.GSOMaxSegs = mem.uint32(v)
		case linux.IFLA_GSO_MAX_SIZE:
			l.GSOMaxSize = mem.uint32(v)
		case linux.IFLA_GRO_MAX_SIZE:
			l.GROMaxSize = mem.uint32(v)
		case linux.IFLA_GSO_IPV4_MAX_SIZE:
			l.GSOIPv4MaxSize = mem.uint32(v)
		case linux.IFLA_GRO_IPV4_MAX_SIZE:
			l.GROIPv4MaxSize = mem.uint32(v)
		case linux.IFLA_CARRIER:
			l.Carrier = mem.bool(v)
		case linux.IFLA_OPERSTATE:
			l.OperState = OperState(v.Uint8())
		case linux.IFLA_LINKMODE:
			l.LinkMode = mem.uint8(v)
		case linux.IFLA_PROTO_DOWN:
			l.ProtoDown = mem.bool(v)
		case linux.IFLA_PROTO_DOWN_REASON:
			l.decodeProtoDownReason(mem.nest(v), mem)
		case linux.IFLA_AF_SPEC:
			l.AFSpec = one(&mem.room.afSpec)
			l.AFSpec.decode(mem.nest(v), mem, l.Family)
		case linux.IFLA_VFINFO_LIST:
			l.decodeVFs(mem.nest(v), mem)
		case linux.IFLA_VF_PORTS:
			l.decodeVFPorts(mem.nest(v), mem)
		case linux.IFLA_PORT_SELF:
			l.PortSelf = new(PortProfile)
			l.PortSelf.decode(mem.nest(v), mem, false)
		case linux.IFLA_XDP:
			l.decodeXDP(mem.nest(v), mem)
		case linux.IFLA_MAP:
			l.Map = parseMap(v)
		case linux.IFLA_LINKINFO:
			last.info = v
		case linux.IFLA_PROTINFO:
			last.port = v

		// State.
		case linux.IFLA_QDISC:
			l.QDisc = mem.str(v)
		case linux.IFLA_STATS64:
			l.Stats = one(&mem.room.stats)
			l.Stats.parse(v.Struct(statsLen))
		case linux.IFLA_CARRIER_CHANGES:
			l.CarrierChanges = v.Uint32()
		case linux.IFLA_CARRIER_UP_COUNT:
			l.CarrierUpCount = v.Uint32()
		case linux.IFLA_CARRIER_DOWN_COUNT:
			l.CarrierDownCount = v.Uint32()
		case linux.IFLA_PROMISCUITY:
			l.Promiscuity = v.Uint32()
		case linux.IFLA_ALLMULTI:
			l.AllMulti = v.Uint32()
		case linux.IFLA_MIN_MTU:
			l.MinMTU = v.Uint32()
		case linux.IFLA_MAX_MTU:
			l.MaxMTU = v.Uint32()
		case linux.IFLA_TSO_MAX_SIZE:
			l.TSOMaxSize = v.Uint32()
		case linux.IFLA_TSO_MAX_SEGS:
			l.TSOMaxSegs = v.Uint32()
		case linux.IFLA_HEADROOM:
			l.Headroom = v.Uint16()
		case linux.IFLA_TAILROOM:
			l.Tailroom = v.Uint16()
		case linux.IFLA_PERM_ADDRESS:
			l.PermAddress = mem.copied(v.Bytes())
		case linux.IFLA_PARENT_DEV_NAME:
			l.ParentDevName = mem.str(v)
		case linux.IFLA_PARENT_DEV_BUS_NAME:
			l.ParentDevBusName = mem.str(v)
		case linux.IFLA_PHYS_PORT_ID:
			l.PhysPortID = mem.copied(v.Bytes())
		case linux.IFLA_PHYS_PORT_NAME:
			l.PhysPortName = mem.str(v)
		case linux.IFLA_PHYS_SWITCH_ID:
			l.PhysSwitchID = mem.copied(v.Bytes())
		case linux.IFLA_NUM_VF:
			l.NumVF = v.Uint32()
		case linux.IFLA_NETNS_IMMUTABLE:
			l.NetNSImmutable = v.Bool()
		case linux.IFLA_EVENT:
			l.Event = v.Uint32()
		case linux.IFLA_NEW_NETNSID:
			l.NewNetNSID = mem.int32(v)
		case linux.IFLA_DEVLINK_PORT:
			l.DevlinkPort = mem.devlinkPort(v)
		case linux.IFLA_DPLL_PIN:
			l.DPLLPin = mem.dpllPin(v)
		case linux.IFLA_MAX_PACING_OFFLOAD_HORIZON:
			l.MaxPacingOffloadHorizon = nanoseconds(v)
		case linux.IFLA_COST, linux.IFLA_PRIORITY, linux.IFLA_WIRELESS, linux.IFLA_WEIGHT:
			mem.raw(&l.Rest, v)

		case linux.IFLA_PAD, linux.IFLA_STATS:
		default:
			mem.raw(&l.Unknown, v)
		}
	}
	if last.port.Present() {
		l.decodeProtInfo(last.port, mem)
	}
	if last.info.Present() {
		l.decodeInfo(mem.nest(last.info), mem, peer)
	}
}

func (l *Link) decodeProps(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_ALT_IFNAME:
			mem.name(&l.AltNames, v)
		default:
			mem.raw(&l.UnknownProps, v)
		}
	}
}

func (l *Link) decodeProtoDownReason(d *rtattr.Decoder, mem *memory) {
	l.ProtoDownReason = one(&mem.room.bits)
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_PROTO_DOWN_REASON_MASK:
			l.ProtoDownReason.Mask = v.Uint32()
		case linux.IFLA_PROTO_DOWN_REASON_VALUE:
			l.ProtoDownReason.Value = v.Uint32()
		default:
			mem.raw(&l.UnknownReasons, v)
		}
	}
}
