package nexthop

import (
	"errors"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// StatsMode says whether the packets of a group's members are read as well, since
// Linux 6.9.
type StatsMode uint32

const (
	// NoStats leaves them out.
	NoStats StatsMode = 0

	// KernelStats reads those that the kernel has sent (NHA_OP_FLAG_DUMP_STATS).
	KernelStats StatsMode = linux.NHA_OP_FLAG_DUMP_STATS

	// AllStats reads those that the hardware has sent, too
	// (NHA_OP_FLAG_DUMP_HW_STATS).
	AllStats StatsMode = linux.NHA_OP_FLAG_DUMP_STATS | linux.NHA_OP_FLAG_DUMP_HW_STATS
)

// Get returns the object with an id. If there is none, it fails with ENOENT, which
// is [io/fs.ErrNotExist].
func Get(conn *nlmsg.Conn, id uint32) (*NextHop, error) { return GetStats(conn, id, NoStats) }

// GetStats is Get with the packets of a group's members.
func GetStats(conn *nlmsg.Conn, id uint32, stats StatsMode) (*NextHop, error) {
	m, err := conn.Get(GetRequest(id, stats))
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// GetRequest returns the request that [Get] and [GetStats] make.
func GetRequest(id uint32, stats StatsMode) nlmsg.Request {
	return nlmsg.Request{Op: "nexthop get", Type: linux.RTM_GETNEXTHOP, Body: query{id, stats}}
}

// query is the body of a request about an object that exists.
type query struct {
	id    uint32
	stats StatsMode
}

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	if q.id == 0 {
		e.Fail(linux.NHA_ID, errors.New("0 is the id of no nexthop"))
	}
	e.Uint32(linux.NHA_ID, q.id)
	rtattr.NonZero(e.Uint32, linux.NHA_OP_FLAGS, uint32(q.stats))
	return e.Result()
}

func (q query) String() string { return fmt.Sprintf("id %d", q.id) }

// List returns all objects of the namespace.
func List(conn *nlmsg.Conn) ([]NextHop, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[NextHop, error] { return Filter{}.All(conn) }

// Filter says which objects to read. Zero fields match any value. The kernel sends
// no others, but for FDB and Protocol, which it does not look at: those that do not
// match are dropped.
type Filter struct {
	// Family is AF_INET or AF_INET6 (nh_family).
	Family uint8

	// OIF is the index of the interface that packets leave by (NHA_OIF). Groups
	// have none.
	OIF int

	// Master is the index of a VRF or other device whose port that interface is
	// (NHA_MASTER).
	Master int

	// Groups picks the groups (NHA_GROUPS), and FDB those for the forwarding
	// database (NHA_FDB).
	Groups, FDB bool

	// Protocol is who made the object, RTPROT_*.
	Protocol uint8

	// Stats asks for the packets of groups' members (NHA_OP_FLAGS).
	Stats StatsMode
}

// List returns the objects that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f Filter) List(conn *nlmsg.Conn) ([]NextHop, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields the objects that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes
// are valid until the next object: see [NextHop.Clone].
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[NextHop, error] {
	return nlmsg.All(conn, f.Request(), f.decode)
}

func (f Filter) decode(m *nlmsg.Message, n *NextHop) (bool, error) {
	if err := n.decode(m); err != nil {
		return false, err
	}
	return (f.Family == linux.AF_UNSPEC || f.Family == n.Family) &&
		(f.OIF == 0 || f.OIF == n.OIF) && (!f.Groups || n.Group != nil) && (!f.FDB || n.FDB) &&
		(f.Protocol == 0 || f.Protocol == n.Protocol), nil
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "nexthop list", Type: linux.RTM_GETNEXTHOP, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// dump is the body of a request for objects.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)[0] = f.Family
	rtattr.NonZero(e.Index, linux.NHA_OIF, f.OIF)
	rtattr.NonZero(e.Index, linux.NHA_MASTER, f.Master)
	e.Flag(linux.NHA_GROUPS, f.Groups)
	e.Flag(linux.NHA_FDB, f.FDB)
	rtattr.NonZero(e.Uint32, linux.NHA_OP_FLAGS, uint32(f.Stats))
	return e.Result()
}
