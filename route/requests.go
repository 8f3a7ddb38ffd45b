package route

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add a route. If there is one with the same
// destination, TOS, table and Priority, adding fails with EEXIST, which is
// [io/fs.ErrExist].
func Add(r *Route) nlmsg.Request {
	return write("route add", linux.NLM_F_CREATE|linux.NLM_F_EXCL, r)
}

// Replace returns a request to add a route, or to put it in place of the first
// with the same destination, TOS, table and Priority.
func Replace(r *Route) nlmsg.Request {
	return write("route replace", linux.NLM_F_CREATE|linux.NLM_F_REPLACE, r)
}

// Change returns a request to put a route in place of the first with the same
// destination, TOS, table and Priority. If there is none, it fails with ENOENT,
// which is [io/fs.ErrNotExist].
func Change(r *Route) nlmsg.Request {
	return write("route change", linux.NLM_F_REPLACE, r)
}

// Append returns a request to add a route after others with the same
// destination, TOS, table and Priority. IPv6 makes one multipath route of those
// that have gateways; without one, a route of each interface stands for itself.
func Append(r *Route) nlmsg.Request {
	return write("route append", linux.NLM_F_CREATE|linux.NLM_F_APPEND, r)
}

// Prepend returns a request to add a route before others with the same
// destination, TOS, table and Priority, so that it is the one that counts. IPv6
// knows no order, and does as with [Append].
func Prepend(r *Route) nlmsg.Request {
	return write("route prepend", linux.NLM_F_CREATE, r)
}

// Del returns a request to delete the first route that matches r. If there is
// none, it fails with ESRCH, which is [io/fs.ErrNotExist]. The destination and
// the table must be the same, and so must those of these fields that are not
// zero:
//
//   - IPv4: Type, Protocol, Scope, PrefSrc, Priority, Metrics, NHID, and Gateway
//     and OIF, together with which Flow and Encap count too, or else MultiPath
//     but for its weights. TOS must be the same even if it is zero.
//   - IPv6: Protocol, Priority, Gateway, OIF and NHID, and Src where the kernel
//     has source routing (CONFIG_IPV6_SUBTREES). Each hop of MultiPath is
//     deleted as if it were a route. With RTM_F_CLONED in Flags, it is a cached
//     route that is deleted; that there is none is no error.
//
// The kernel compares nothing else. In particular, an IPv6 route is deleted
// whatever its Type, Scope, PrefSrc, Metrics and Pref: a blackhole and a unicast
// route to the same destination are told apart by Priority or Protocol. An IPv6
// route of a nexthop object is deleted whatever its Gateway and OIF.
//
// An IPv6 route of several hops is deleted as a whole, unless r has a Gateway:
// then only that hop is.
func Del(r *Route) nlmsg.Request {
	return nlmsg.Request{Op: "route del", Type: linux.RTM_DELROUTE, Flags: linux.NLM_F_ACK, Body: deleted{r}}
}

func write(op string, flags uint16, r *Route) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: linux.RTM_NEWROUTE, Flags: flags | linux.NLM_F_ACK, Body: written{r}}
}

// written is the body of a request to add or change a route.
type written struct{ *Route }

func (r written) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	r.encode(e)
	return e.Result()
}

func (r written) encode(e *rtattr.Encoder) {
	if r.Route == nil {
		e.Fail(0, errNil)
		return
	}
	protocol, typ := r.Protocol, r.Type
	if protocol == linux.RTPROT_UNSPEC {
		protocol = linux.RTPROT_BOOT
	}
	if typ == linux.RTN_UNSPEC {
		typ = linux.RTN_UNICAST
	}
	r.Route.encode(e, protocol, r.scope(), typ, r.Flags&^linux.RTM_F_CLONED)
	r.encodeExpires(e)
	switch {
	case typ == linux.RTN_UNICAST && !r.hasWay():
		e.Fail(linux.RTA_OIF, errNoWay)
	case r.Dst.Addr().Is4() && r.Src.Bits() > 0:
		e.Fail(linux.RTA_SRC, errSrc)
	}
}

func (r written) String() string { return r.name() }

// deleted is the body of a request to delete a route.
type deleted struct{ *Route }

func (r deleted) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	r.encode(e)
	return e.Result()
}

func (r deleted) encode(e *rtattr.Encoder) {
	if r.Route == nil {
		e.Fail(0, errNil)
		return
	}
	named := *r.Route
	if named.NHID != 0 && named.Type == linux.RTN_BLACKHOLE {
		// Of a nexthop object that drops packets the kernel reports this type,
		// whatever that of the route is, which it compares.
		named.Type = linux.RTN_UNSPEC
		named.Table = r.table()
	}
	named.encode(e, r.Protocol, named.scopeToDelete(), named.Type, r.Flags)
}

func (r deleted) String() string { return r.name() }

// hasWay reports whether r says where packets go. An unknown attribute may, one
// of another kernel or RTA_VIA of another family than IP.
func (r *Route) hasWay() bool {
	return r.Gateway.IsValid() || r.OIF != 0 || len(r.MultiPath) > 0 || r.NHID != 0 || len(r.Unknown) > 0
}

var (
	errNil   = errors.New("the route is nil")
	errSrc   = errors.New("an IPv4 route is for packets from anywhere: a rule can tell them apart")
	errNoWay = errors.New("neither a gateway nor an interface says which way")
)

// name names r in errors, such as "198.51.100.0/24 dev index 3 table 300".
func (r *Route) name() string {
	if r == nil {
		return ""
	}
	s := r.Dst.String()
	if r.OIF != 0 {
		s += fmt.Sprintf(" dev index %d", r.OIF)
	}
	if table := r.table(); table != linux.RT_TABLE_MAIN {
		s += fmt.Sprintf(" table %d", table)
	}
	return s
}
