package addr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// List returns all IPv4 and IPv6 addresses of the namespace.
func List(conn *nlmsg.Conn) ([]Addr, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[Addr, error] { return Filter{}.All(conn) }

// Filter says which addresses to read. Zero fields match any value. The kernel
// sends no others, but for Prefix and Protocol, which it does not look at; an older
// one that does not filter sends all. Those that do not match are dropped.
type Filter struct {
	// Index is the interface. If it does not exist, reading fails with ENODEV,
	// which is [io/fs.ErrNotExist].
	Index int

	// Family is AF_INET or AF_INET6. Zero, AF_UNSPEC, matches both; where the
	// Kind is not Unicast, of which the kernel lists one family at a time, it
	// stands for AF_INET6.
	Family uint8

	// Kind is the kind of addresses. Zero stands for Unicast.
	Kind Kind

	// Prefix is one that the interface's own address, the group or the anycast
	// address is in. The zero Prefix matches any.
	Prefix netip.Prefix

	// Protocol is who made the address, [ProtocolLinkLocal] and others.
	Protocol uint8

	// TargetNetNSID is the id of the namespace to read from, as the
	// connection's own namespace knows it. Nil stands for the connection's own.
	TargetNetNSID *int32
}

// List returns the addresses that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f Filter) List(conn *nlmsg.Conn) ([]Addr, error) { return f.list(conn, f.Request()) }

func (f Filter) list(conn *nlmsg.Conn, r nlmsg.Request) ([]Addr, error) {
	return nlmsg.List(conn, r, f.decoder())
}

// All yields the addresses that match f, as they come from the kernel. An error
// is yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown
// attributes are valid until the next address: see [Addr.Clone]. All else stays
// as it is. Only an address with a lifetime of its own takes memory, that of
// Preferred, and one whose Label is not that of the address before.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Addr, error] {
	return func(yield func(Addr, error) bool) {
		nlmsg.All(conn, f.Request(), f.decoder())(yield)
	}
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	op, typ := "addr list", uint16(linux.RTM_GETADDR)
	switch f.Kind {
	case Multicast:
		op, typ = "addr list multicast", linux.RTM_GETMULTICAST
	case Anycast:
		op, typ = "addr list anycast", linux.RTM_GETANYCAST
	}
	if f.Index != 0 {
		op = fmt.Sprintf("%s of index %d", op, f.Index)
	}
	return nlmsg.Request{Op: op, Type: typ, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// Kind is a kind of addresses that an interface has.
type Kind uint8

const (
	// Unicast addresses are the interface's own.
	Unicast Kind = iota

	// Multicast addresses are of the groups that the interface has joined
	// (RTM_GETMULTICAST). Kernels before 6.15 list those of IPv6 only.
	Multicast

	// Anycast addresses are those of IPv6 that it has joined
	// (RTM_GETANYCAST).
	Anycast
)

// decoder returns a function that decodes an address and reports whether it
// matches f.
func (f Filter) decoder() func(*nlmsg.Message, *Addr) (bool, error) {
	r := new(reader)
	return func(m *nlmsg.Message, a *Addr) (bool, error) {
		// A dump of all families may hold those of Phonet and MCTP, too.
		if len(m.Data) > 0 && m.Data[0] != linux.AF_INET && m.Data[0] != linux.AF_INET6 {
			return false, nil
		}
		if err := r.decode(m, a); err != nil {
			return false, err
		}
		return (f.Index == 0 || f.Index == a.Index) &&
			(f.Family == linux.AF_UNSPEC || f.Family == m.Data[0]) &&
			(f.Prefix == netip.Prefix{} || f.Prefix.Contains(a.own())) &&
			(f.Protocol == 0 || f.Protocol == a.Protocol), nil
	}
}

// own returns the address that a is about.
func (a *Addr) own() netip.Addr {
	switch {
	case a.Multicast.IsValid():
		return a.Multicast
	case a.Anycast.IsValid():
		return a.Anycast
	}
	return a.Prefix.Addr()
}

// dump is the body of a request for addresses.
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
		e.Fail(0, fmt.Errorf("ifa_family: %d is neither AF_INET nor AF_INET6", f.Family))
		return
	}
	if f.Kind > Anycast {
		e.Fail(0, fmt.Errorf("%d is no kind of addresses", f.Kind))
		return
	}
	family := f.Family
	if family == linux.AF_UNSPEC && f.Kind != Unicast {
		family = linux.AF_INET6
	}
	encodeGet(e, family, f.Index)
	rtattr.Opt(e.Int32, linux.IFA_TARGET_NETNSID, f.TargetNetNSID)
}

// Get returns the own address x of an interface, or of any interface if index
// is 0. If there is none, it fails with EADDRNOTAVAIL, which is
// [io/fs.ErrNotExist].
//
// The kernel looks up IPv6 addresses only. For IPv4, Get reads all addresses of
// the interface and returns the first that is x; others may have x with another
// prefix.
func Get(conn *nlmsg.Conn, index int, x netip.Addr) (*Addr, error) {
	r := nlmsg.Request{Op: "addr get", Type: linux.RTM_GETADDR, Body: query{index, x}}
	if x.Is4() {
		return get4(conn, r, index, x)
	}
	m, err := conn.Get(r)
	if err != nil {
		return nil, err
	}
	return Decode(m)
}

func get4(conn *nlmsg.Conn, r nlmsg.Request, index int, x netip.Addr) (*Addr, error) {
	f := Filter{Index: index, Family: linux.AF_INET}
	dump := f.Request()
	dump.Op = r.String() // what the caller asked for
	list, err := f.list(conn, dump)
	for i := range list {
		if list[i].Prefix.Addr() == x {
			return &list[i], nil
		}
	}
	if err != nil {
		return nil, err
	}
	return nil, &nlmsg.Error{Op: r.String(), Type: r.Type, Errno: syscall.EADDRNOTAVAIL}
}

// query is the body of a request for one address.
type query struct {
	index int
	addr  netip.Addr
}

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	q.encode(e)
	return e.Result()
}

func (q query) encode(e *rtattr.Encoder) {
	switch {
	case !q.addr.IsValid():
		e.Fail(linux.IFA_LOCAL, errors.New("no valid address"))
	case q.addr.Is4In6():
		e.Fail(linux.IFA_LOCAL, mapped(q.addr))
	default:
		encodeGet(e, family(q.addr), q.index)
		e.Addr(linux.IFA_LOCAL, q.addr)
	}
}

func (q query) String() string {
	if q.index == 0 {
		return q.addr.String()
	}
	return fmt.Sprintf("%v on index %d", q.addr, q.index)
}

// encodeGet appends the header of a request for addresses. Under strict
// checking all else in it must be zero.
func encodeGet(e *rtattr.Encoder, family uint8, index int) {
	if index < 0 || int64(index) > 1<<31-1 {
		e.Fail(0, fmt.Errorf("ifa_index: %d is the index of no interface", index))
		return
	}
	h := e.Struct(sizeofHeader)
	h[0] = family
	binary.NativeEndian.PutUint32(h[4:], uint32(index))
}
