package testprop

import (
	"cmp"
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/encap"
)

// KernelsTunnel makes of a tunnel that is set what is read of it.
func KernelsTunnel(want, read encap.Encap) {
	switch want := want.(type) {
	case *encap.IP:
		if read, ok := read.(*encap.IP); ok {
			want.Flags = keptFlags(want.Flags, read.Flags)
		}
		want.Dst, want.Src = specified(want.Dst), specified(want.Src)
	case *encap.IP6:
		if read, ok := read.(*encap.IP6); ok {
			want.Flags = keptFlags(want.Flags, read.Flags)
		}
		want.Dst, want.Src = specified(want.Dst), specified(want.Src)
	case *encap.Seg6Local:
		if f := want.Flavors; f != nil && f.Operations&encap.Seg6NextCSID != 0 {
			f.BlockBits, f.NodeBits = cmp.Or(f.BlockBits, 32), cmp.Or(f.NodeBits, 16)
		}
		if read, ok := read.(*encap.Seg6Local); ok {
			ignored(reflect.ValueOf(want).Elem(), reflect.ValueOf(read).Elem())
		}
	case *encap.Seg6:
		if read, ok := read.(*encap.Seg6); ok && !read.Src.IsValid() && read.Table == 0 {
			want.Src, want.Table = netip.Addr{}, 0 // which kernels up to 6.18 ignore
		}
	}
}

// specified returns x, or the zero Addr if it is the unspecified address.
func specified(x netip.Addr) netip.Addr {
	if x.IsValid() && x.IsUnspecified() {
		return netip.Addr{}
	}
	return x
}

// ignored takes out what was not read: the kernel ignores what does not go with the
// action.
func ignored(want, read reflect.Value) {
	for i := range want.NumField() {
		if read.Field(i).IsZero() {
			want.Field(i).SetZero()
		}
	}
}

// keptFlags returns the flags that a tunnel keeps. Those of options are set by the
// kernel where there are options. The last bit has no meaning, and old kernels
// keep it.
func keptFlags(want, read encap.Flags) encap.Flags {
	const (
		options = encap.FlagGeneve | encap.FlagVXLAN | encap.FlagERSPAN | encap.FlagGTP
		last    = 1 << 15
	)
	return want&^(options|last) | want&read&last
}
