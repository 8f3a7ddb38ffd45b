package bridge

import (
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VLANOptions are what a bridge has set for a VLAN, or for a range of them, on all
// of its ports: BRIDGE_VLANDB_GLOBAL_OPTIONS, with BRIDGE_VLANDB_GOPTS_* of
// linux/if_bridge.h. Those about multicast are the options of the bridge itself,
// and count in their place if it snoops by VLAN. Nil leaves one out, and so does
// zero where the field is no pointer. They exist since Linux 5.15, MSTI since 5.18.
//
// Times are multiples of 10 ms, the unit on the wire; others are an error.
type VLANOptions struct {
	ID   uint16 // the VLAN, 1 to 4094 (BRIDGE_VLANDB_GOPTS_ID)
	Last uint16 // the last one of a range that begins with ID; 0 for no range (BRIDGE_VLANDB_GOPTS_RANGE)

	MSTI *uint16 // the spanning tree that the VLAN is part of, 0 for the common one (BRIDGE_VLANDB_GOPTS_MSTI)

	McastSnooping    *bool // frames of a group go to its members alone (BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING)
	McastQuerier     *bool // send queries (BRIDGE_VLANDB_GOPTS_MCAST_QUERIER)
	McastIGMPVersion uint8 // 2 or 3 (BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION)
	McastMLDVersion  uint8 // 1 or 2 (BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION)

	McastLastMemberCount       *uint32        // queries after a member has left (BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT)
	McastLastMemberInterval    *time.Duration // interval between them (BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL)
	McastStartupQueryCount     *uint32        // queries when querying starts (BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT)
	McastStartupQueryInterval  *time.Duration // interval between them (BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL)
	McastQueryInterval         *time.Duration // interval between the queries after those (BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL)
	McastQueryResponseInterval *time.Duration // maximum time to respond to one (BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL)
	McastMembershipInterval    *time.Duration // time without a report after which a member is removed (BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL)
	McastQuerierInterval       *time.Duration // time without queries after which another querier is gone (BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL)

	// Routers are the ports with a multicast router behind them
	// (BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS), and Querier is who sends queries, nil
	// for nobody (BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE). They are read only.
	Routers []Router
	Querier *Querier

	// Unknown are attributes that have no field here, and UnknownRouters those in
	// BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS.
	Unknown, UnknownRouters []rtattr.Raw
}

// Querier is the querier of multicast groups that has been elected, one for IPv4
// and one for IPv6 (BRIDGE_QUERIER_* of linux/if_bridge.h).
type Querier struct {
	Addr4, Addr6   netip.Addr    // the zero Addr for none
	Port4, Port6   int           // index of the port towards it; 0 if it is the bridge itself
	Timer4, Timer6 time.Duration // how long it may be silent yet

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Clone returns a copy of o that shares no memory with it.
func (o VLANOptions) Clone() VLANOptions { return deep.Copy(o) }

// option is a field of VLANOptions, and the attribute that holds it.
type option[T any] struct {
	typ   uint16
	field **T
}

func (o *VLANOptions) bools() [2]option[bool] {
	return [...]option[bool]{
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, &o.McastSnooping},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, &o.McastQuerier},
	}
}

func (o *VLANOptions) counts() [2]option[uint32] {
	return [...]option[uint32]{
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, &o.McastLastMemberCount},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, &o.McastStartupQueryCount},
	}
}

func (o *VLANOptions) intervals() [6]option[time.Duration] {
	return [...]option[time.Duration]{
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, &o.McastLastMemberInterval},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, &o.McastMembershipInterval},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, &o.McastQuerierInterval},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, &o.McastQueryInterval},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, &o.McastQueryResponseInterval},
		{linux.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, &o.McastStartupQueryInterval},
	}
}

// encode writes BRIDGE_VLANDB_GLOBAL_OPTIONS. full writes what the kernel alone
// says, too, and does not check.
func (o *VLANOptions) encode(e *rtattr.Encoder, full bool) {
	if v := (VLAN{ID: o.ID, Last: o.Last}); !full {
		v.check(e)
	}
	options := e.Begin(linux.BRIDGE_VLANDB_GLOBAL_OPTIONS)
	e.Uint16(linux.BRIDGE_VLANDB_GOPTS_ID, o.ID)
	rtattr.NonZero(e.Uint16, linux.BRIDGE_VLANDB_GOPTS_RANGE, o.Last)
	rtattr.Opt(e.Uint16, linux.BRIDGE_VLANDB_GOPTS_MSTI, o.MSTI)
	rtattr.NonZero(e.Uint8, linux.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, o.McastIGMPVersion)
	rtattr.NonZero(e.Uint8, linux.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, o.McastMLDVersion)
	for _, f := range o.bools() {
		rtattr.Opt(e.Bool, f.typ, *f.field)
	}
	for _, f := range o.counts() {
		rtattr.Opt(e.Uint32, f.typ, *f.field)
	}
	for _, f := range o.intervals() {
		if d := *f.field; d != nil {
			wiretime.Put64(e, f.typ, *d, wiretime.Tick)
		}
	}
	if full {
		o.encodeState(e)
	}
	e.Raws(o.Unknown)
	e.End(options)
}

