package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
)

// A change of an ipvlan counts for all on the same parent, and so does a new one.
func TestIPVLANModeIsTheParents(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	parent := get(t, conn, link.Name("veth0")).Index
	l2, l3, private, vepa := new(uint16(0)), new(uint16(1)), new(uint16(1)), new(uint16(2))
	add := func(name string, data *link.IPVLAN) {
		t.Helper()
		do(t, conn, link.Add(&link.Link{Name: name, ParentIndex: &parent, Data: data}))
	}
	check := func(want *link.IPVLAN) {
		t.Helper()
		if diff := cmp.Diff(want, get(t, conn, link.Name("a")).Data); diff != "" {
			t.Errorf("(-want +read)\n%s", diff)
		}
	}
	add("a", &link.IPVLAN{Mode: l2, Flags: private})
	check(&link.IPVLAN{Mode: l2, Flags: private})

	add("b", &link.IPVLAN{}) // which sets l3
	check(&link.IPVLAN{Mode: l3, Flags: private})

	do(t, conn, link.Set(link.Name("b"), &link.Link{Data: &link.IPVLAN{Mode: l2, Flags: vepa}}))
	check(&link.IPVLAN{Mode: l2, Flags: vepa})
}
