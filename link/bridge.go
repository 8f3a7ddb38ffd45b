package link

import (
	"net"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Bridge is kind "bridge": a switch made of links, its ports, whose Master is
// the bridge. The attributes are IFLA_BR_* of linux/if_link.h, which says more
// about each, as does ip-link(8). As in a [Link], nil leaves one out, and so does
// zero where the field is no pointer.
//
// Unless its HardwareAddr is set, a bridge takes the lowest address of its ports,
// and another whenever that changes.
//
// Times are multiples of 10 ms, the unit on the wire; others are an error. The
// kernel rounds them to its own clock, whose ticks may be 4 ms, and what is read
// may be 10 ms less than what was set.
type Bridge struct {
	// Spanning tree, IEEE 802.1D.
	STPState     *uint32        // 0 off, 1 on; reads 2 if user space runs it (IFLA_BR_STP_STATE)
	STPMode      *uint32        // 0 user space if it has a helper, else the kernel; 1 user space, 2 the kernel (IFLA_BR_STP_MODE)
	Priority     *uint16        // the bridge with the lowest becomes the root (IFLA_BR_PRIORITY)
	ForwardDelay *time.Duration // time in the listening and in the learning state each (IFLA_BR_FORWARD_DELAY)
	HelloTime    time.Duration  // interval of the root's hello packets, 1 to 10 s (IFLA_BR_HELLO_TIME)
	MaxAge       time.Duration  // without hello packets, after which a new root is elected, 6 to 40 s (IFLA_BR_MAX_AGE)

	// Forwarding.
	AgeingTime    *time.Duration   // lifetime of a learned address that sends nothing; 0 does not keep any (IFLA_BR_AGEING_TIME)
	FDBFlush      bool             // deletes all learned addresses; never read (IFLA_BR_FDB_FLUSH)
	FDBMaxLearned *uint32          // maximum number of learned addresses; 0 is no limit (IFLA_BR_FDB_MAX_LEARNED)
	GroupAddr     net.HardwareAddr // destination of spanning tree frames, 01:80:c2:00:00:0x; nil leaves it out (IFLA_BR_GROUP_ADDR)
	GroupFwdMask  *uint16          // bit x forwards frames to 01:80:c2:00:00:0x, which are not forwarded by default (IFLA_BR_GROUP_FWD_MASK)

	// VLANs.
	VLANFiltering    *bool   // forward by VLAN (IFLA_BR_VLAN_FILTERING)
	VLANProtocol     uint16  // EtherType of tags, 0x8100 or 0x88a8; big-endian on the wire, not here (IFLA_BR_VLAN_PROTOCOL)
	VLANDefaultPVID  *uint16 // the VLAN of untagged frames on new ports; 0 none (IFLA_BR_VLAN_DEFAULT_PVID)
	VLANStatsEnabled *bool   // count packets by VLAN (IFLA_BR_VLAN_STATS_ENABLED)
	VLANStatsPerPort *bool   // and by port; can be set while the bridge has no ports only (IFLA_BR_VLAN_STATS_PER_PORT)

	// Multicast snooping: frames of a group go to its members alone.
	McastSnooping       *bool   // on or off (IFLA_BR_MCAST_SNOOPING)
	McastRouter         *uint8  // the bridge is a multicast router: 0 never, 1 if detected, 2 always (IFLA_BR_MCAST_ROUTER)
	McastQuerier        *bool   // send IGMP and MLD queries (IFLA_BR_MCAST_QUERIER)
	McastQueryUseIfaddr *bool   // use its own address instead of 0.0.0.0 in IGMP queries (IFLA_BR_MCAST_QUERY_USE_IFADDR)
	McastIGMPVersion    uint8   // 2 or 3 (IFLA_BR_MCAST_IGMP_VERSION)
	McastMLDVersion     uint8   // 1 or 2 (IFLA_BR_MCAST_MLD_VERSION)
	McastStatsEnabled   *bool   // count IGMP and MLD packets (IFLA_BR_MCAST_STATS_ENABLED)
	McastHashMax        *uint32 // maximum number of multicast groups, over which snooping goes off; before Linux 5.0 a power of two (IFLA_BR_MCAST_HASH_MAX)
	McastHashElasticity *uint32 // ignored since Linux 5.0 (IFLA_BR_MCAST_HASH_ELASTICITY)

	// Timing of multicast queries. An interval between queries is at least 1 s since
	// Linux 5.16, and at most a day since 6.17: the kernel takes these for what is
	// less or more, without an error.
	McastLastMemberCount       *uint32        // queries sent after a member has left a group (IFLA_BR_MCAST_LAST_MEMBER_CNT)
	McastLastMemberInterval    *time.Duration // interval between them (IFLA_BR_MCAST_LAST_MEMBER_INTVL)
	McastStartupQueryCount     *uint32        // queries sent when querying starts (IFLA_BR_MCAST_STARTUP_QUERY_CNT)
	McastStartupQueryInterval  *time.Duration // interval between them, as McastQueryInterval (IFLA_BR_MCAST_STARTUP_QUERY_INTVL)
	McastQueryInterval         *time.Duration // interval between the queries after those; below 1 s it becomes 1 s, and on newer kernels above a day a day (IFLA_BR_MCAST_QUERY_INTVL)
	McastQueryResponseInterval *time.Duration // maximum time for members to respond to a query (IFLA_BR_MCAST_QUERY_RESPONSE_INTVL)
	McastMembershipInterval    *time.Duration // time without a report after which a member is removed (IFLA_BR_MCAST_MEMBERSHIP_INTVL)
	McastQuerierInterval       *time.Duration // time without queries after which another querier counts as gone (IFLA_BR_MCAST_QUERIER_INTVL)

	// Whether bridged packets pass through netfilter.
	NFCallIPTables  *bool // IPv4 packets (IFLA_BR_NF_CALL_IPTABLES)
	NFCallIP6Tables *bool // IPv6 packets (IFLA_BR_NF_CALL_IP6TABLES)
	NFCallARPTables *bool // ARP packets (IFLA_BR_NF_CALL_ARPTABLES)

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
	wiretime.Opt32(e, linux.IFLA_BR_FORWARD_DELAY, b.ForwardDelay, wiretime.Tick)
	if b.HelloTime != 0 {
		wiretime.Put32(e, linux.IFLA_BR_HELLO_TIME, b.HelloTime, wiretime.Tick)
	}
	if b.MaxAge != 0 {
		wiretime.Put32(e, linux.IFLA_BR_MAX_AGE, b.MaxAge, wiretime.Tick)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_BR_PRIORITY, b.Priority)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_STP_STATE, b.STPState)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_STP_MODE, b.STPMode)
	wiretime.Opt32(e, linux.IFLA_BR_AGEING_TIME, b.AgeingTime, wiretime.Tick)
	e.Flag(linux.IFLA_BR_FDB_FLUSH, b.FDBFlush)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_FDB_MAX_LEARNED, b.FDBMaxLearned)
	if b.GroupAddr != nil {
		putMAC(e, linux.IFLA_BR_GROUP_ADDR, b.GroupAddr)
	}
	rtattr.Opt(e.Uint16, linux.IFLA_BR_GROUP_FWD_MASK, b.GroupFwdMask)
	rtattr.Opt(e.Bool, linux.IFLA_BR_VLAN_FILTERING, b.VLANFiltering)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_BR_VLAN_PROTOCOL, b.VLANProtocol)
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
	e.Raws(b.Unknown)
}

