package iproute2

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// vnis compares the records of bridge vni show.
func vnis(t *testing.T, d *dump) {
	compareAll(t, d, vnisTable.of, all(t, d, link.DecodeVNIs))
}

var vnisTable = table[*link.VNIs]{
	{"ifname", func(v *link.VNIs) any { return device(v.Index) }},
	{"vnis", func(v *link.VNIs) any { return vniTable.list(v.Ranges) }},
}

var vniTable = table[link.VNIRange]{
	{"vni", func(r link.VNIRange) any { return r.First }},
	{"vniEnd", func(r link.VNIRange) any {
		if r.Last == r.First {
			return nil
		}
		return r.Last
	}},
	{"remote", func(r link.VNIRange) any {
		if r.Group.IsMulticast() {
			return nil
		}
		return r.Group
	}},
}
