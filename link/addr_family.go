package link

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// putAddrByFamily appends an IP address as the attribute of its family, and
// nothing for the zero Addr.
func putAddrByFamily(e *rtattr.Encoder, typ4, typ6 uint16, a netip.Addr) {
	switch {
	case a == netip.Addr{}:
	case a.Is4():
		e.Addr(typ4, a)
	default:
		e.Addr(typ6, a)
	}
}

// putIPv4 appends an IPv4 address, and nothing for the zero Addr.
func putIPv4(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	if a != (netip.Addr{}) && !a.Is4() {
		e.Fail(typ, fmt.Errorf("%v is no IPv4 address", a))
		return
	}
	putAddrByFamily(e, typ, typ, a)
}

// ipv4 and ipv6 return the address of an attribute that has one of that family.

func ipv4(v rtattr.Value) netip.Addr { return netip.AddrFrom4([4]byte(addrBytes(v, 4))) }

func ipv6(v rtattr.Value) netip.Addr { return netip.AddrFrom16([16]byte(addrBytes(v, 16))) }

func addrBytes(v rtattr.Value, n int) []byte {
	b := v.Bytes()
	if len(b) != n {
		v.Fail(fmt.Errorf("IP address of %d bytes, want %d", len(b), n))
		return make([]byte, n)
	}
	return b
}

// putFlowLabel appends an IPv6 flow label. The kernel would cut a longer one in
// a request.
func putFlowLabel(e *rtattr.Encoder, typ uint16, label *uint32, full bool) {
	const limit = 0xfffff // IPV6_FLOWLABEL_MASK, linux/in6.h
	if label != nil && *label > limit && !full {
		e.Fail(typ, errFlowLabel)
		return
	}
	rtattr.Opt(e.Uint32BE, typ, label)
}

var errFlowLabel = errors.New("the flow label has more than 20 bits")

func (m *memory) flowLabel(v rtattr.Value) *uint32 {
	return m.room.uint32s.put(v.Uint32BE())
}
