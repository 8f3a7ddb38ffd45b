package mroute

import (
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

// List returns the multicast routes of IPv4 and IPv6 of all tables.
func List(conn *nlmsg.Conn) ([]Route, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel.
func All(conn *nlmsg.Conn) iter.Seq2[Route, error] { return Filter{}.All(conn) }

// Filter says which routes to read. Zero fields match any value. The kernel does
// not look at Source, Group and IIF; what does not match them is dropped.
type Filter struct {
	// Family is AF_INET or AF_INET6. Zero, AF_UNSPEC, matches both, which takes
	// two dumps.
	Family uint8

	// Source and Group are prefixes that the addresses are in. The zero Prefix
	// matches any.
	Source, Group netip.Prefix

	// IIF is the index of the interface that packets have to come by.
	IIF int

	// Table is the multicast routing table. One that does not exist has no
	// routes.
	Table uint32

	// OIF is the index of an interface that packets are forwarded to (RTA_OIF).
	// If it does not exist, reading fails with ENODEV, which is
	// [io/fs.ErrNotExist].
	OIF int
}

// List returns the routes that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f Filter) List(conn *nlmsg.Conn) ([]Route, error) {
	return f.list(func(f Filter) ([]Route, error) { return nlmsg.List(conn, f.Request(), f.decode) })
}

// list is List with what reads the routes of one family. One that was
// interrupted does not keep the other from being read.
func (f Filter) list(read func(Filter) ([]Route, error)) (all []Route, interrupted error) {
	for _, f := range f.families() {
		list, err := read(f)
		all = append(all, list...)
		switch {
		case errors.Is(err, nlmsg.ErrDumpInterrupted):
			interrupted = err
		case err != nil && !f.noTable(err):
			return all, err
		}
	}
	return all, interrupted
}

// All yields the routes that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn, and a route is
// its own.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Route, error] {
	return f.all(func(f Filter) iter.Seq2[Route, error] { return nlmsg.All(conn, f.Request(), f.decode) })
}

// all is All with what yields the routes of one family.
func (f Filter) all(read func(Filter) iter.Seq2[Route, error]) iter.Seq2[Route, error] {
	return func(yield func(Route, error) bool) {
		var interrupted error
		for _, f := range f.families() {
			for r, err := range read(f) {
				if errors.Is(err, nlmsg.ErrDumpInterrupted) {
					interrupted = err // it comes last, and the other family has not been read
					break
				}
				if f.noTable(err) {
					break
				}
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
		if interrupted != nil {
			yield(Route{}, interrupted)
		}
	}
}

// families returns f for each of the families that it matches.
func (f Filter) families() []Filter {
	if f.Family != linux.AF_UNSPEC {
		return []Filter{f}
	}
	four, six := f, f
	four.Family, six.Family = linux.AF_INET, linux.AF_INET6
	return []Filter{four, six}
}

// noTable reports whether err says that f's table does not exist.
func (f Filter) noTable(err error) bool {
	return f.Table != 0 && errors.Is(err, syscall.ENOENT)
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make, of one family, which f has to name.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "mroute list", Type: linux.RTM_GETROUTE, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// decode decodes a route and reports whether it matches f.
func (f Filter) decode(m *nlmsg.Message, r *Route) (bool, error) {
	// A kernel without multicast routing sends the routes of all families.
	if len(m.Data) > 0 && m.Data[0] != multicast(f.Family) {
		return false, nil
	}
	if err := r.decode(m); err != nil {
		return false, err
	}
	leaves := func(out Out) bool { return out.Index == f.OIF }
	return (f.Source == netip.Prefix{} || f.Source.Contains(r.Source)) &&
		(f.Group == netip.Prefix{} || f.Group.Contains(r.Group)) &&
		(f.IIF == 0 || f.IIF == r.IIF) &&
		(f.Table == 0 || f.Table == r.Table) && (f.OIF == 0 || slices.ContainsFunc(r.Outs, leaves)), nil
}

// multicast returns the family of a message about multicast routes of AF_INET or
// AF_INET6, or zero.
func multicast(family uint8) uint8 {
	switch family {
	case linux.AF_INET:
		return linux.RTNL_FAMILY_IPMR
	case linux.AF_INET6:
		return linux.RTNL_FAMILY_IP6MR
	}
	return 0
}

// dump is the body of a request for routes.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	family := multicast(f.Family)
	if family == 0 {
		e.Fail(0, fmt.Errorf("rtm_family: %d is neither AF_INET nor AF_INET6", f.Family))
	}
	e.Struct(sizeofHeader)[0] = family
	if f.Table != 0 {
		e.Uint32(linux.RTA_TABLE, f.Table)
	}
	if f.OIF != 0 {
		e.Index(linux.RTA_OIF, f.OIF)
	}
	return e.Result()
}

// Get returns the route of packets from source to group in a table. Zero stands
// for the usual one, RT_TABLE_DEFAULT of IPv4 and RT_TABLE_MAIN of IPv6. If there
// is none, it fails with ENOENT, which is [io/fs.ErrNotExist]. IPv6 is answered
// since Linux 6.0.
func Get(conn *nlmsg.Conn, source, group netip.Addr, table uint32) (*Route, error) {
	m, err := conn.Get(GetRequest(source, group, table))
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// GetRequest returns the request that [Get] makes.
func GetRequest(source, group netip.Addr, table uint32) nlmsg.Request {
	return nlmsg.Request{Op: "mroute get", Type: linux.RTM_GETROUTE, Body: query{source, group, table}}
}

// query is the body of a request for a route.
type query struct {
	source, group netip.Addr
	table         uint32
}

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h := e.Struct(sizeofHeader)
	h[0] = linux.RTNL_FAMILY_IPMR
	if !q.group.Is4() {
		h[0] = linux.RTNL_FAMILY_IP6MR
		if q.table == 0 {
			q.table = linux.RT_TABLE_MAIN // the kernel would take that of IPv4
		}
	}
	h[1], h[2] = uint8(q.group.BitLen()), uint8(q.source.BitLen())
	switch {
	case q.source.Is4In6() || q.group.Is4In6():
		e.Fail(linux.RTA_SRC, fmt.Errorf("(%v, %v) has an IPv4-mapped address: use netip.Addr.Unmap", q.source, q.group))
	case q.source.Is4() != q.group.Is4():
		e.Fail(linux.RTA_SRC, fmt.Errorf("%v is not of the family of %v", q.source, q.group))
	}
	e.Addr(linux.RTA_SRC, q.source)
	e.Addr(linux.RTA_DST, q.group)
	if q.table != 0 {
		e.Uint32(linux.RTA_TABLE, q.table)
	}
	return e.Result()
}

func (q query) String() string { return fmt.Sprintf("(%v, %v)", q.source, q.group) }
