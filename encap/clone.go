package encap

import (
	"reflect"

	"github.com/seed-030106aa/rawnl/internal/deep"
)

// Clone returns a copy of x that shares no memory with it, or nil if x is nil.
func Clone(x Encap) Encap {
	if x == nil {
		return nil
	}
	return deep.Copy(x)
}

// Equal reports whether two tunnels do the same with packets. What counters have
// counted makes no difference.
func Equal(a, b Encap) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return reflect.DeepEqual(uncounted(a), uncounted(b))
}

// uncounted returns x with zero counters.
func uncounted(x Encap) Encap {
	local, ok := x.(*Seg6Local)
	if !ok || local == nil || local.Counters == nil {
		return x
	}
	c := *local
	c.Counters = &Seg6Counters{Unknown: c.Counters.Unknown}
	return &c
}
