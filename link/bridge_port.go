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
	State    *uint8  // PortForwarding and others; can be set while the kernel's spanning tree is off only (IFLA_BRPORT_STATE)
	Priority *uint16 // among ports of equal cost to the root, the lowest wins, 0 to 63 (IFLA_BRPORT_PRIORITY)
	Cost     uint32  // path cost of the port, 1 to 65535 (IFLA_BRPORT_COST)
	Guard    *bool   // drop spanning tree frames that come in here, BPDU guard (IFLA_BRPORT_GUARD)
	Protect  *bool   // never become the root port, root guard (IFLA_BRPORT_PROTECT)

	// Addresses.
	Learning     *bool // learn source addresses of frames (IFLA_BRPORT_LEARNING)
	LearningSync *bool // add addresses that the device has learned: for drivers, the bridge ignores it and does not report it (IFLA_BRPORT_LEARNING_SYNC)
	Flush        bool  // deletes the addresses learned on this port; never read (IFLA_BRPORT_FLUSH)
	Locked       *bool // drop frames whose source address is unknown (IFLA_BRPORT_LOCKED)
	MAB          *bool // MAC authentication bypass: add a locked entry for such an address; needs Locked (IFLA_BRPORT_MAB)

	// Forwarding.
	Hairpin      *bool   // send frames back out of the port that they came in by (IFLA_BRPORT_MODE)
	UnicastFlood *bool   // flood unicast frames to an unknown address to this port (IFLA_BRPORT_UNICAST_FLOOD)
	McastFlood   *bool   // flood multicast frames of a group without known members to this port (IFLA_BRPORT_MCAST_FLOOD)
	BcastFlood   *bool   // flood broadcast frames to this port (IFLA_BRPORT_BCAST_FLOOD)
	Isolated     *bool   // do not forward between this and other isolated ports (IFLA_BRPORT_ISOLATED)
	GroupFwdMask *uint16 // as in Bridge, for frames that come in here (IFLA_BRPORT_GROUP_FWD_MASK)
	VLANTunnel   *bool   // map VLANs to tunnels (IFLA_BRPORT_VLAN_TUNNEL)
	BackupPort   *int    // index of the port that takes the traffic while this one has no carrier; 0 none (IFLA_BRPORT_BACKUP_PORT)
	BackupNHID   *uint32 // id of the nexthop to use on the backup port; 0 none (IFLA_BRPORT_BACKUP_NHID)

	// ARP and IPv6 neighbour discovery.
	ProxyARP          *bool // answer ARP requests on behalf of known neighbours (IFLA_BRPORT_PROXYARP)
	ProxyARPWiFi      *bool // the same, as IEEE 802.11 and Hotspot 2.0 require (IFLA_BRPORT_PROXYARP_WIFI)
	NeighSuppress     *bool // do not flood requests for known neighbours to this port (IFLA_BRPORT_NEIGH_SUPPRESS)
	NeighVLANSuppress *bool // take that setting from each VLAN instead of from the port (IFLA_BRPORT_NEIGH_VLAN_SUPPRESS)
	NeighForwardGrat  *bool // forward gratuitous ARP and unsolicited advertisements all the same (IFLA_BRPORT_NEIGH_FORWARD_GRAT)

	// Multicast.
	MulticastRouter    *uint8  // multicast router behind the port: 0 never, 1 if detected, 2 always, 3 temporarily (IFLA_BRPORT_MULTICAST_ROUTER)
	FastLeave          *bool   // remove a group as soon as a member leaves it (IFLA_BRPORT_FAST_LEAVE)
	McastToUcast       *bool   // send each member a unicast copy (IFLA_BRPORT_MCAST_TO_UCAST)
	McastEHTHostsLimit uint32  // maximum number of tracked hosts, from 1 (IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT)
	McastMaxGroups     *uint32 // maximum number of multicast groups; 0 is no limit (IFLA_BRPORT_MCAST_MAX_GROUPS)

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
	rtattr.NonZero(e.Uint32, linux.IFLA_BRPORT_COST, p.Cost)
	for _, b := range p.bools() {
		rtattr.Opt(e.Bool, b.typ, *b.field)
	}
	e.Flag(linux.IFLA_BRPORT_FLUSH, p.Flush)
	rtattr.Opt(e.Uint8, linux.IFLA_BRPORT_MULTICAST_ROUTER, p.MulticastRouter)
	rtattr.NonZero(e.Uint32, linux.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, p.McastEHTHostsLimit)
	rtattr.Opt(e.Uint32, linux.IFLA_BRPORT_MCAST_MAX_GROUPS, p.McastMaxGroups)
	rtattr.Opt(e.Uint16, linux.IFLA_BRPORT_GROUP_FWD_MASK, p.GroupFwdMask)
	rtattr.Opt(e.Index, linux.IFLA_BRPORT_BACKUP_PORT, p.BackupPort)
	rtattr.Opt(e.Uint32, linux.IFLA_BRPORT_BACKUP_NHID, p.BackupNHID)
	e.Raws(p.Unknown)
}

