package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// List returns the IPv4 and IPv6 routes of all tables, without cloned ones.
func List(conn *nlmsg.Conn) ([]Route, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[Route, error] { return Filter{}.All(conn) }

// Filter says which routes to read. Zero fields match any value. The kernel
// sends no others, but for Within and Covers, which it does not look at; an older
// one that does not filter sends all. Those that do not match are dropped.
type Filter struct {
	// Family is AF_INET or AF_INET6. Zero, AF_UNSPEC, matches both.
	Family uint8

	// Table is the routing table. One that does not exist has no routes.
	Table uint32

	// Protocol is who made the routes, RTPROT_*. For cloned ones it is who made
	// the routes that they were made of.
	Protocol uint8

	// Type is what becomes of packets, RTN_*.
	Type uint8

	// OIF is the index of an interface that packets leave by, one of several
	// perhaps. If it does not exist, reading fails with ENODEV, which is
	// [io/fs.ErrNotExist].
	OIF int

	// Within is a prefix that the destination is a part of, or the same, and
	// Covers one that is a part of the destination, or the same: what ip-route(8)
	// calls root and match, and both together exact. The zero Prefix matches any.
	Within, Covers netip.Prefix

	// Cloned asks for the routes to single destinations that the kernel has
	// made of others, to remember a path's MTU or a redirect (RTM_F_CLONED),
	// in place of the others.
	Cloned bool
}

// List returns the routes that match f. If they change while they are read, it may
// mix what was there at different times: the kernel does not mark that (see
// [nlmsg.ErrDumpInterrupted]). [Watch] reads again then.
func (f Filter) List(conn *nlmsg.Conn) ([]Route, error) {
	list, err := nlmsg.List(conn, f.Request(), f.decoder())
	if f.noTable(err) {
		return nil, nil
	}
	return list, err
}

// All yields the routes that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. What a
// route has as bytes is valid until the next one: see [Route.Clone].
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Route, error] {
	return func(yield func(Route, error) bool) {
		// Each loop has a decoder of its own.
		if f.Table == 0 {
			nlmsg.All(conn, f.Request(), f.decoder())(yield)
			return
		}
		for r, err := range nlmsg.All(conn, f.Request(), f.decoder()) {
			if f.noTable(err) || !yield(r, err) {
				return
			}
		}
	}
}

// noTable reports whether err says that f's table does not exist. Only a dump
// of one family says so.
func (f Filter) noTable(err error) bool {
	return f.Table != 0 && errors.Is(err, syscall.ENOENT)
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	op := "route list"
	if f.OIF != 0 { // the kernel refuses one that does not exist
		op = fmt.Sprintf("%s dev index %d", op, f.OIF)
	}
	return nlmsg.Request{Op: op, Type: linux.RTM_GETROUTE, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// decoder returns a function that decodes a route and reports whether it
// matches f.
func (f Filter) decoder() func(*nlmsg.Message, *Route) (bool, error) {
	var d rtattr.Decoder // one for all routes
	any := f == Filter{}
	return func(m *nlmsg.Message, r *Route) (bool, error) {
		// A dump of all families may hold routes of MPLS and of multicast
		// forwarding, too.
		if len(m.Data) > 0 && !isIP(m.Data[0]) {
			return false, nil
		}
		if err := r.decode(&d, m); err != nil {
			return false, err
		}
		if any {
			return r.Flags&linux.RTM_F_CLONED == 0, nil
		}
		return f.matches(r), nil
	}
}

// matches reports whether r matches f.
func (f *Filter) matches(r *Route) bool {
	is4 := r.Dst.Addr().Is4()
	// The kernel picks cached routes of IPv4 by the protocol of those they were
	// made of, and does not report it.
	nobodys := f.Cloned && is4 && r.Protocol == linux.RTPROT_UNSPEC
	return (f.Family == linux.AF_UNSPEC || (f.Family == linux.AF_INET) == is4) &&
		(f.Table == 0 || f.Table == r.Table) &&
		(f.Protocol == 0 || f.Protocol == r.Protocol || nobodys) &&
		(f.Type == 0 || f.Type == r.Type) &&
		(f.OIF == 0 || r.leavesBy(f.OIF)) &&
		(f.Within == netip.Prefix{} || covers(f.Within, r.Dst)) &&
		(f.Covers == netip.Prefix{} || covers(r.Dst, f.Covers)) &&
		f.Cloned == (r.Flags&linux.RTM_F_CLONED != 0)
}

// covers reports whether p is a part of whole, or the same.
func covers(whole, p netip.Prefix) bool {
	return whole.Bits() <= p.Bits() && whole.Contains(p.Addr())
}

// leavesBy reports whether packets may leave by the interface. Of a nexthop
// object the kernel may be configured to say no more than the id; then its own
// filter has to do.
func (r *Route) leavesBy(index int) bool {
	hidden := r.NHID != 0 && r.OIF == 0 && len(r.MultiPath) == 0
	return hidden || r.OIF == index ||
		slices.ContainsFunc(r.MultiPath, func(n NextHop) bool { return n.OIF == index })
}

// dump is the body of a request for routes. Under strict checking all that is
// no filter must be zero.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f dump) encode(e *rtattr.Encoder) {
	if f.Family != linux.AF_UNSPEC && !isIP(f.Family) {
		e.Fail(0, fmt.Errorf("rtm_family: %d is neither AF_INET nor AF_INET6", f.Family))
		return
	}
	h := e.Struct(sizeofHeader)
	h[0] = f.Family
	h[5] = f.Protocol
	h[7] = f.Type
	if f.Cloned {
		binary.NativeEndian.PutUint32(h[8:], linux.RTM_F_CLONED)
	}
	rtattr.NonZero(e.Uint32, linux.RTA_TABLE, f.Table)
	rtattr.NonZero(e.Index, linux.RTA_OIF, f.OIF)
}
