package netconf

import (
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Get returns the settings of a family, AF_INET, AF_INET6 or AF_MPLS, for an
// interface, for [Every] or for [Default]. An interface that does not exist is
// ENODEV, which is [io/fs.ErrNotExist], or EINVAL in older kernels; a family that
// the kernel lacks is EOPNOTSUPP.
func Get(conn *nlmsg.Conn, family uint8, index int) (*Conf, error) {
	m, err := conn.Get(GetRequest(family, index))
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// GetRequest returns the request that [Get] makes.
func GetRequest(family uint8, index int) nlmsg.Request {
	return nlmsg.Request{Op: "netconf get", Type: linux.RTM_GETNETCONF, Body: query{family, index}}
}

// List returns the settings of all families for all interfaces, and those of
// [Every] and [Default].
func List(conn *nlmsg.Conn) ([]Conf, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[Conf, error] { return Filter{}.All(conn) }

// Filter says which settings to read. Zero fields match any value. The kernel looks
// at Family alone; what does not match Index is dropped.
type Filter struct {
	// Family is AF_INET, AF_INET6 or AF_MPLS. Zero, AF_UNSPEC, matches all.
	Family uint8

	// Index is the interface, or [Every] or [Default].
	Index int
}

// List returns the settings that match f.
func (f Filter) List(conn *nlmsg.Conn) ([]Conf, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields the settings that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes
// are valid until the next settings: see [Conf.Clone].
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Conf, error] {
	return nlmsg.All(conn, f.Request(), f.decode)
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "netconf list", Type: linux.RTM_GETNETCONF, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

func (f Filter) decode(m *nlmsg.Message, c *Conf) (bool, error) {
	if err := c.decode(m); err != nil {
		return false, err
	}
	return (f.Family == linux.AF_UNSPEC || f.Family == c.Family) && (f.Index == 0 || f.Index == c.Index), nil
}

// dump is the body of a request for the settings of all interfaces.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)[0] = f.Family
	return e.Result()
}

// query is the body of a request for those of one.
type query about

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)[0] = q.family
	putIndex(e, q.index)
	return e.Result()
}

func (q query) String() string { return about(q).String() }
