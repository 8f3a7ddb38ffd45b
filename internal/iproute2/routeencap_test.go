package iproute2

import (
	"slices"

	"github.com/seed-030106aa/rawnl/route"
)

// LWTUNNEL_ENCAP_* of linux/lwtunnel.h.
const (
	encapMPLS      = 1
	encapIP        = 2
	encapIP6       = 4
	encapSeg6      = 5
	encapSeg6Local = 7
)

var encapNames = map[uint16]any{
	encapMPLS: "mpls", encapIP: "ip", encapIP6: "ip6", encapSeg6: "seg6", encapSeg6Local: "seg6local",
}

// encapTable is what ip prints of how packets are wrapped, and the keys of a route
// that have a second meaning there. The tunnel's come first.
var encapTable = table[*route.Route]{
	{"encap", func(r *route.Route) any { return encapNames[r.EncapType] }},
	{"id", wrapped(encapIP, encapIP6)},
	{"src", wrapped(encapIP, encapIP6)},
	{"dst#2", wrapped(encapIP, encapIP6, encapMPLS)},
	{"ttl", wrapped(encapIP, encapMPLS)},
	{"hoplimit", wrapped(encapIP6)},
	{"tc", wrapped(encapIP6)},
	{"key", wrapped(encapIP, encapIP6)},
	{"csum", wrapped(encapIP, encapIP6)},
	{"seq", wrapped(encapIP, encapIP6)},
	{"tos", func(r *route.Route) any {
		if r.EncapType == encapIP {
			return wrapped(encapIP)(r)
		}
		return typeOfService(r.TOS)
	}},
	{"mode", wrapped(encapSeg6)},
	{"segs", wrapped(encapSeg6)},
	{"hmac", wrapped(encapSeg6)},
	{"action", wrapped(encapSeg6Local)},
	{"nh4", wrapped(encapSeg6Local)},
	{"nh6", wrapped(encapSeg6Local)},
	{"oif", wrapped(encapSeg6Local)},
	{"srh", wrapped(encapSeg6Local)},
	{"vrftable", wrapped(encapSeg6Local)},
	{"table", func(r *route.Route) any {
		if r.EncapType == encapSeg6Local {
			return wrapped(encapSeg6Local)(r)
		}
		return routeTableOf{r}
	}},
	{"table#2", wrapped(encapSeg6Local)},
}

// hopEncapTable is the same for one of the ways of a route.
var hopEncapTable = table[hop]{
	{"encap", func(h hop) any { return encapNames[h.EncapType] }},
	{"dst", func(h hop) any {
		if h.EncapType == 0 {
			return nil
		}
		return pendingEncap
	}},
}

// wrapped is for a key that is printed of encapsulations of some types.
func wrapped(types ...uint16) func(*route.Route) any {
	return func(r *route.Route) any {
		if !slices.Contains(types, r.EncapType) {
			return nil
		}
		return pendingEncap
	}
}

const pendingEncap = unchecked("encapsulations are bytes yet")
