package link

import (
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BridgePort is what a link has as a port of a bridge: IFLA_BRPORT_* of
// linux/if_link.h, which says more about each, as does bridge(8). As in a [Link],
// nil leaves one out, and so does zero where the field is no pointer.
type BridgePort struct {
	// Spanning tree.
	State    *uint8  // PortForwarding and others; to be set only while the kernel's spanning tree is off (IFLA_BRPORT_STATE)
	Priority *uint16 // among ports that lead to the root, 0 to 63 (IFLA_BRPORT_PRIORITY)
	Cost     uint32  // of the way to the root by this port, 1 to 65535 (IFLA_BRPORT_COST)
	Guard    *bool   // ignore hellos of other bridges (IFLA_BRPORT_GUARD)
	Protect  *bool   // never find the root by this port (IFLA_BRPORT_PROTECT)

	// Addresses.
	Learning     *bool // learn them from frames (IFLA_BRPORT_LEARNING)
	LearningSync *bool // take those that the device has learned (IFLA_BRPORT_LEARNING_SYNC)
	Flush        bool  // forgets those of this port; never read (IFLA_BRPORT_FLUSH)
	Locked       *bool // let in frames of known addresses only (IFLA_BRPORT_LOCKED)
	MAB          *bool // note the others, to be authenticated; needs Locked (IFLA_BRPORT_MAB)

	// Where frames go.
	Hairpin      *bool   // out of the port that they came in by, too (IFLA_BRPORT_MODE)
	UnicastFlood *bool   // here, if their destination is unknown (IFLA_BRPORT_UNICAST_FLOOD)
	McastFlood   *bool   // here, if nobody knows members of their group (IFLA_BRPORT_MCAST_FLOOD)
	BcastFlood   *bool   // here, if they are broadcast (IFLA_BRPORT_BCAST_FLOOD)
	Isolated     *bool   // never from one isolated port to another (IFLA_BRPORT_ISOLATED)
	GroupFwdMask *uint16 // as in Bridge, for frames that come in here (IFLA_BRPORT_GROUP_FWD_MASK)
	VLANTunnel   *bool   // into tunnels chosen by their VLAN (IFLA_BRPORT_VLAN_TUNNEL)
	BackupPort   *int    // by the port with this index while there is no carrier; 0 none (IFLA_BRPORT_BACKUP_PORT)
	BackupNHID   *uint32 // and to this nexthop there; 0 none (IFLA_BRPORT_BACKUP_NHID)

	// ARP and IPv6 neighbour discovery.
	ProxyARP          *bool // answer for others (IFLA_BRPORT_PROXYARP)
	ProxyARPWiFi      *bool // answer for others on wireless links (IFLA_BRPORT_PROXYARP_WIFI)
	NeighSuppress     *bool // keep off the port what is known (IFLA_BRPORT_NEIGH_SUPPRESS)
	NeighVLANSuppress *bool // as each VLAN has it (IFLA_BRPORT_NEIGH_VLAN_SUPPRESS)
	NeighForwardGrat  *bool // but forward what nobody asked for (IFLA_BRPORT_NEIGH_FORWARD_GRAT)

	// Multicast.
	MulticastRouter    *uint8  // a router is there: 0 never, 1 as learned, 2 always, 3 for a while (IFLA_BRPORT_MULTICAST_ROUTER)
	FastLeave          *bool   // a member that leaves is the last one (IFLA_BRPORT_FAST_LEAVE)
	McastToUcast       *bool   // a copy to each member (IFLA_BRPORT_MCAST_TO_UCAST)
	McastEHTHostsLimit *uint32 // how many hosts are tracked (IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT)
	McastMaxGroups     *uint32 // how many groups there may be; 0 any number (IFLA_BRPORT_MCAST_MAX_GROUPS)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// BridgePortState is what the kernel alone says.
	BridgePortState
}

// BridgePortState is what the kernel says about a bridge's port and nobody can
// set.
type BridgePortState struct {
	// Spanning tree. The designated bridge is the one that speaks for the
	// network at this port.
	ID               uint16   // of the port: its priority and its number (IFLA_BRPORT_ID)
	Number           uint16   // from 1 (IFLA_BRPORT_NO)
	RootID           BridgeID // as the designated bridge sees it (IFLA_BRPORT_ROOT_ID)
	DesignatedBridge BridgeID // (IFLA_BRPORT_BRIDGE_ID)
	DesignatedPort   uint16   // ID of its port (IFLA_BRPORT_DESIGNATED_PORT)
	DesignatedCost   uint16   // of its way to the root (IFLA_BRPORT_DESIGNATED_COST)

	TopologyChangeAck bool // the next hello acknowledges a change (IFLA_BRPORT_TOPOLOGY_CHANGE_ACK)
	ConfigPending     bool // a hello waits for HoldTimer (IFLA_BRPORT_CONFIG_PENDING)

	// What is left of timers, 0 for those that do not run.
	MessageAgeTimer   time.Duration // until the last hello is too old (IFLA_BRPORT_MESSAGE_AGE_TIMER)
	ForwardDelayTimer time.Duration // until the next State (IFLA_BRPORT_FORWARD_DELAY_TIMER)
	HoldTimer         time.Duration // until a hello may be sent (IFLA_BRPORT_HOLD_TIMER)

	// Media redundancy (MRP).
	MRPRingOpen bool // the ring is open (IFLA_BRPORT_MRP_RING_OPEN)
	MRPInOpen   bool // its interconnection is open (IFLA_BRPORT_MRP_IN_OPEN)

	McastEHTHostsCount uint32 // tracked hosts (IFLA_BRPORT_MCAST_EHT_HOSTS_CNT)
	McastNGroups       uint32 // groups (IFLA_BRPORT_MCAST_N_GROUPS)
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
