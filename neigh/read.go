package neigh

import (
	"fmt"
	"iter"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// List returns all IPv4 and IPv6 neighbours of the namespace, in whatever state,
// but no proxy entries. Among them are those that nobody has asked for, of
// multicast groups and of the loopback interface, in StateNoARP.
func List(conn *nlmsg.Conn) ([]Neigh, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[Neigh, error] { return Filter{}.All(conn) }

// Filter says which neighbours to read. Zero fields match any value. The kernel
// sends no others, but for Dst, State and Protocol, which it does not look at:
// what does not match, and what an older one sends in vain, is dropped.
type Filter struct {
	// Family is AF_INET or AF_INET6. Zero, AF_UNSPEC, matches both.
	Family uint8

	// Index is the interface (NDA_IFINDEX). One that does not exist has no
	// neighbours.
	Index int

	// Master is the index of the bridge, VRF or other device whose ports'
	// neighbours to read (NDA_MASTER).
	Master int

	// NoMaster leaves out the neighbours of all ports (NDA_MASTER of -1, since
	// Linux 5.15; an older kernel sends none at all).
	NoMaster bool

	// Proxy is for proxy entries instead of neighbours (NTF_PROXY).
	Proxy bool

	// Dst is a prefix that the neighbour's address is in. The zero Prefix
	// matches any.
	Dst netip.Prefix

	// State are states, each of which matches. Zero matches any. Proxy entries
	// have none.
	State State

	// Protocol is who made the entry, RTPROT_*.
	Protocol uint8
}

// List returns the neighbours that match f. If they change while they are read, it may
// mix what was there at different times: the kernel does not mark that (see
// [nlmsg.ErrDumpInterrupted]). [Watch] reads again then.
func (f Filter) List(conn *nlmsg.Conn) ([]Neigh, error) {
	return nlmsg.List(conn, f.Request(), f.decoder())
}

// All yields the neighbours that match f, as they come from the kernel. An error
// is yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown
// attributes are valid until the next neighbour: see [Neigh.Clone]. All else
// stays as it is. Link-layer addresses are allocated 32 at a time.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Neigh, error] {
	return func(yield func(Neigh, error) bool) {
		nlmsg.All(conn, f.Request(), f.decoder())(yield)
	}
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make: RTM_GETNEIGH.
func (f Filter) Request() nlmsg.Request {
	op := "neigh list"
	if f.Index != 0 {
		op = fmt.Sprintf("neigh list of index %d", f.Index)
	}
	return nlmsg.Request{Op: op, Type: linux.RTM_GETNEIGH, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// decoder returns a function that decodes a neighbour and reports whether it
// matches f.
func (f Filter) decoder() func(*nlmsg.Message, *Neigh) (bool, error) {
	r := streamReader()
	return func(m *nlmsg.Message, n *Neigh) (bool, error) {
		if len(m.Data) > 0 && m.Data[0] != linux.AF_INET && m.Data[0] != linux.AF_INET6 {
			return false, nil
		}
		if err := r.decodeNeigh(m, n); err != nil {
			return false, err
		}
		return (f.Family == linux.AF_UNSPEC || f.Family == m.Data[0]) &&
			(f.Index == 0 || f.Index == n.Index) &&
			(f.Dst == netip.Prefix{} || f.Dst.Contains(n.Dst)) &&
			(f.State == 0 || f.State&n.State != 0) &&
			(f.Protocol == 0 || f.Protocol == n.Protocol) &&
			f.Proxy == (n.Flags&FlagProxy != 0), nil
	}
}

// dump is the body of a request for neighbours. Under strict checking its header
// has nothing but the family and NTF_PROXY.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f dump) encode(e *rtattr.Encoder) {
	switch f.Family {
	case linux.AF_UNSPEC, linux.AF_INET, linux.AF_INET6:
	default:
		e.Fail(0, fmt.Errorf("ndm_family: %d is neither AF_INET nor AF_INET6", f.Family))
	}
	h := header{family: f.Family}
	if f.Proxy {
		h.flags = FlagProxy
	}
	h.encode(e, false)
	if f.Index != 0 {
		e.Index(linux.NDA_IFINDEX, f.Index)
	}
	switch {
	case f.NoMaster && f.Master != 0:
		e.Fail(linux.NDA_MASTER, fmt.Errorf("both index %d and no master at all are asked for", f.Master))
	case f.NoMaster:
		e.Int32(linux.NDA_MASTER, -1)
	case f.Master != 0:
		e.Index(linux.NDA_MASTER, f.Master)
	}
}

// Get returns the neighbour with the Dst and Index of key, or the proxy entry, if
// FlagProxy is among its Flags. All else in key does not matter. If there is
// none, Get fails with ENOENT, which is [io/fs.ErrNotExist]. It needs Linux 5.0.
func Get(conn *nlmsg.Conn, key *Neigh) (*Neigh, error) {
	m, err := conn.Get(GetRequest(key))
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

// GetRequest returns the request that [Get] makes: RTM_GETNEIGH.
func GetRequest(key *Neigh) nlmsg.Request {
	return nlmsg.Request{Op: "neigh get", Type: linux.RTM_GETNEIGH, Body: query{body{key}}}
}

// query is the body of a request for one neighbour. Under strict checking it has
// nothing but what names that.
type query struct{ body }

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if q.check(e) {
		header{family: family(q.Dst), index: q.Index, flags: q.Flags & FlagProxy}.encode(e, false)
		e.Addr(linux.NDA_DST, q.Dst)
	}
	return e.Result()
}
