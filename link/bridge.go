package link

import (
	"net"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bridge is kind "bridge": a switch made of links, its ports, whose Master is
// the bridge. The attributes are IFLA_BR_* of linux/if_link.h, which has more
// about each; see also ip-link(8).
//
// Times are multiples of 10 ms, the unit on the wire; others are an error. The
// kernel rounds them to its own clock, whose ticks may be 4 ms, and what is read
// may be 10 ms less than what was set.
type Bridge struct {
	// Spanning tree (IEEE 802.1D): ForwardDelay is how long a port listens and
	// learns before it forwards, HelloTime how often the root says hello (1 to
	// 10 s), MaxAge how long that is believed (6 to 40 s), and Priority makes
	// the lowest the root. STPState is 0 for off and 1 for the kernel's; read,
	// it is 2 for a program's. STPMode says who runs it: 0 a program if there
	// is one, 1 a program, 2 the kernel. (IFLA_BR_FORWARD_DELAY,
	// IFLA_BR_HELLO_TIME, IFLA_BR_MAX_AGE, IFLA_BR_PRIORITY,
	// IFLA_BR_STP_STATE, IFLA_BR_STP_MODE)
	ForwardDelay *time.Duration
	HelloTime    time.Duration
	MaxAge       time.Duration
	Priority     *uint16
	STPState     *uint32
	STPMode      *uint32

	// AgeingTime is how long the address of a silent station is kept, 0 not at
	// all (IFLA_BR_AGEING_TIME).
	AgeingTime *time.Duration

	// FDBFlush forgets all learned addresses (IFLA_BR_FDB_FLUSH). It is never
	// read. FDBMaxLearned is how many there may be, 0 for any number
	// (IFLA_BR_FDB_MAX_LEARNED).
	FDBFlush      bool
	FDBMaxLearned *uint32

	// GroupAddr is the multicast address of spanning tree frames, and
	// GroupFwdMask has a bit for each of 01:80:C2:00:00:00 to 0F to forward all
	// the same (IFLA_BR_GROUP_ADDR, IFLA_BR_GROUP_FWD_MASK).
	GroupAddr    net.HardwareAddr
	GroupFwdMask *uint16

	// VLANs: whether ports are told apart by them (IFLA_BR_VLAN_FILTERING), the
	// EtherType of their tags, 0x8100 or 0x88a8, in host byte order
	// (IFLA_BR_VLAN_PROTOCOL, big-endian on the wire), the VLAN that new ports
	// are untagged members of, 0 for none (IFLA_BR_VLAN_DEFAULT_PVID), and
	// whether to count by VLAN, and by port (IFLA_BR_VLAN_STATS_ENABLED,
	// IFLA_BR_VLAN_STATS_PER_PORT).
	VLANFiltering    *bool
	VLANProtocol     uint16
	VLANDefaultPVID  *uint16
	VLANStatsEnabled *bool
	VLANStatsPerPort *bool

	// Multicast snooping: whether it is on (IFLA_BR_MCAST_SNOOPING), whether
	// the bridge is a router of multicast, 0 never, 1 as learned, 2 always
	// (IFLA_BR_MCAST_ROUTER), whether it asks for members itself
	// (IFLA_BR_MCAST_QUERIER), from its own address
	// (IFLA_BR_MCAST_QUERY_USE_IFADDR), in which versions
	// (IFLA_BR_MCAST_IGMP_VERSION 2 or 3, IFLA_BR_MCAST_MLD_VERSION 1 or 2),
	// and whether to count (IFLA_BR_MCAST_STATS_ENABLED).
	McastSnooping       *bool
	McastRouter         *uint8
	McastQuerier        *bool
	McastQueryUseIfaddr *bool
	McastIGMPVersion    uint8
	McastMLDVersion     uint8
	McastStatsEnabled   *bool

	// The size of the table of groups, a power of two, and its elasticity,
	// which newer kernels ignore (IFLA_BR_MCAST_HASH_MAX,
	// IFLA_BR_MCAST_HASH_ELASTICITY).
	McastHashMax        uint32
	McastHashElasticity *uint32

	// How many queries a group is asked before it is given up, and at the
	// start (IFLA_BR_MCAST_LAST_MEMBER_CNT, IFLA_BR_MCAST_STARTUP_QUERY_CNT).
	McastLastMemberCount   *uint32
	McastStartupQueryCount *uint32

	// Times of multicast snooping (IFLA_BR_MCAST_LAST_MEMBER_INTVL,
	// IFLA_BR_MCAST_MEMBERSHIP_INTVL, IFLA_BR_MCAST_QUERIER_INTVL,
	// IFLA_BR_MCAST_QUERY_INTVL, IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
	// IFLA_BR_MCAST_STARTUP_QUERY_INTVL).
	McastLastMemberInterval    *time.Duration
	McastMembershipInterval    *time.Duration
	McastQuerierInterval       *time.Duration
	McastQueryInterval         *time.Duration
	McastQueryResponseInterval *time.Duration
	McastStartupQueryInterval  *time.Duration

	// Whether netfilter sees bridged packets of each protocol
	// (IFLA_BR_NF_CALL_IPTABLES, IFLA_BR_NF_CALL_IP6TABLES,
	// IFLA_BR_NF_CALL_ARPTABLES).
	NFCallIPTables  *bool
	NFCallIP6Tables *bool
	NFCallARPTables *bool

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
func (b *Bridge) Encode(e *rtattr.Encoder) {
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
		putBits(e.StructAttr(linux.IFLA_BR_MULTI_BOOLOPT, bitsLen), *b.BoolOptions)
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
