package mpls

import (
	"encoding/binary"
	"iter"
	"slices"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/labels"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// List returns all MPLS routes, without those that the kernel has of reserved
// labels. A kernel without MPLS has none.
func List(conn *nlmsg.Conn) ([]Route, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel.
func All(conn *nlmsg.Conn) iter.Seq2[Route, error] { return Filter{}.All(conn) }

// Filter says which routes to read. Zero fields match any value. The kernel
// sends no others; an older one that does not filter sends all, and those that
// do not match are dropped.
type Filter struct {
	// Protocol is who made the routes, RTPROT_*.
	Protocol uint8

	// OIF is the index of an interface that packets leave by, one of several
	// perhaps. If it does not exist, reading fails with ENODEV, which is
	// [io/fs.ErrNotExist].
	OIF int
}

// List returns the routes that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f Filter) List(conn *nlmsg.Conn) ([]Route, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields the routes that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn, and a route is
// its own.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Route, error] {
	return nlmsg.All(conn, f.Request(), f.decode)
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "mpls list", Type: linux.RTM_GETROUTE, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// decode decodes a route and reports whether it matches f.
func (f Filter) decode(m *nlmsg.Message, r *Route) (bool, error) {
	// A kernel without MPLS sends the routes of all families.
	if len(m.Data) > 0 && m.Data[0] != linux.AF_MPLS {
		return false, nil
	}
	if err := r.decode(m); err != nil {
		return false, err
	}
	return (f.Protocol == 0 || f.Protocol == r.Protocol) && (f.OIF == 0 || r.leavesBy(f.OIF)), nil
}

func (r *Route) leavesBy(index int) bool {
	return r.OIF == index || slices.ContainsFunc(r.MultiPath, func(n NextHop) bool { return n.OIF == index })
}

// dump is the body of a request for routes.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h := e.Struct(sizeofHeader)
	h[0] = linux.AF_MPLS
	h[5] = f.Protocol
	e.Uint32(linux.RTA_TABLE, linux.RT_TABLE_MAIN) // there is no other
	if f.OIF != 0 {
		e.Index(linux.RTA_OIF, f.OIF)
	}
	return e.Result()
}

// Query is a packet whose route [Get] looks up.
type Query struct {
	// Label is its outermost label (RTA_DST), and always needed.
	Label uint32

	// Inner are the labels below, by which one of several ways may be chosen
	// (RTA_NEWDST). Empty stands for none.
	Inner []uint32

	// FIBMatch asks for the whole route with all its ways (RTM_F_FIB_MATCH), in
	// place of the way that the packet takes.
	FIBMatch bool
}

// Get looks up the route of a packet. If there is none, it fails with
// ENETUNREACH.
func Get(conn *nlmsg.Conn, q Query) (*Route, error) {
	m, err := conn.Get(q.Request())
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// Request returns the request that [Get] makes.
func (q Query) Request() nlmsg.Request {
	return nlmsg.Request{Op: "mpls get", Type: linux.RTM_GETROUTE, Body: query(q)}
}

// query is the body of a request for the way of a packet.
type query Query

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h := e.Struct(sizeofHeader)
	h[0] = linux.AF_MPLS
	h[1] = labelBits
	if q.FIBMatch {
		binary.NativeEndian.PutUint32(h[8:], linux.RTM_F_FIB_MATCH)
	}
	encodeLabel(e, q.Label)
	if len(q.Inner) > 0 {
		labels.Encode(e, linux.RTA_NEWDST, q.Inner)
	}
	return e.Result()
}

func (q query) String() string { return strconv.FormatUint(uint64(q.Label), 10) }
