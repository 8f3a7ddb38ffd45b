package addr

import (
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add an address to an interface. Adding one that
// exists fails with EEXIST, which is [io/fs.ErrExist].
func Add(a *Addr) nlmsg.Request {
	return request("addr add", linux.RTM_NEWADDR, linux.NLM_F_CREATE|linux.NLM_F_EXCL, written{body{a}})
}

// Replace returns a request to add an address, or to change the one that exists
// already.
//
// An IPv4 address exists if the interface has one with the same address, length
// of the prefix and peer's network. Its lifetimes, Priority and Protocol change;
// Label, Broadcast, Scope and Flags stay as they were.
//
// An IPv6 address exists if the interface has the same address with any prefix.
// Its lifetimes, Protocol, Flags and Peer change, and its Priority unless that is
// zero; the length of its prefix stays as it was, and so does IFA_F_MCAUTOJOIN
// where it is set.
//
// There is no request to change an address only if it is there: the kernel
// would add it all the same.
func Replace(a *Addr) nlmsg.Request {
	return request("addr replace", linux.RTM_NEWADDR, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, written{body{a}})
}

// Del returns a request to delete the first address of the interface that
// matches a: its address and the length of its prefix, and for IPv4 also the
// peer's network and, unless it is empty, the Label. An address as it was read
// matches itself. Deleting one that does not exist fails with EADDRNOTAVAIL,
// which is [io/fs.ErrNotExist].
//
// Deleting a primary IPv4 address also deletes its secondary addresses, those
// of the same network that IFA_F_SECONDARY marks, unless the sysctl
// promote_secondaries is set.
func Del(a *Addr) nlmsg.Request {
	return request("addr del", linux.RTM_DELADDR, 0, body{a})
}

func request(op string, typ, flags uint16, b nlmsg.Body) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: b}
}

// body is an address to be deleted, or part of written.
type body struct{ *Addr }

func (b body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b body) encode(e *rtattr.Encoder) {
	switch {
	case b.Addr == nil:
		e.Fail(0, errors.New("the address is nil"))
	case !b.Prefix.IsValid():
		e.Fail(linux.IFA_LOCAL, errors.New("no valid prefix"))
	case b.Prefix.Addr().Is4In6():
		e.Fail(linux.IFA_LOCAL, mapped(b.Prefix))
	case b.Index <= 0 || b.Index > math.MaxInt32:
		e.Fail(0, fmt.Errorf("ifa_index: %d is the index of no interface", b.Index))
	case b.TargetNetNSID != nil:
		e.Fail(linux.IFA_TARGET_NETNSID, errors.New("addresses of another namespace can only be read"))
	default:
		b.Addr.encode(e, false)
	}
}

// String returns what is to be added, changed or deleted, if it is not nil.
func (b body) String() string {
	if b.Addr == nil {
		return ""
	}
	return b.Addr.String()
}

// written is an address to be added or changed.
type written struct{ body }

func (w written) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if w.Addr != nil && w.Prefix.Addr() == netip.IPv4Unspecified() {
		e.Fail(linux.IFA_LOCAL, errors.New("the kernel would report success and not add it"))
	}
	w.encode(e)
	return e.Result()
}
