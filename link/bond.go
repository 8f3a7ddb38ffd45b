package link

import (
	"net"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bond is kind "bond": several links that act as one, its ports, whose Master is
// the bond. The attributes are IFLA_BOND_* of linux/if_link.h; see also
// ip-link(8), and bonding.rst of the kernel's documentation. As in a [Link], nil
// leaves one out, and so does zero where the field is no pointer.
//
// An option that the mode does not have is refused with EACCES. Some can change
// while the bond is down (EBUSY) or has no ports (ENOTEMPTY) only, even to the
// value that they have. What is read has the options of all modes, which no mode
// takes together: a change holds what is to change and nothing else. An option
// that is newer than the kernel is ignored without an error.
//
// A link must be down to become a port, and is set up as it becomes one.
type Bond struct {
	// Mode is what the ports are for (IFLA_BOND_MODE). Without, a new bond is
	// [BondBalanceRR]. It can change while the bond is down and has no ports, and
	// goes back to no ARPValidate then.
	Mode *BondMode

	// Ports, by their index. Both are for active-backup, balance-tlb and
	// balance-alb. Set to 0, there is none; if there is none, they read nil. The
	// kernel takes an index without a link for a Primary of 0, without an error.
	ActiveSlave     *int   // the port that sends, which must be up (IFLA_BOND_ACTIVE_SLAVE)
	Primary         *int   // the port that is active whenever it can be (IFLA_BOND_PRIMARY)
	PrimaryReselect *uint8 // when the primary becomes active again: 0 at once, 1 if it is better, 2 if the active one fails (IFLA_BOND_PRIMARY_RESELECT)

	// Watching the ports' carrier. The delays are multiples of MIIMon, to which
	// the kernel rounds them down, and are refused (EPERM) while that is 0. They
	// are in milliseconds on the wire.
	MIIMon          *time.Duration // interval between looks; 0 does not look (IFLA_BOND_MIIMON)
	UpDelay         *time.Duration // time before a port with a carrier is used (IFLA_BOND_UPDELAY)
	DownDelay       *time.Duration // time before one without is no longer used (IFLA_BOND_DOWNDELAY)
	PeerNotifyDelay *time.Duration // interval between peer notifications, up to 300 s (IFLA_BOND_PEER_NOTIF_DELAY)
	UseCarrier      *bool          // ask the carrier, not the MII registers; since Linux 6.18 false is refused (IFLA_BOND_USE_CARRIER)

	// Watching the ports by ARP and neighbour discovery, instead of MIIMon: a
	// request with both is refused. It is for the modes without 802.3ad,
	// balance-tlb and balance-alb. A list replaces the one there was; one that is
	// empty and not nil takes all away.
	ARPInterval   *time.Duration // interval between probes, in milliseconds on the wire; 0 does not probe (IFLA_BOND_ARP_INTERVAL)
	ARPTargets    []netip.Addr   // IPv4 addresses to ask for, up to 16 (IFLA_BOND_ARP_IP_TARGET)
	NSTargets     []netip.Addr   // IPv6 addresses to ask for, up to 16 (IFLA_BOND_NS_IP6_TARGET)
	ARPValidate   *uint32        // where only probes and answers count as received: on 0 no port, 1 the active, 2 backups, 3 all; where any ARP does, and nothing else: 4 all, 5 the active, 6 backups (IFLA_BOND_ARP_VALIDATE)
	ARPAllTargets *uint32        // a port is up if 0 any, 1 all of the targets answer (IFLA_BOND_ARP_ALL_TARGETS)
	ARPMissedMax  uint8          // missed answers after which a port is down, from 1 (IFLA_BOND_MISSED_MAX)

	// Sending.
	XmitHashPolicy  *uint8        // how a port is chosen: 0 layer2, 1 layer3+4, 2 layer2+3, 3 encap2+3, 4 encap3+4, 5 vlan+srcmac (IFLA_BOND_XMIT_HASH_POLICY)
	PacketsPerSlave *uint32       // balance-rr: packets before the next port; 0 is random, up to 65535 (IFLA_BOND_PACKETS_PER_SLAVE)
	TLBDynamicLB    *bool         // balance-tlb and -alb: move flows to where there is room (IFLA_BOND_TLB_DYNAMIC_LB)
	LPInterval      time.Duration // balance-tlb and -alb: between learning packets, in seconds on the wire (IFLA_BOND_LP_INTERVAL)

	// What else changes with the ports.
	FailOverMAC     *uint8  // active-backup: 0 all ports have the bond's address, 1 the bond has the active one's, 2 the active one has the bond's (IFLA_BOND_FAIL_OVER_MAC)
	NumPeerNotif    *uint8  // gratuitous ARPs and unsolicited advertisements after a failover (IFLA_BOND_NUM_PEER_NOTIF)
	ResendIGMP      *uint32 // IGMP reports after a failover, up to 255 (IFLA_BOND_RESEND_IGMP)
	AllSlavesActive *bool   // receive on inactive ports too (IFLA_BOND_ALL_SLAVES_ACTIVE)
	MinLinks        *uint32 // ports that must be up for the bond to have a carrier (IFLA_BOND_MIN_LINKS)

	// Link aggregation, 802.3ad. The kernel says priority and address of the
	// system and the key to those with CAP_NET_ADMIN on the machine only, not in a
	// user namespace.
	ADSelect       *uint8           // when the aggregator is chosen anew: 0 stable, 1 bandwidth, 2 count, 3 port priority, since Linux 6.18 (IFLA_BOND_AD_SELECT)
	ADLACPRate     *uint8           // LACPDUs that the partner is asked for: 0 slow, each 30 s, 1 fast, each second (IFLA_BOND_AD_LACP_RATE)
	ADLACPActive   *bool            // send LACPDUs without being spoken to (IFLA_BOND_AD_LACP_ACTIVE)
	ADActorSysPrio uint16           // priority of the system, from 1 (IFLA_BOND_AD_ACTOR_SYS_PRIO)
	ADActorSystem  net.HardwareAddr // address of the system; zeros stand for the bond's, nil leaves it out (IFLA_BOND_AD_ACTOR_SYSTEM)
	ADUserPortKey  *uint16          // upper bits of the ports' keys, up to 1023 (IFLA_BOND_AD_USER_PORT_KEY)
	CoupledControl *bool            // collect and distribute begin together (IFLA_BOND_COUPLED_CONTROL)
	BroadcastNeigh *bool            // send ARP and neighbour discovery by all ports (IFLA_BOND_BROADCAST_NEIGH)
	LACPStrict     *bool            // a bond without partner has no carrier (IFLA_BOND_LACP_STRICT)
	ADInfo         *BondADInfo      // the active aggregator, or nil; read only: requests leave it out (IFLA_BOND_AD_INFO)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// BondADInfo is the active aggregator of a bond of mode 802.3ad.
type BondADInfo struct {
	Aggregator uint16           // its id (IFLA_BOND_AD_INFO_AGGREGATOR)
	NumPorts   uint16           // how many ports it has (IFLA_BOND_AD_INFO_NUM_PORTS)
	ActorKey   uint16           // key of this side (IFLA_BOND_AD_INFO_ACTOR_KEY)
	PartnerKey uint16           // key of the other (IFLA_BOND_AD_INFO_PARTNER_KEY)
	PartnerMAC net.HardwareAddr // system of the other side, zeros for none (IFLA_BOND_AD_INFO_PARTNER_MAC)

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "bond".
func (b *Bond) Kind() string { return "bond" }

// Encode appends what can be set.
func (b *Bond) Encode(e *rtattr.Encoder) {
	b.encode(e, false)
	e.Raws(b.Unknown)
}

func (b *Bond) encodeAll(e *rtattr.Encoder) {
	b.encode(e, true)
	if b.ADInfo != nil {
		nest := e.Begin(linux.IFLA_BOND_AD_INFO)
		b.ADInfo.encode(e)
		e.End(nest)
	}
	e.Raws(b.Unknown)
}

func (b *Bond) encode(e *rtattr.Encoder, full bool) {
	if b.Mode != nil {
		e.Uint8(linux.IFLA_BOND_MODE, uint8(*b.Mode))
	}
	rtattr.Opt(e.Index, linux.IFLA_BOND_ACTIVE_SLAVE, b.ActiveSlave)
	rtattr.Opt(e.Index, linux.IFLA_BOND_PRIMARY, b.Primary)
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_PRIMARY_RESELECT, b.PrimaryReselect)
	wiretime.Opt32(e, linux.IFLA_BOND_MIIMON, b.MIIMon, time.Millisecond)
	wiretime.Opt32(e, linux.IFLA_BOND_UPDELAY, b.UpDelay, time.Millisecond)
	wiretime.Opt32(e, linux.IFLA_BOND_DOWNDELAY, b.DownDelay, time.Millisecond)
	wiretime.Opt32(e, linux.IFLA_BOND_PEER_NOTIF_DELAY, b.PeerNotifyDelay, time.Millisecond)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_USE_CARRIER, b.UseCarrier)
	wiretime.Opt32(e, linux.IFLA_BOND_ARP_INTERVAL, b.ARPInterval, time.Millisecond)
	putTargets(e, linux.IFLA_BOND_ARP_IP_TARGET, b.ARPTargets, full, netip.Addr.Is4)
	putTargets(e, linux.IFLA_BOND_NS_IP6_TARGET, b.NSTargets, full, netip.Addr.Is6)
	rtattr.Opt(e.Uint32, linux.IFLA_BOND_ARP_VALIDATE, b.ARPValidate)
	rtattr.Opt(e.Uint32, linux.IFLA_BOND_ARP_ALL_TARGETS, b.ARPAllTargets)
	rtattr.NonZero(e.Uint8, linux.IFLA_BOND_MISSED_MAX, b.ARPMissedMax)
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_XMIT_HASH_POLICY, b.XmitHashPolicy)
	rtattr.Opt(e.Uint32, linux.IFLA_BOND_PACKETS_PER_SLAVE, b.PacketsPerSlave)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_TLB_DYNAMIC_LB, b.TLBDynamicLB)
	if b.LPInterval != 0 {
		wiretime.Put32(e, linux.IFLA_BOND_LP_INTERVAL, b.LPInterval, time.Second)
	}
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_FAIL_OVER_MAC, b.FailOverMAC)
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_NUM_PEER_NOTIF, b.NumPeerNotif)
	rtattr.Opt(e.Uint32, linux.IFLA_BOND_RESEND_IGMP, b.ResendIGMP)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_ALL_SLAVES_ACTIVE, b.AllSlavesActive)
	rtattr.Opt(e.Uint32, linux.IFLA_BOND_MIN_LINKS, b.MinLinks)
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_AD_SELECT, b.ADSelect)
	rtattr.Opt(e.Uint8, linux.IFLA_BOND_AD_LACP_RATE, b.ADLACPRate)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_AD_LACP_ACTIVE, b.ADLACPActive)
	rtattr.NonZero(e.Uint16, linux.IFLA_BOND_AD_ACTOR_SYS_PRIO, b.ADActorSysPrio)
	if b.ADActorSystem != nil {
		putMAC(e, linux.IFLA_BOND_AD_ACTOR_SYSTEM, b.ADActorSystem)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_BOND_AD_USER_PORT_KEY, b.ADUserPortKey)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_COUPLED_CONTROL, b.CoupledControl)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_BROADCAST_NEIGH, b.BroadcastNeigh)
	rtattr.Opt(e.Bool, linux.IFLA_BOND_LACP_STRICT, b.LACPStrict)
}

