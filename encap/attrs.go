package encap

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// keep appends a copy of an attribute to those that have no field.
func keep(unknown *[]rtattr.Raw, v rtattr.Value) {
	*unknown = append(*unknown, v.Raw().Clone())
}

// putAddr4 and putAddr6 append an address of one family, unless it is zero.

func putAddr4(e *rtattr.Encoder, typ uint16, x netip.Addr) {
	switch {
	case !x.IsValid():
	case !x.Is4():
		e.Fail(typ, fmt.Errorf("%v is no IPv4 address", x))
	default:
		e.Addr(typ, x)
	}
}

func putAddr6(e *rtattr.Encoder, typ uint16, x netip.Addr) {
	switch {
	case !x.IsValid():
	case !x.Is6() || x.Is4In6():
		e.Fail(typ, fmt.Errorf("%v is no IPv6 address", x))
	default:
		e.Addr(typ, x)
	}
}

// addr4 and addr6 return an address that must be of the family.

func addr4(v rtattr.Value) netip.Addr {
	x := v.Addr()
	if x.Is6() {
		v.Fail(errors.New("an IPv6 address in place of one of IPv4"))
	}
	return x
}

func addr6(v rtattr.Value) netip.Addr {
	x := v.Addr()
	if x.Is4() {
		v.Fail(errors.New("an IPv4 address in place of one of IPv6"))
	}
	return x
}

// specified returns x, or the zero Addr if x is one of the zeros that the kernel
// sends of an address that was not given.
func specified(x netip.Addr) netip.Addr {
	if x.IsUnspecified() {
		return netip.Addr{}
	}
	return x
}