func (b *Bridge) encodeMcast(e *rtattr.Encoder) {
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_SNOOPING, b.McastSnooping)
	rtattr.Opt(e.Uint8, linux.IFLA_BR_MCAST_ROUTER, b.McastRouter)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_QUERIER, b.McastQuerier)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_QUERY_USE_IFADDR, b.McastQueryUseIfaddr)
	rtattr.NonZero(e.Uint8, linux.IFLA_BR_MCAST_IGMP_VERSION, b.McastIGMPVersion)
	rtattr.NonZero(e.Uint8, linux.IFLA_BR_MCAST_MLD_VERSION, b.McastMLDVersion)
	rtattr.Opt(e.Bool, linux.IFLA_BR_MCAST_STATS_ENABLED, b.McastStatsEnabled)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_HASH_MAX, b.McastHashMax)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_HASH_ELASTICITY, b.McastHashElasticity)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_LAST_MEMBER_CNT, b.McastLastMemberCount)
	rtattr.Opt(e.Uint32, linux.IFLA_BR_MCAST_STARTUP_QUERY_CNT, b.McastStartupQueryCount)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_LAST_MEMBER_INTVL, b.McastLastMemberInterval, wiretime.Tick)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_MEMBERSHIP_INTVL, b.McastMembershipInterval, wiretime.Tick)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_QUERIER_INTVL, b.McastQuerierInterval, wiretime.Tick)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_QUERY_INTVL, b.McastQueryInterval, wiretime.Tick)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, b.McastQueryResponseInterval, wiretime.Tick)
	wiretime.Opt64(e, linux.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, b.McastStartupQueryInterval, wiretime.Tick)
}

// Decode reads IFLA_INFO_DATA.
func (b *Bridge) Decode(d *rtattr.Decoder) {
	mem := new(memory)
	mem.room.ofBridge(new(bridgeBlock))
	b.decode(d, mem)
}

