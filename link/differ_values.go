package link

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// rawsChange returns those of changed that old does not have.
func rawsChange(old, changed []rtattr.Raw) (list []rtattr.Raw) {
	for _, r := range changed {
		same := func(o rtattr.Raw) bool { return o.Type == r.Type && bytes.Equal(o.Data, r.Data) }
		if !slices.ContainsFunc(old, same) {
			list = append(list, r)
		}
	}
	return list
}

// bitsChange returns the flags that differ. Nil has none. A Mask that is another
// than it was is taken for the flags that count, as in a request.
func bitsChange(old, changed *Bits) Bits {
	var was, is Bits
	if old != nil {
		was = *old
	}
	count := ^uint32(0)
	if changed != nil {
		is = *changed
		if is.Mask != was.Mask && is.Mask != 0 {
			count = is.Mask | is.Value
		}
	}
	mask := (was.Value ^ is.Value) & count
	return Bits{Value: is.Value & mask, Mask: mask}
}

// qosChange returns the mappings that differ. One to 0 is none.
func qosChange(old, changed []VLANQoS) (list []VLANQoS) {
	list = without(changed, old)
	for _, q := range old {
		if !slices.ContainsFunc(changed, func(c VLANQoS) bool { return c.From == q.From }) {
			list = append(list, VLANQoS{From: q.From})
		}
	}
	return list
}

// without returns the elements of list that are not in other.
func without[T comparable](list, other []T) (rest []T) {
	for _, v := range list {
		if !slices.Contains(other, v) {
			rest = append(rest, v)
		}
	}
	return rest
}

// xdpChange returns the program to attach, or to detach where it was.
func xdpChange(old, changed *XDP) *XDP {
	switch {
	case changed == nil && old == nil:
		return nil
	case changed == nil:
		flags := [...]uint32{xdpAttachedDrv: xdpFlagDrv, xdpAttachedSKB: xdpFlagSKB, xdpAttachedHW: xdpFlagHW}
		detach := &XDP{FD: new(-1)}
		if int(old.Attached) < len(flags) {
			detach.Flags = flags[old.Attached]
		}
		return detach
	case old != nil && reflect.DeepEqual(old, changed):
		return nil
	}
	c := *changed
	c.XDPState = XDPState{}
	if reflect.ValueOf(c).IsZero() {
		return nil
	}
	return &c
}

// The places of a program, XDP_ATTACHED_*, and what a request says for them,
// XDP_FLAGS_*_MODE (linux/if_link.h).
const (
	xdpAttachedDrv = 1
	xdpAttachedSKB = 2
	xdpAttachedHW  = 3

	xdpFlagSKB = 2
	xdpFlagDrv = 4
	xdpFlagHW  = 8
)
