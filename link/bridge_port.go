package link

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BridgePort is what a link has as a port of a bridge: IFLA_BRPORT_* of
// linux/if_link.h, which has more about each; see also bridge(8).
type BridgePort struct {
	// Spanning tree: State is 0 disabled, 1 listening, 2 learning, 3
	// forwarding, 4 blocking (BR_STATE_*); it can be set while the kernel's own
	// spanning tree is off. Priority, 0 to 63, and Cost, 1 to 65535, choose
	// among ways to the root. Guard ignores hellos of other bridges, Protect
	// keeps a root from being found this way. (IFLA_BRPORT_STATE,
	// IFLA_BRPORT_PRIORITY, IFLA_BRPORT_COST, IFLA_BRPORT_GUARD,
	// IFLA_BRPORT_PROTECT)
	State    *uint8
	Priority *uint16
	Cost     uint32
	Guard    *bool
	Protect  *bool

	// Hairpin lets a frame out of the port that it came in by
	// (IFLA_BRPORT_MODE).
	Hairpin *bool

	// Addresses: Learning learns them from frames, LearningSync tells the
	// device, Flush forgets those of this port and is never read, Locked admits
	// only those that are known, and MAB with Locked notes the others
	// (IFLA_BRPORT_LEARNING, IFLA_BRPORT_LEARNING_SYNC, IFLA_BRPORT_FLUSH,
	// IFLA_BRPORT_LOCKED, IFLA_BRPORT_MAB).
	Learning     *bool
	LearningSync *bool
	Flush        bool
	Locked       *bool
	MAB          *bool

	// Which frames of unknown destination leave by the port
	// (IFLA_BRPORT_UNICAST_FLOOD, IFLA_BRPORT_MCAST_FLOOD,
	// IFLA_BRPORT_BCAST_FLOOD), and Isolated: none that came in by another
	// isolated port (IFLA_BRPORT_ISOLATED).
	UnicastFlood *bool
	McastFlood   *bool
	BcastFlood   *bool
	Isolated     *bool

	// ARP and neighbour discovery: answer for others, for those on wireless
	// links, keep requests off the port whose answer is known, by VLAN, and
	// forward unasked answers all the same (IFLA_BRPORT_PROXYARP,
	// IFLA_BRPORT_PROXYARP_WIFI, IFLA_BRPORT_NEIGH_SUPPRESS,
	// IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, IFLA_BRPORT_NEIGH_FORWARD_GRAT).
	ProxyARP          *bool
	ProxyARPWiFi      *bool
	NeighSuppress     *bool
	NeighVLANSuppress *bool
	NeighForwardGrat  *bool

	// Multicast: whether a router is there, 0 never, 1 as learned, 2 always, 3
	// for a while (IFLA_BRPORT_MULTICAST_ROUTER), whether a leaving member is
	// gone at once (IFLA_BRPORT_FAST_LEAVE), copies to each member
	// (IFLA_BRPORT_MCAST_TO_UCAST), how many hosts are tracked
	// (IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT) and how many groups there may be, 0
	// for any number (IFLA_BRPORT_MCAST_MAX_GROUPS).
	MulticastRouter    *uint8
	FastLeave          *bool
	McastToUcast       *bool
	McastEHTHostsLimit *uint32
	McastMaxGroups     *uint32

	// GroupFwdMask is as in [Bridge], for frames that come in by the port
	// (IFLA_BRPORT_GROUP_FWD_MASK), and VLANTunnel maps VLANs to tunnels
	// (IFLA_BRPORT_VLAN_TUNNEL).
	GroupFwdMask *uint16
	VLANTunnel   *bool

	// Where frames go while the port has no carrier: the index of another port,
	// 0 for none, and a nexthop of that (IFLA_BRPORT_BACKUP_PORT,
	// IFLA_BRPORT_BACKUP_NHID).
	BackupPort *int
	BackupNHID *uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// BridgePortState is what the kernel alone says.
	BridgePortState
}

// BridgePortState is what the kernel says about a bridge's port and nobody can
// set.
type BridgePortState struct {
	// ID is the port's id in the spanning tree, of its priority and its number
	// Number (IFLA_BRPORT_ID, IFLA_BRPORT_NO). What the bridge before it says
	// of itself and of the root is RootID, DesignatedBridge, DesignatedPort and
	// DesignatedCost (IFLA_BRPORT_ROOT_ID, IFLA_BRPORT_BRIDGE_ID,
	// IFLA_BRPORT_DESIGNATED_PORT, IFLA_BRPORT_DESIGNATED_COST).
	ID, Number       uint16
	RootID           BridgeID
	DesignatedBridge BridgeID
	DesignatedPort   uint16
	DesignatedCost   uint16

	// TopologyChangeAck and ConfigPending are hellos to be sent
	// (IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, IFLA_BRPORT_CONFIG_PENDING).
	TopologyChangeAck, ConfigPending bool

	// What is left of timers, 0 for those that do not run
	// (IFLA_BRPORT_MESSAGE_AGE_TIMER, IFLA_BRPORT_FORWARD_DELAY_TIMER,
	// IFLA_BRPORT_HOLD_TIMER).
	MessageAgeTimer, ForwardDelayTimer, HoldTimer time.Duration

	// Media redundancy: whether the ring and its interconnection are open
	// (IFLA_BRPORT_MRP_RING_OPEN, IFLA_BRPORT_MRP_IN_OPEN).
	MRPRingOpen, MRPInOpen bool

	// How many multicast hosts are tracked, and how many groups there are
	// (IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, IFLA_BRPORT_MCAST_N_GROUPS).
	McastEHTHostsCount, McastNGroups uint32
}

