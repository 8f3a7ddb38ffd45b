package encap_test

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/route"
)

// Send packets by way of two routers, with a header of segment routing.
func ExampleSeg6() {
	r := route.Add(&route.Route{
		Dst: netip.MustParsePrefix("2001:db8:5::/48"),
		OIF: 3,
		Encap: &encap.Seg6{
			Mode: encap.Seg6Encap,
			SRH: encap.SRH{Segments: []netip.Addr{
				netip.MustParseAddr("2001:db8:a::1"),
				netip.MustParseAddr("2001:db8:a::2"),
			}},
		},
	})
	b, err := r.AppendBinary(nil)
	fmt.Println(r, len(b), err)
	// Output:
	// route add 2001:db8:5::/48 dev index 3 116 <nil>
}

// Wrap the packets of a route in UDP, by way of a VXLAN that leaves the rest to
// its routes ("external").
func ExampleIP() {
	var vx int // the index of the VXLAN
	r := route.Add(&route.Route{
		Dst:   netip.MustParsePrefix("198.51.100.0/24"),
		OIF:   vx,
		Encap: &encap.IP{ID: 42, Dst: netip.MustParseAddr("203.0.113.1")},
	})
	fmt.Println(r)
	// Output:
	// route add 198.51.100.0/24
}

// The mistake is named before anything is sent.
func Example_mistake() {
	_, err := route.Add(&route.Route{
		Dst:   netip.MustParsePrefix("198.51.100.0/24"),
		OIF:   3,
		Encap: &encap.MPLS{Labels: []uint32{1 << 20}},
	}).AppendBinary(nil)
	fmt.Println(err)
	// Output:
	// route add 198.51.100.0/24 dev index 3: RTA_ENCAP/MPLS_IPTUNNEL_DST at offset 48: label 1048576 is out of range, the largest is 1048575
}
