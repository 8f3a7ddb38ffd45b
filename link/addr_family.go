package link

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// The address of a tunnel's end is one of the outer header's family. The zero
// Addr leaves it out, which is to the kernel as if it were unspecified.

func putIPv4(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	switch {
	case !a.IsValid():
	case a.Is4In6():
		e.Fail(typ, errMapped(a))
	case !a.Is4():
		e.Fail(typ, errNotIPv4(a))
	default:
		e.Addr(typ, a)
	}
}

func putIPv6(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	switch {
	case !a.IsValid():
	case a.Is4():
		e.Fail(typ, errNotIPv6(a))
	default:
		e.Addr(typ, a)
	}
}

// refuseMapped refuses an IPv4-mapped address in a request, such as
// [netip.AddrFromSlice] makes of a net.IP: the kernel would take it for one of
// IPv6, and make a tunnel over that.
func refuseMapped(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	if a.Is4In6() {
		e.Fail(typ, errMapped(a))
	}
}

// putAddrByFamily appends an address as the attribute of its family.
func putAddrByFamily(e *rtattr.Encoder, typ4, typ6 uint16, a netip.Addr) {
	if a.Is4() {
		putIPv4(e, typ4, a)
		return
	}
	putIPv6(e, typ6, a)
}

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

func errNotIPv4(a netip.Addr) error { return fmt.Errorf("%v is no IPv4 address", a) }
func errNotIPv6(a netip.Addr) error { return fmt.Errorf("%v is no IPv6 address", a) }

func errMapped(a netip.Addr) error {
	return fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", a)
}

// unless returns the zero Addr for none, which is the unspecified address of the
// tunnel's family, and else a.
func unless(none, a netip.Addr) netip.Addr {
	if a == none {
		return netip.Addr{}
	}
	return a
}