// Decode reads IFLA_INFO_DATA.
func (b *Bond) Decode(d *rtattr.Decoder) { b.decode(d, new(memory)) }

func (b *Bond) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_BOND_MODE:
			b.Mode = new(BondMode(v.Uint8()))
		case linux.IFLA_BOND_ACTIVE_SLAVE:
			b.ActiveSlave = mem.natural(v)
		case linux.IFLA_BOND_PRIMARY:
			b.Primary = mem.natural(v)
		case linux.IFLA_BOND_PRIMARY_RESELECT:
			b.PrimaryReselect = mem.uint8(v)
		case linux.IFLA_BOND_MIIMON:
			b.MIIMon = mem.units32(v, time.Millisecond)
		case linux.IFLA_BOND_UPDELAY:
			b.UpDelay = mem.units32(v, time.Millisecond)
		case linux.IFLA_BOND_DOWNDELAY:
			b.DownDelay = mem.units32(v, time.Millisecond)
		case linux.IFLA_BOND_PEER_NOTIF_DELAY:
			b.PeerNotifyDelay = mem.units32(v, time.Millisecond)
		case linux.IFLA_BOND_USE_CARRIER:
			b.UseCarrier = mem.bool(v)
		case linux.IFLA_BOND_ARP_INTERVAL:
			b.ARPInterval = mem.units32(v, time.Millisecond)
		case linux.IFLA_BOND_ARP_IP_TARGET:
			b.ARPTargets = parseTargets(v, mem)
		case linux.IFLA_BOND_NS_IP6_TARGET:
			b.NSTargets = parseTargets(v, mem)
		case linux.IFLA_BOND_ARP_VALIDATE:
			b.ARPValidate = mem.uint32(v)
		case linux.IFLA_BOND_ARP_ALL_TARGETS:
			b.ARPAllTargets = mem.uint32(v)
		case linux.IFLA_BOND_MISSED_MAX:
			b.ARPMissedMax = v.Uint8()
		case linux.IFLA_BOND_XMIT_HASH_POLICY:
			b.XmitHashPolicy = mem.uint8(v)
		case linux.IFLA_BOND_PACKETS_PER_SLAVE:
			b.PacketsPerSlave = mem.uint32(v)
		case linux.IFLA_BOND_TLB_DYNAMIC_LB:
			b.TLBDynamicLB = mem.bool(v)
		case linux.IFLA_BOND_LP_INTERVAL:
			b.LPInterval = wiretime.Of32(v, time.Second)
		case linux.IFLA_BOND_FAIL_OVER_MAC:
			b.FailOverMAC = mem.uint8(v)
		case linux.IFLA_BOND_NUM_PEER_NOTIF:
			b.NumPeerNotif = mem.uint8(v)
		case linux.IFLA_BOND_RESEND_IGMP:
			b.ResendIGMP = mem.uint32(v)
		case linux.IFLA_BOND_ALL_SLAVES_ACTIVE:
			b.AllSlavesActive = mem.bool(v)
		case linux.IFLA_BOND_MIN_LINKS:
			b.MinLinks = mem.uint32(v)
		default:
			if !b.decodeAD(typ, v, mem) {
				mem.raw(&b.Unknown, v)
			}
		}
	}
}

