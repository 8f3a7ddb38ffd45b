package iproute2

import "github.com/seed-030106aa/rawnl/route"

// Numbers of LWTUNNEL_ENCAP_* in linux/lwtunnel.h.
const (
	encapIP        = 2
	encapSeg6      = 5
	encapSeg6Local = 7
)

// encapRows are the rows of routeTable for how packets are wrapped, and for the
// keys of the route that have a second meaning there. The tunnel's come first.
var encapRows = table[*route.Route]{
	{"encap", func(r *route.Route) any {
		return map[uint16]any{encapIP: "ip", encapSeg6: "seg6", encapSeg6Local: "seg6local"}[r.EncapType]
	}},
	{"id", wrapped(encapIP)},
	{"src", wrapped(encapIP)},
	{"dst#2", wrapped(encapIP)},
	{"ttl", wrapped(encapIP)},
	{"tos", func(r *route.Route) any {
		if r.EncapType == encapIP {
			return wrapped(encapIP)(r)
		}
		return typeOfService(r.TOS)
	}},
	{"mode", wrapped(encapSeg6)},
	{"segs", wrapped(encapSeg6)},
	{"action", wrapped(encapSeg6Local)},
	{"table", func(r *route.Route) any {
		if r.EncapType == encapSeg6Local {
			return wrapped(encapSeg6Local)(r)
		}
		return routeTableOf{r}
	}},
	{"table#2", func(r *route.Route) any {
		if r.EncapType == encapSeg6Local {
			return routeTableOf{r}
		}
		return nil
	}},
}

// wrapped is for a key that is printed of encapsulations of one type.
func wrapped(encapType uint16) func(*route.Route) any {
	return func(r *route.Route) any {
		if r.EncapType != encapType {
			return nil
		}
		return unchecked("encapsulations are bytes yet")
	}
}