// Decode reads IFLA_INFO_SLAVE_DATA, or IFLA_PROTINFO of AF_BRIDGE.
func (p *BridgePort) Decode(d *rtattr.Decoder) {
	mem := new(memory)
	mem.room.ofPort(new(portBlock))
	p.decode(d, mem)
}

func (p *BridgePort) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BRPORT_STATE:
			p.State = mem.uint8(v)
		case linux.IFLA_BRPORT_PRIORITY:
			p.Priority = mem.uint16(v)
		case linux.IFLA_BRPORT_COST:
			p.Cost = v.Uint32()
		case linux.IFLA_BRPORT_MODE:
			p.Hairpin = mem.bool(v)
		case linux.IFLA_BRPORT_GUARD:
			p.Guard = mem.bool(v)
		case linux.IFLA_BRPORT_PROTECT:
			p.Protect = mem.bool(v)
		case linux.IFLA_BRPORT_FAST_LEAVE:
			p.FastLeave = mem.bool(v)
		case linux.IFLA_BRPORT_LEARNING:
			p.Learning = mem.bool(v)
		case linux.IFLA_BRPORT_UNICAST_FLOOD:
			p.UnicastFlood = mem.bool(v)
		case linux.IFLA_BRPORT_PROXYARP:
			p.ProxyARP = mem.bool(v)
		case linux.IFLA_BRPORT_LEARNING_SYNC:
			p.LearningSync = mem.bool(v)
		case linux.IFLA_BRPORT_PROXYARP_WIFI:
			p.ProxyARPWiFi = mem.bool(v)
		case linux.IFLA_BRPORT_MCAST_FLOOD:
			p.McastFlood = mem.bool(v)
		case linux.IFLA_BRPORT_MCAST_TO_UCAST:
			p.McastToUcast = mem.bool(v)
		case linux.IFLA_BRPORT_VLAN_TUNNEL:
			p.VLANTunnel = mem.bool(v)
		case linux.IFLA_BRPORT_BCAST_FLOOD:
			p.BcastFlood = mem.bool(v)
		case linux.IFLA_BRPORT_NEIGH_SUPPRESS:
			p.NeighSuppress = mem.bool(v)
		case linux.IFLA_BRPORT_ISOLATED:
			p.Isolated = mem.bool(v)
		case linux.IFLA_BRPORT_LOCKED:
			p.Locked = mem.bool(v)
		case linux.IFLA_BRPORT_MAB:
			p.MAB = mem.bool(v)
		case linux.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS:
			p.NeighVLANSuppress = mem.bool(v)
		case linux.IFLA_BRPORT_NEIGH_FORWARD_GRAT:
			p.NeighForwardGrat = mem.bool(v)
		case linux.IFLA_BRPORT_FLUSH:
			p.Flush = true
		case linux.IFLA_BRPORT_MULTICAST_ROUTER:
			p.MulticastRouter = mem.uint8(v)
		case linux.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT:
			p.McastEHTHostsLimit = v.Uint32()
		case linux.IFLA_BRPORT_MCAST_MAX_GROUPS:
			p.McastMaxGroups = mem.uint32(v)
		case linux.IFLA_BRPORT_GROUP_FWD_MASK:
			p.GroupFwdMask = mem.uint16(v)
		case linux.IFLA_BRPORT_BACKUP_PORT:
			p.BackupPort = mem.natural(v)
		case linux.IFLA_BRPORT_BACKUP_NHID:
			p.BackupNHID = mem.uint32(v)
		case linux.IFLA_BRPORT_PAD:
		default:
			if !p.BridgePortState.decode(typ, v) {
				mem.raw(&p.Unknown, v)
			}
		}
	}
}