// decodeAD reads what is for mode 802.3ad.
func (b *Bond) decodeAD(typ uint16, v rtattr.Value, mem *memory) bool {
	switch typ {
	case linux.IFLA_BOND_AD_SELECT:
		b.ADSelect = mem.uint8(v)
	case linux.IFLA_BOND_AD_LACP_RATE:
		b.ADLACPRate = mem.uint8(v)
	case linux.IFLA_BOND_AD_LACP_ACTIVE:
		b.ADLACPActive = mem.bool(v)
	case linux.IFLA_BOND_AD_ACTOR_SYS_PRIO:
		b.ADActorSysPrio = v.Uint16()
	case linux.IFLA_BOND_AD_ACTOR_SYSTEM:
		b.ADActorSystem = mem.mac(v)
	case linux.IFLA_BOND_AD_USER_PORT_KEY:
		b.ADUserPortKey = mem.uint16(v)
	case linux.IFLA_BOND_COUPLED_CONTROL:
		b.CoupledControl = mem.bool(v)
	case linux.IFLA_BOND_BROADCAST_NEIGH:
		b.BroadcastNeigh = mem.bool(v)
	case linux.IFLA_BOND_LACP_STRICT:
		b.LACPStrict = mem.bool(v)
	case linux.IFLA_BOND_AD_INFO:
		b.ADInfo = new(BondADInfo)
		b.ADInfo.decode(mem.nest(v), mem)
	default:
		return false
	}
	return true
}
