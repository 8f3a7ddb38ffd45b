package link

import (
	"net"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bridge is kind "bridge": a switch made of links, its ports, whose Master is
// the bridge. The attributes are IFLA_BR_* of linux/if_link.h, which says more
// about each, as does ip-link(8). As in a [Link], nil leaves one out, and so does
// zero where the field is no pointer.
//
// Times are multiples of 10 ms, the unit on the wire; others are an error. The
// kernel rounds them to its own clock, whose ticks may be 4 ms, and what is read
// may be 10 ms less than what was set.
type Bridge struct {
	// Spanning tree, IEEE 802.1D.
	STPState     *uint32        // 0 off, 1 on; read, 2 if a program runs it (IFLA_BR_STP_STATE)
	STPMode      *uint32        // who runs it: 0 a program if there is one, 1 a program, 2 the kernel (IFLA_BR_STP_MODE)
	Priority     *uint16        // the lowest of all bridges becomes the root (IFLA_BR_PRIORITY)
	ForwardDelay *time.Duration // a port listens so long, and then learns so long, before it forwards (IFLA_BR_FORWARD_DELAY)
	HelloTime    time.Duration  // between hellos of the root, 1 to 10 s (IFLA_BR_HELLO_TIME)
	MaxAge       time.Duration  // of what the last hello said, 6 to 40 s (IFLA_BR_MAX_AGE)

	// Forwarding.
	AgeingTime    *time.Duration   // the address of a silent station is kept so long; 0 not at all (IFLA_BR_AGEING_TIME)
	FDBFlush      bool             // forgets all learned addresses; never read (IFLA_BR_FDB_FLUSH)
	FDBMaxLearned *uint32          // how many there may be; 0 any number (IFLA_BR_FDB_MAX_LEARNED)
	GroupAddr     net.HardwareAddr // where spanning tree's frames go, 01:80:c2:00:00:0x; nil leaves it (IFLA_BR_GROUP_ADDR)
	GroupFwdMask  *uint16          // bit x forwards frames to 01:80:c2:00:00:0x, of which none are else (IFLA_BR_GROUP_FWD_MASK)

	// VLANs.
	VLANFiltering    *bool   // tell VLANs apart (IFLA_BR_VLAN_FILTERING)
	VLANProtocol     uint16  // EtherType of tags, 0x8100 or 0x88a8; big-endian on the wire, not here (IFLA_BR_VLAN_PROTOCOL)
	VLANDefaultPVID  *uint16 // the VLAN of untagged frames on new ports; 0 none (IFLA_BR_VLAN_DEFAULT_PVID)
	VLANStatsEnabled *bool   // count by VLAN (IFLA_BR_VLAN_STATS_ENABLED)
	VLANStatsPerPort *bool   // and by port; only while there are no ports (IFLA_BR_VLAN_STATS_PER_PORT)

	// Multicast snooping: frames of a group go to its members alone.
	McastSnooping       *bool   // on or off (IFLA_BR_MCAST_SNOOPING)
	McastRouter         *uint8  // the bridge is a multicast router: 0 never, 1 as learned, 2 always (IFLA_BR_MCAST_ROUTER)
	McastQuerier        *bool   // the bridge asks for members itself (IFLA_BR_MCAST_QUERIER)
	McastQueryUseIfaddr *bool   // from its own address instead of 0.0.0.0 (IFLA_BR_MCAST_QUERY_USE_IFADDR)
	McastIGMPVersion    uint8   // 2 or 3 (IFLA_BR_MCAST_IGMP_VERSION)
	McastMLDVersion     uint8   // 1 or 2 (IFLA_BR_MCAST_MLD_VERSION)
	McastStatsEnabled   *bool   // count IGMP and MLD (IFLA_BR_MCAST_STATS_ENABLED)
	McastHashMax        uint32  // how many groups there may be, a power of two (IFLA_BR_MCAST_HASH_MAX)
	McastHashElasticity *uint32 // newer kernels ignore it (IFLA_BR_MCAST_HASH_ELASTICITY)

	// How often queries go out.
	McastLastMemberCount       *uint32        // after a member has left (IFLA_BR_MCAST_LAST_MEMBER_CNT)
	McastLastMemberInterval    *time.Duration // between these (IFLA_BR_MCAST_LAST_MEMBER_INTVL)
	McastStartupQueryCount     *uint32        // at the start (IFLA_BR_MCAST_STARTUP_QUERY_CNT)
	McastStartupQueryInterval  *time.Duration // between these (IFLA_BR_MCAST_STARTUP_QUERY_INTVL)
	McastQueryInterval         *time.Duration // between all others (IFLA_BR_MCAST_QUERY_INTVL)
	McastQueryResponseInterval *time.Duration // for members to answer in (IFLA_BR_MCAST_QUERY_RESPONSE_INTVL)
	McastMembershipInterval    *time.Duration // until a member that does not answer is gone (IFLA_BR_MCAST_MEMBERSHIP_INTVL)
	McastQuerierInterval       *time.Duration // until another querier that is silent is gone (IFLA_BR_MCAST_QUERIER_INTVL)

	// Whether netfilter sees the bridged packets of a protocol.
	NFCallIPTables  *bool // of IPv4 (IFLA_BR_NF_CALL_IPTABLES)
	NFCallIP6Tables *bool // of IPv6 (IFLA_BR_NF_CALL_IP6TABLES)
	NFCallARPTables *bool // of ARP (IFLA_BR_NF_CALL_ARPTABLES)

	// BoolOptions are options of one bit, BR_BOOLOPT_* of linux/if_bridge.h
	// (IFLA_BR_MULTI_BOOLOPT). Read, the mask has those that the kernel knows.
	BoolOptions *Bits

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// BridgeState is what the kernel alone says.
	BridgeState
}

// Kind returns "bridge".
func (b *Bridge) Kind() string { return "bridge" }

// Encode appends what can be set.
func (b *Bridge) Encode(e *rtattr.Encoder) { b.encode(e, false) }

func (b *Bridge) encode(e *rtattr.Encoder, full bool) {
	optTicks32(e, linux.IFLA_BR_FORWARD_DELAY, b.ForwardDelay)
	if b.HelloTime != 0 {
		putTicks32(e, linux.IFLA_BR_HELLO_TIME, b.HelloTime)
	}
	if b.MaxAge != 0 {
		putTicks32(e, linux.IFLA_BR_MAX_AGE, b.MaxAge)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_BR_PRIORITY, b.Priority)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_STP_STATE, b.STPState)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_STP_MODE, b.STPMode)
	optTicks32(e, linux.IFLA_BR_AGEING_TIME, b.AgeingTime)
	e.Flag(linux.IFLA_BR_FDB_FLUSH, b.FDBFlush)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_FDB_MAX_LEARNED, b.FDBMaxLearned)
	if b.GroupAddr != nil {
		putMAC(e, linux.IFLA_BR_GROUP_ADDR, b.GroupAddr)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_BR_GROUP_FWD_MASK, b.GroupFwdMask)
	rtattr.Opt(e.Bool, linux.IFLA_BR_VLAN_FILTERING, b.VLANFiltering)
	putNonZero(e.Uint16BE, linux.IFLA_BR_VLAN_PROTOCOL, b.VLANProtocol)
	rtattr.Opt(e.Uint16, linux.IFLA_BR_VLAN_DEFAULT_PVID, b.VLANDefaultPVID)
	rtattr.Opt(e.Bool, linux.IFLA_BR_VLAN_STATS_ENABLED, b.VLANStatsEnabled)
	rtattr.Opt(e.Bool, linux.IFLA_BR_VLAN_STATS_PER_PORT, b.VLANStatsPerPort)
	b.encodeMcast(e)
	rtattr.Opt(e.Bool, linux.IFLA_BR_NF_CALL_IPTABLES, b.NFCallIPTables)
	rtattr.Opt(e.Bool, linux.IFLA_BR_NF_CALL_IP6TABLES, b.NFCallIP6Tables)
	rtattr.Opt(e.Bool, linux.IFLA_BR_NF_CALL_ARPTABLES, b.NFCallARPTables)
	if b.BoolOptions != nil {
		putBits(e.StructAttr(linux.IFLA_BR_MULTI_BOOLOPT, bitsLen), *b.BoolOptions, full)
	}
	for _, r := range b.Unknown {
		e.Raw(r)
	}
}

