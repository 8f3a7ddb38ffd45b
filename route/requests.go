package route

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add a route. If there is one with the same
// destination, TOS, table and Priority, it is EEXIST, which is
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
// destination, TOS, table and Priority. If there is none it is ENOENT, which is
// [io/fs.ErrNotExist].
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

// Del returns a request to delete the first route that fits r: destination,
// TOS and table are the same, and so is whatever else of r is not zero. If
// there is none it is ESRCH, which is [io/fs.ErrNotExist].
func Del(r *Route) nlmsg.Request {
	return nlmsg.Request{Op: "route del", Type: linux.RTM_DELROUTE, Flags: linux.NLM_F_ACK, Body: deleted{r}}
}

func write(op string, flags uint16, r *Route) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: linux.RTM_NEWROUTE, Flags: flags | linux.NLM_F_ACK, Body: written{r}}
}

// written is the body of a request to add or change a route.
type written struct{ *Route }

func (r written) Encode(e *rtattr.Encoder) {
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
	r.encode(e, protocol, r.scope(), typ)
}

func (r written) String() string { return r.name() }

// deleted is the body of a request to delete a route.
type deleted struct{ *Route }

func (r deleted) Encode(e *rtattr.Encoder) {
	if r.Route == nil {
		e.Fail(0, errNil)
		return
	}
	r.encode(e, r.Protocol, r.scopeToDelete(), r.Type)
}

func (r deleted) String() string { return r.name() }

var errNil = errors.New("the route is nil")

// name names r in errors, such as "198.51.100.0/24 table 300".
func (r *Route) name() string {
	if r == nil {
		return ""
	}
	if table := r.table(); table != linux.RT_TABLE_MAIN {
		return fmt.Sprintf("%v table %d", r.Dst, table)
	}
	return r.Dst.String()
}
