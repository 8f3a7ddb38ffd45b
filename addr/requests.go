package addr

import (
	"errors"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to give an interface an address. One that is there
// already is EEXIST, which is [io/fs.ErrExist].
func Add(a *Addr) nlmsg.Request {
	return request("addr add", linux.RTM_NEWADDR, linux.NLM_F_CREATE|linux.NLM_F_EXCL, a)
}

// Replace returns a request to add an address, or to change it if it is there
// already. Of IPv4, an address is the same if own address and prefix are, and
// the peer's network; lifetimes, Priority and Protocol are changed. Of IPv6 it
// is the same if the own address is, and Flags and Peer are changed too; the
// length of its prefix stays as it was.
//
// There is no request to change an address only if it is there: the kernel
// would add it all the same.
func Replace(a *Addr) nlmsg.Request {
	return request("addr replace", linux.RTM_NEWADDR, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, a)
}

// Del returns a request to delete the first address of the interface that fits
// a: own address and length of the prefix, and of IPv4 the peer's network and
// the Label, unless it is empty. An address as it was read fits itself. One that is not there is EADDRNOTAVAIL,
// which is [io/fs.ErrNotExist].
//
// With an IPv4 address go the other addresses of its network, unless the
// sysctl promote_secondaries is set: those that IFA_F_SECONDARY marks.
func Del(a *Addr) nlmsg.Request {
	return request("addr del", linux.RTM_DELADDR, 0, a)
}

func request(op string, typ, flags uint16, a *Addr) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: body{a}}
}

// body is an address to be added, changed or deleted.
type body struct{ *Addr }

func (b body) Encode(e *rtattr.Encoder) {
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
		b.encode(e)
	}
}

// String returns the address and the interface, such as
// "192.0.2.1/24 on index 3", or nothing of no address.
func (b body) String() string {
	if b.Addr == nil {
		return ""
	}
	return fmt.Sprintf("%v on index %d", b.Prefix, b.Index)
}
