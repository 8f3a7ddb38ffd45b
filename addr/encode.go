package addr

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct ifaddrmsg.
const sizeofHeader = 8

func (a *Addr) encode(e *rtattr.Encoder) {
	own := a.Prefix.Addr()
	h := e.Struct(sizeofHeader)
	h[0] = family(own)
	h[1] = uint8(a.Prefix.Bits())
	h[3] = a.Scope
	binary.NativeEndian.PutUint32(h[4:], uint32(a.Index))
	if a.Flags <= math.MaxUint8 {
		h[2] = uint8(a.Flags)
	} else {
		e.Uint32(linux.IFA_FLAGS, a.Flags)
	}
	e.Addr(linux.IFA_LOCAL, own)
	if a.Peer.IsValid() {
		a.encodeAddr(e, linux.IFA_ADDRESS, a.Peer)
	} else {
		e.Addr(linux.IFA_ADDRESS, own)
	}
	a.encodeAddr(e, linux.IFA_BROADCAST, a.Broadcast)
	a.encodeAddr(e, linux.IFA_ANYCAST, a.Anycast)
	a.encodeAddr(e, linux.IFA_MULTICAST, a.Multicast)
	if a.Label != "" {
		e.Name(linux.IFA_LABEL, a.Label, linux.IFNAMSIZ-1)
	}
	a.encodeLifetimes(e)
	if a.Priority != 0 {
		e.Uint32(linux.IFA_RT_PRIORITY, a.Priority)
	}
	if a.Protocol != 0 {
		e.Uint8(linux.IFA_PROTO, a.Protocol)
	}
	for _, raw := range a.Unknown {
		e.Raw(raw)
	}
}

// encodeAddr appends x, which must be of a's family, if there is one.
func (a *Addr) encodeAddr(e *rtattr.Encoder, typ uint16, x netip.Addr) {
	switch {
	case !x.IsValid():
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
