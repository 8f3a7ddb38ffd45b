package iproute2

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/route"
)

// ofEncap returns what ip prints of how packets are wrapped.
func ofEncap(e encap.Encap) object {
	switch e := e.(type) {
	case *encap.IP:
		return encapIPTable.of(e)
	case *encap.IP6:
		return encapIP6Table.of(e)
	case *encap.MPLS:
		return encapMPLSTable.of(e)
	case *encap.Seg6:
		return encapSeg6Table.of(e)
	case *encap.Seg6Local:
		return encapSeg6LocalTable.of(e)
	}
	return nil
}

// routeObject returns what ip prints of a route.
func routeObject(r *route.Route) object {
	return withEncap("dst", ofEncap(r.Encap), routeTable.of(r))
}

// withEncap returns what ip prints of a route or a nexthop object, to which the
// keys of the tunnel belong. Where both have a key, the second that is printed has
// the name key#2: the tunnel comes after the first, and before the rest.
func withEncap(first string, tunnel, rest object) object {
	for i := range tunnel {
		if tunnel[i].key == first && tunnel[i].value != nil {
			tunnel[i].key += "#2"
		}
		for j := range rest {
			if tunnel[i].key == rest[j].key && tunnel[i].value != nil && rest[j].value != nil {
				rest[j].key += "#2"
			}
		}
	}
	return merged(append(rest, tunnel...))
}

// merged leaves out the members without a value that another has one for.
func merged(o object) object {
	return slices.DeleteFunc(o, func(m member) bool {
		return m.value == nil && slices.ContainsFunc(o, func(other member) bool {
			return other.key == m.key && other.value != nil
		})
	})
}

var encapIPTable = table[*encap.IP]{
	{"encap", func(*encap.IP) any { return "ip" }},
	{"id", func(t *encap.IP) any { return t.ID }},
	{"src", func(t *encap.IP) any {
		if !t.Src.IsValid() {
			return netip.IPv4Unspecified()
		}
		return t.Src
	}},
	{"dst", func(t *encap.IP) any { return t.Dst }},
	{"ttl", func(t *encap.IP) any { return t.TTL }},
	{"tos", func(t *encap.IP) any { return t.TOS }},
	{"key", func(t *encap.IP) any { return nonZero(t.Flags&encap.FlagKey != 0) }},
	{"csum", func(t *encap.IP) any { return nonZero(t.Flags&encap.FlagChecksum != 0) }},
	{"seq", func(t *encap.IP) any { return nonZero(t.Flags&encap.FlagSeq != 0) }},
}

var encapIP6Table = table[*encap.IP6]{
	{"encap", func(*encap.IP6) any { return "ip6" }},
	{"id", func(t *encap.IP6) any { return t.ID }},
	{"src", func(t *encap.IP6) any { return t.Src }},
	{"dst", func(t *encap.IP6) any { return t.Dst }},
	{"hoplimit", func(t *encap.IP6) any { return t.HopLimit }},
	{"tc", func(t *encap.IP6) any { return t.TrafficClass }},
}

var encapMPLSTable = table[*encap.MPLS]{
	{"encap", func(*encap.MPLS) any { return "mpls" }},
	{"dst", func(t *encap.MPLS) any { return labelStack(t.Labels) }},
	{"ttl", func(t *encap.MPLS) any { return t.TTL }},
}

var encapSeg6Table = table[*encap.Seg6]{
	{"encap", func(*encap.Seg6) any { return "seg6" }},
	{"mode", func(t *encap.Seg6) any {
		return map[encap.Seg6Mode]any{
			encap.Seg6Inline: "inline", encap.Seg6Encap: "encap", encap.Seg6L2Encap: "l2encap",
		}[t.Mode]
	}},
	{"segs", func(t *encap.Seg6) any { return segments(&t.SRH, t.Mode == encap.Seg6Inline) }},
	{"hmac", func(t *encap.Seg6) any {
		if t.SRH.HMAC == 0 {
			return nil
		}
		return hex(t.SRH.HMAC)
	}},
}

var encapSeg6LocalTable = table[*encap.Seg6Local]{
	{"encap", func(*encap.Seg6Local) any { return "seg6local" }},
	{"action", func(t *encap.Seg6Local) any { return seg6Actions[t.Action] }},
	{"srh", func(t *encap.Seg6Local) any {
		if t.SRH == nil {
			return nil
		}
		return srhTable.of(t)
	}},
	{"table", func(t *encap.Seg6Local) any {
		if t.Table == 0 {
			return nil
		}
		return named{tables, int(t.Table)}
	}},
	{"vrftable", func(t *encap.Seg6Local) any {
		if t.VRFTable == 0 {
			return nil
		}
		return named{tables, int(t.VRFTable)}
	}},
	{"nh4", func(t *encap.Seg6Local) any { return t.NH4 }},
	{"nh6", func(t *encap.Seg6Local) any { return t.NH6 }},
	{"oif", func(t *encap.Seg6Local) any { return device(t.OIF) }},
}

var srhTable = table[*encap.Seg6Local]{
	{"segs", func(t *encap.Seg6Local) any { return segments(t.SRH, t.Action == encap.Seg6EndB6) }},
}

var seg6Actions = map[encap.Seg6Action]string{
	1: "End", 2: "End.X", 3: "End.T", 4: "End.DX2", 6: "End.DX4", 7: "End.DT6", 8: "End.DT4",
	9: "End.B6", 10: "End.B6.Encaps",
}

// segments are those of a header. One that is put into packets has their own
// destination after them, which the kernel has yet to fill in.
func segments(h *encap.SRH, within bool) any {
	var l list
	for _, s := range h.Segments {
		l = append(l, s)
	}
	if within {
		l = append(l, "::")
	}
	return l
}

// labelStack are labels as ip prints them.
func labelStack(labels []uint32) any {
	var s []string
	for _, l := range labels {
		s = append(s, strconv.Itoa(int(l)))
	}
	return strings.Join(s, "/")
}