func (b *Bridge) encodeMcast(e *rtattr.Encoder) {
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_SNOOPING, b.McastSnooping)
	rtattr.Opt(e.Uint8, linux.IFLA_BR_MCAST_ROUTER, b.McastRouter)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_QUERIER, b.McastQuerier)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_QUERY_USE_IFADDR, b.McastQueryUseIfaddr)
	putNonZero(e.Uint8, linux.IFLA_BR_MCAST_IGMP_VERSION, b.McastIGMPVersion)
	putNonZero(e.Uint8, linux.IFLA_BR_MCAST_MLD_VERSION, b.McastMLDVersion)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_STATS_ENABLED, b.McastStatsEnabled)
	putNonZero(e.Uint32, linux.IFLA_BR_MCAST_HASH_MAX, b.McastHashMax)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_HASH_ELASTICITY, b.McastHashElasticity)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_LAST_MEMBER_CNT, b.McastLastMemberCount)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_STARTUP_QUERY_CNT, b.McastStartupQueryCount)
	optTicks64(e, linux.IFLA_BR_MCAST_LAST_MEMBER_INTVL, b.McastLastMemberInterval)
	optTicks64(e, linux.IFLA_BR_MCAST_MEMBERSHIP_INTVL, b.McastMembershipInterval)
	optTicks64(e, linux.IFLA_BR_MCAST_QUERIER_INTVL, b.McastQuerierInterval)
	optTicks64(e, linux.IFLA_BR_MCAST_QUERY_INTVL, b.McastQueryInterval)
	optTicks64(e, linux.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, b.McastQueryResponseInterval)
	optTicks64(e, linux.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, b.McastStartupQueryInterval)
}