func (o *VLANOptions) encodeState(e *rtattr.Encoder) {
	ports := e.Begin(linux.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS)
	if o.Routers != nil {
		routers := e.Begin(linux.MDBA_ROUTER)
		encodeRouters(e, o.Routers)
		e.End(routers)
	}
	e.Raws(o.UnknownRouters)
	e.EndOpt(ports)
	if q := o.Querier; q != nil {
		querier := e.Begin(linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE)
		q.encode(e)
		e.End(querier)
	}
}

func (o *VLANOptions) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BRIDGE_VLANDB_GOPTS_ID:
			o.ID = v.Uint16()
		case linux.BRIDGE_VLANDB_GOPTS_RANGE:
			o.Last = v.Uint16()
		case linux.BRIDGE_VLANDB_GOPTS_MSTI:
			o.MSTI = new(v.Uint16())
		case linux.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION:
			o.McastIGMPVersion = v.Uint8()
		case linux.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION:
			o.McastMLDVersion = v.Uint8()
		case linux.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS:
			o.decodeRouters(v.Nest())
		case linux.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE:
			o.Querier = new(Querier)
			o.Querier.decode(v.Nest())
		case linux.BRIDGE_VLANDB_GOPTS_PAD:
		default:
			if !o.decodeOption(typ, v) {
				o.Unknown = append(o.Unknown, v.Raw())
			}
		}
	}
}

// decodeRouters reads BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS, which holds what an
// MDB has of its own.
func (o *VLANOptions) decodeRouters(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.MDBA_ROUTER:
			o.Routers = decodeRouters(v.Nest())
		default:
			o.UnknownRouters = append(o.UnknownRouters, v.Raw())
		}
	}
}

// decodeOption reads one of those that are in tables.
func (o *VLANOptions) decodeOption(typ uint16, v rtattr.Value) bool {
	for _, f := range o.bools() {
		if f.typ == typ {
			*f.field = new(v.Bool())
			return true
		}
	}
	for _, f := range o.counts() {
		if f.typ == typ {
			*f.field = new(v.Uint32())
			return true
		}
	}
	for _, f := range o.intervals() {
		if f.typ == typ {
			*f.field = new(wiretime.Of64(v, wiretime.Tick))
			return true
		}
	}
	return false
}

func (q *Querier) encode(e *rtattr.Encoder) {
	putAddr(e, linux.BRIDGE_QUERIER_IP_ADDRESS, q.Addr4)
	rtattr.NonZero(e.Index, linux.BRIDGE_QUERIER_IP_PORT, q.Port4)
	if q.Timer4 != 0 {
		wiretime.Put64(e, linux.BRIDGE_QUERIER_IP_OTHER_TIMER, q.Timer4, wiretime.Tick)
	}
	putAddr(e, linux.BRIDGE_QUERIER_IPV6_ADDRESS, q.Addr6)
	rtattr.NonZero(e.Index, linux.BRIDGE_QUERIER_IPV6_PORT, q.Port6)
	if q.Timer6 != 0 {
		wiretime.Put64(e, linux.BRIDGE_QUERIER_IPV6_OTHER_TIMER, q.Timer6, wiretime.Tick)
	}
	e.Raws(q.Unknown)
}

func (q *Querier) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BRIDGE_QUERIER_IP_ADDRESS:
			q.Addr4 = v.Addr()
		case linux.BRIDGE_QUERIER_IP_PORT:
			q.Port4 = index(v)
		case linux.BRIDGE_QUERIER_IP_OTHER_TIMER:
			q.Timer4 = wiretime.Of64(v, wiretime.Tick)
		case linux.BRIDGE_QUERIER_IPV6_ADDRESS:
			q.Addr6 = v.Addr()
		case linux.BRIDGE_QUERIER_IPV6_PORT:
			q.Port6 = index(v)
		case linux.BRIDGE_QUERIER_IPV6_OTHER_TIMER:
			q.Timer6 = wiretime.Of64(v, wiretime.Tick)
		case linux.BRIDGE_QUERIER_PAD:
		default:
			q.Unknown = append(q.Unknown, v.Raw())
		}
	}
}
