package addr

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct ifaddrmsg.
const sizeofHeader = 8

// AppendBinary appends all of a, what is read only as well, to b: the body of a
// message as the kernel sends it. [Add], [Replace] and [Del] make requests.
func (a Addr) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(b)
	a.encode(e, true)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWADDR, fmt.Sprintf("address %v", a), err)
	}
	return out, err
}

// encode appends a: everything in it if full is set, as the kernel does, or else
// what a request has, which it checks.
func (a *Addr) encode(e *rtattr.Encoder, full bool) {
	if a.Index < math.MinInt32 || a.Index > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("ifa_index: %d is the index of no interface", a.Index))
		return
	}
	own := a.Prefix.Addr()
	h := e.Struct(sizeofHeader)
	h[0] = a.family()
	h[1] = uint8(max(a.Prefix.Bits(), 0))
	h[3] = a.Scope
	binary.NativeEndian.PutUint32(h[4:], uint32(a.Index))
	if full || a.Flags <= math.MaxUint8 {
		h[2] = uint8(a.Flags)
	}
	if full || a.Flags > math.MaxUint8 {
		e.Uint32(linux.IFA_FLAGS, a.Flags)
	}
	address := own
	if a.Peer.IsValid() {
		address = a.Peer
	}
	if own.IsValid() && (own.Is4() || a.Peer.IsValid() || !full) {
		e.Addr(linux.IFA_LOCAL, own)
	}
	a.encodeAddr(e, linux.IFA_ADDRESS, address, full)
	a.encodeAddr(e, linux.IFA_BROADCAST, a.Broadcast, full)
	a.encodeAddr(e, linux.IFA_ANYCAST, a.Anycast, full)
	a.encodeAddr(e, linux.IFA_MULTICAST, a.Multicast, full)
	switch {
	case a.Label == "":
	case full:
		e.String(linux.IFA_LABEL, a.Label)
	default:
		e.Name(linux.IFA_LABEL, a.Label, linux.IFNAMSIZ-1)
	}
	a.encodeLifetimes(e, full)
	if a.Priority != 0 {
		e.Uint32(linux.IFA_RT_PRIORITY, a.Priority)
	}
	if a.Protocol != 0 {
		e.Uint8(linux.IFA_PROTO, a.Protocol)
	}
	if full && a.Users != 0 {
		e.Uint32(linux.IFA_MC_USERS, a.Users)
	}
	if full {
		rtattr.Opt(e.Int32, linux.IFA_TARGET_NETNSID, a.TargetNetNSID)
	}
	e.Raws(a.Unknown)
}

// family returns the address family of a, which may be an anycast address or a
// multicast group.
func (a *Addr) family() uint8 {
	for _, x := range [...]netip.Addr{a.Prefix.Addr(), a.Multicast, a.Anycast, a.Broadcast} {
		if x.IsValid() {
			return family(x)
		}
	}
	return linux.AF_UNSPEC
}

// encodeAddr appends x, if there is one. In a request it must be of a's family.
func (a *Addr) encodeAddr(e *rtattr.Encoder, typ uint16, x netip.Addr, full bool) {
	switch {
	case !x.IsValid():
	case full:
		e.Addr(typ, x)
	case x.Is4In6():
		e.Fail(typ, mapped(x))
	case x.Is4() != a.Prefix.Addr().Is4():
		e.Fail(typ, fmt.Errorf("%v is not of the family of %v", x, a.Prefix))
	default:
		e.Addr(typ, x)
	}
}

// mapped is the error of x, an address or a prefix.
func mapped(x fmt.Stringer) error {
	return fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", x)
}

// family returns the address family of x.
func family(x netip.Addr) uint8 {
	switch {
	case x.Is4():
		return linux.AF_INET
	case x.Is6():
		return linux.AF_INET6
	}
	return linux.AF_UNSPEC
}