// Kind returns "bridge".
func (p *BridgePort) Kind() string { return "bridge" }

// portBool is a field of a BridgePort that is a u8 of 0 or 1.
type portBool struct {
	typ   uint16
	field **bool
}

func (p *BridgePort) bools() [19]portBool {
	return [...]portBool{
		{linux.IFLA_BRPORT_MODE, &p.Hairpin},
		{linux.IFLA_BRPORT_GUARD, &p.Guard},
		{linux.IFLA_BRPORT_PROTECT, &p.Protect},
		{linux.IFLA_BRPORT_FAST_LEAVE, &p.FastLeave},
		{linux.IFLA_BRPORT_LEARNING, &p.Learning},
		{linux.IFLA_BRPORT_UNICAST_FLOOD, &p.UnicastFlood},
		{linux.IFLA_BRPORT_PROXYARP, &p.ProxyARP},
		{linux.IFLA_BRPORT_LEARNING_SYNC, &p.LearningSync},
		{linux.IFLA_BRPORT_PROXYARP_WIFI, &p.ProxyARPWiFi},
		{linux.IFLA_BRPORT_MCAST_FLOOD, &p.McastFlood},
		{linux.IFLA_BRPORT_MCAST_TO_UCAST, &p.McastToUcast},
		{linux.IFLA_BRPORT_VLAN_TUNNEL, &p.VLANTunnel},
		{linux.IFLA_BRPORT_BCAST_FLOOD, &p.BcastFlood},
		{linux.IFLA_BRPORT_NEIGH_SUPPRESS, &p.NeighSuppress},
		{linux.IFLA_BRPORT_ISOLATED, &p.Isolated},
		{linux.IFLA_BRPORT_LOCKED, &p.Locked},
		{linux.IFLA_BRPORT_MAB, &p.MAB},
		{linux.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, &p.NeighVLANSuppress},
		{linux.IFLA_BRPORT_NEIGH_FORWARD_GRAT, &p.NeighForwardGrat},
	}
}

// Encode appends what can be set.
func (p *BridgePort) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint8, linux.IFLA_BRPORT_STATE, p.State)
	rtattr.Opt(e.Uint16, linux.IFLA_BRPORT_PRIORITY, p.Priority)
	putNonZero(e.Uint32, linux.IFLA_BRPORT_COST, p.Cost)
	for _, b := range p.bools() {
		rtattr.Opt(e.Bool, b.typ, *b.field)
	}
	e.Flag(linux.IFLA_BRPORT_FLUSH, p.Flush)
	rtattr.Opt(e.Uint8, linux.IFLA_BRPORT_MULTICAST_ROUTER, p.MulticastRouter)
	rtattr.Opt(e.Uint32, linux.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, p.McastEHTHostsLimit)
	rtattr.Opt(e.Uint32, linux.IFLA_BRPORT_MCAST_MAX_GROUPS, p.McastMaxGroups)
	rtattr.Opt(e.Uint16, linux.IFLA_BRPORT_GROUP_FWD_MASK, p.GroupFwdMask)
	rtattr.Opt(e.Index, linux.IFLA_BRPORT_BACKUP_PORT, p.BackupPort)
	rtattr.Opt(e.Uint32, linux.IFLA_BRPORT_BACKUP_NHID, p.BackupNHID)
	for _, r := range p.Unknown {
		e.Raw(r)
	}
}

// Decode reads IFLA_INFO_SLAVE_DATA, or IFLA_PROTINFO of AF_BRIDGE.
func (p *BridgePort) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRPORT_STATE:
			p.State = new(v.Uint8())
		case linux.IFLA_BRPORT_PRIORITY:
			p.Priority = new(v.Uint16())
		case linux.IFLA_BRPORT_COST:
			p.Cost = v.Uint32()
		case linux.IFLA_BRPORT_FLUSH:
			p.Flush = true
		case linux.IFLA_BRPORT_MULTICAST_ROUTER:
			p.MulticastRouter = new(v.Uint8())
		case linux.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT:
			p.McastEHTHostsLimit = new(v.Uint32())
		case linux.IFLA_BRPORT_MCAST_MAX_GROUPS:
			p.McastMaxGroups = new(v.Uint32())
		case linux.IFLA_BRPORT_GROUP_FWD_MASK:
			p.GroupFwdMask = new(v.Uint16())
		case linux.IFLA_BRPORT_BACKUP_PORT:
			p.BackupPort = new(natural(v))
		case linux.IFLA_BRPORT_BACKUP_NHID:
			p.BackupNHID = new(v.Uint32())
		case linux.IFLA_BRPORT_PAD:
		default:
			if !p.decodeBool(typ, v) && !p.BridgePortState.decode(typ, v) {
				p.Unknown = append(p.Unknown, v.Raw())
			}
		}
	}
}

func (p *BridgePort) decodeBool(typ uint16, v rtattr.Value) bool {
	for _, b := range p.bools() {
		if b.typ == typ {
			*b.field = new(v.Bool())
			return true
		}
	}
	return false
}