func (b *Bridge) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_BR_FORWARD_DELAY:
			b.ForwardDelay = mem.units32(v, wiretime.Tick)
		case linux.IFLA_BR_HELLO_TIME:
			b.HelloTime = wiretime.Of32(v, wiretime.Tick)
		case linux.IFLA_BR_MAX_AGE:
			b.MaxAge = wiretime.Of32(v, wiretime.Tick)
		case linux.IFLA_BR_PRIORITY:
			b.Priority = mem.uint16(v)
		case linux.IFLA_BR_STP_STATE:
			b.STPState = mem.uint32(v)
		case linux.IFLA_BR_STP_MODE:
			b.STPMode = mem.uint32(v)
		case linux.IFLA_BR_AGEING_TIME:
			b.AgeingTime = mem.units32(v, wiretime.Tick)
		case linux.IFLA_BR_FDB_FLUSH:
			b.FDBFlush = true
		case linux.IFLA_BR_FDB_MAX_LEARNED:
			b.FDBMaxLearned = mem.uint32(v)
		case linux.IFLA_BR_GROUP_ADDR:
			b.GroupAddr = mem.mac(v)
		case linux.IFLA_BR_GROUP_FWD_MASK:
			b.GroupFwdMask = mem.uint16(v)
		case linux.IFLA_BR_VLAN_FILTERING:
			b.VLANFiltering = mem.bool(v)
		case linux.IFLA_BR_VLAN_PROTOCOL:
			b.VLANProtocol = v.Uint16BE()
		case linux.IFLA_BR_VLAN_DEFAULT_PVID:
			b.VLANDefaultPVID = mem.uint16(v)
		case linux.IFLA_BR_VLAN_STATS_ENABLED:
			b.VLANStatsEnabled = mem.bool(v)
		case linux.IFLA_BR_VLAN_STATS_PER_PORT:
			b.VLANStatsPerPort = mem.bool(v)
		case linux.IFLA_BR_NF_CALL_IPTABLES:
			b.NFCallIPTables = mem.bool(v)
		case linux.IFLA_BR_NF_CALL_IP6TABLES:
			b.NFCallIP6Tables = mem.bool(v)
		case linux.IFLA_BR_NF_CALL_ARPTABLES:
			b.NFCallARPTables = mem.bool(v)
		case linux.IFLA_BR_MULTI_BOOLOPT:
			b.BoolOptions = one(&mem.room.bits)
			*b.BoolOptions = parseBits(v.Struct(bitsLen))
		case linux.IFLA_BR_PAD:
		default:
			if !b.decodeMcast(typ, v, mem) && !b.BridgeState.decode(typ, v, mem) {
				mem.raw(&b.Unknown, v)
			}
		}
	}
}

func (b *Bridge) decodeMcast(typ uint16, v rtattr.Value, mem *memory) bool {
	switch typ {
	case linux.IFLA_BR_MCAST_SNOOPING:
		b.McastSnooping = mem.bool(v)
	case linux.IFLA_BR_MCAST_ROUTER:
		b.McastRouter = mem.uint8(v)
	case linux.IFLA_BR_MCAST_QUERIER:
		b.McastQuerier = mem.bool(v)
	case linux.IFLA_BR_MCAST_QUERY_USE_IFADDR:
		b.McastQueryUseIfaddr = mem.bool(v)
	case linux.IFLA_BR_MCAST_IGMP_VERSION:
		b.McastIGMPVersion = v.Uint8()
	case linux.IFLA_BR_MCAST_MLD_VERSION:
		b.McastMLDVersion = v.Uint8()
	case linux.IFLA_BR_MCAST_STATS_ENABLED:
		b.McastStatsEnabled = mem.bool(v)
	case linux.IFLA_BR_MCAST_HASH_MAX:
		b.McastHashMax = mem.uint32(v)
	case linux.IFLA_BR_MCAST_HASH_ELASTICITY:
		b.McastHashElasticity = mem.uint32(v)
	case linux.IFLA_BR_MCAST_LAST_MEMBER_CNT:
		b.McastLastMemberCount = mem.uint32(v)
	case linux.IFLA_BR_MCAST_STARTUP_QUERY_CNT:
		b.McastStartupQueryCount = mem.uint32(v)
	case linux.IFLA_BR_MCAST_LAST_MEMBER_INTVL:
		b.McastLastMemberInterval = mem.ticks64(v)
	case linux.IFLA_BR_MCAST_MEMBERSHIP_INTVL:
		b.McastMembershipInterval = mem.ticks64(v)
	case linux.IFLA_BR_MCAST_QUERIER_INTVL:
		b.McastQuerierInterval = mem.ticks64(v)
	case linux.IFLA_BR_MCAST_QUERY_INTVL:
		b.McastQueryInterval = mem.ticks64(v)
	case linux.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL:
		b.McastQueryResponseInterval = mem.ticks64(v)
	case linux.IFLA_BR_MCAST_STARTUP_QUERY_INTVL:
		b.McastStartupQueryInterval = mem.ticks64(v)
	default:
		return false
	}
	return true
}