// Decode reads IFLA_INFO_DATA.
func (b *Bridge) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BR_FORWARD_DELAY:
			b.ForwardDelay = new(duration32(v))
		case linux.IFLA_BR_HELLO_TIME:
			b.HelloTime = duration32(v)
		case linux.IFLA_BR_MAX_AGE:
			b.MaxAge = duration32(v)
		case linux.IFLA_BR_PRIORITY:
			b.Priority = new(v.Uint16())
		case linux.IFLA_BR_STP_STATE:
			b.STPState = new(v.Uint32())
		case linux.IFLA_BR_STP_MODE:
			b.STPMode = new(v.Uint32())
		case linux.IFLA_BR_AGEING_TIME:
			b.AgeingTime = new(duration32(v))
		case linux.IFLA_BR_FDB_FLUSH:
			b.FDBFlush = true
		case linux.IFLA_BR_FDB_MAX_LEARNED:
			b.FDBMaxLearned = new(v.Uint32())
		case linux.IFLA_BR_GROUP_ADDR:
			b.GroupAddr = mac(v)
		case linux.IFLA_BR_GROUP_FWD_MASK:
			b.GroupFwdMask = new(v.Uint16())
		case linux.IFLA_BR_VLAN_FILTERING:
			b.VLANFiltering = new(v.Bool())
		case linux.IFLA_BR_VLAN_PROTOCOL:
			b.VLANProtocol = v.Uint16BE()
		case linux.IFLA_BR_VLAN_DEFAULT_PVID:
			b.VLANDefaultPVID = new(v.Uint16())
		case linux.IFLA_BR_VLAN_STATS_ENABLED:
			b.VLANStatsEnabled = new(v.Bool())
		case linux.IFLA_BR_VLAN_STATS_PER_PORT:
			b.VLANStatsPerPort = new(v.Bool())
		case linux.IFLA_BR_NF_CALL_IPTABLES:
			b.NFCallIPTables = new(v.Bool())
		case linux.IFLA_BR_NF_CALL_IP6TABLES:
			b.NFCallIP6Tables = new(v.Bool())
		case linux.IFLA_BR_NF_CALL_ARPTABLES:
			b.NFCallARPTables = new(v.Bool())
		case linux.IFLA_BR_MULTI_BOOLOPT:
			b.BoolOptions = new(parseBits(v.Struct(bitsLen)))
		case linux.IFLA_BR_PAD:
		default:
			if !b.decodeMcast(typ, v) && !b.BridgeState.decode(typ, v) {
				b.Unknown = append(b.Unknown, v.Raw())
			}
		}
	}
}

func (b *Bridge) decodeMcast(typ uint16, v rtattr.Value) bool {
	switch typ {
	case linux.IFLA_BR_MCAST_SNOOPING:
		b.McastSnooping = new(v.Bool())
	case linux.IFLA_BR_MCAST_ROUTER:
		b.McastRouter = new(v.Uint8())
	case linux.IFLA_BR_MCAST_QUERIER:
		b.McastQuerier = new(v.Bool())
	case linux.IFLA_BR_MCAST_QUERY_USE_IFADDR:
		b.McastQueryUseIfaddr = new(v.Bool())
	case linux.IFLA_BR_MCAST_IGMP_VERSION:
		b.McastIGMPVersion = v.Uint8()
	case linux.IFLA_BR_MCAST_MLD_VERSION:
		b.McastMLDVersion = v.Uint8()
	case linux.IFLA_BR_MCAST_STATS_ENABLED:
		b.McastStatsEnabled = new(v.Bool())
	case linux.IFLA_BR_MCAST_HASH_MAX:
		b.McastHashMax = v.Uint32()
	case linux.IFLA_BR_MCAST_HASH_ELASTICITY:
		b.McastHashElasticity = new(v.Uint32())
	case linux.IFLA_BR_MCAST_LAST_MEMBER_CNT:
		b.McastLastMemberCount = new(v.Uint32())
	case linux.IFLA_BR_MCAST_STARTUP_QUERY_CNT:
		b.McastStartupQueryCount = new(v.Uint32())
	case linux.IFLA_BR_MCAST_LAST_MEMBER_INTVL:
		b.McastLastMemberInterval = new(duration64(v))
	case linux.IFLA_BR_MCAST_MEMBERSHIP_INTVL:
		b.McastMembershipInterval = new(duration64(v))
	case linux.IFLA_BR_MCAST_QUERIER_INTVL:
		b.McastQuerierInterval = new(duration64(v))
	case linux.IFLA_BR_MCAST_QUERY_INTVL:
		b.McastQueryInterval = new(duration64(v))
	case linux.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL:
		b.McastQueryResponseInterval = new(duration64(v))
	case linux.IFLA_BR_MCAST_STARTUP_QUERY_INTVL:
		b.McastStartupQueryInterval = new(duration64(v))
	default:
		return false
	}
	return true
}
