package route

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
)

// types are the names that ip(8) has for RTN_*, but for that of the usual one.
var types = map[uint8]string{
	linux.RTN_LOCAL:       "local",
	linux.RTN_BROADCAST:   "broadcast",
	linux.RTN_ANYCAST:     "anycast",
	linux.RTN_MULTICAST:   "multicast",
	linux.RTN_BLACKHOLE:   "blackhole",
	linux.RTN_UNREACHABLE: "unreachable",
	linux.RTN_PROHIBIT:    "prohibit",
	linux.RTN_THROW:       "throw",
	linux.RTN_NAT:         "nat",
}

// String returns the route in short, much as ip(8) shows it, with the type
// unless it is unicast, where packets go and in what, the metric, and the table
// unless it is the main one: "198.51.100.0/24 via 192.0.2.1 dev index 3 metric 5
// table 100".
func (r Route) String() string {
	var b []byte
	switch name, ok := types[r.Type]; {
	case ok:
		b = fmt.Appendf(b, "%s ", name)
	case r.Type != linux.RTN_UNSPEC && r.Type != linux.RTN_UNICAST:
		b = fmt.Appendf(b, "type %d ", r.Type)
	}
	b = fmt.Appendf(b, "%v", r.Dst)
	if r.Src.IsValid() {
		b = fmt.Appendf(b, " from %v", r.Src)
	}
	if r.TOS != 0 {
		b = fmt.Appendf(b, " tos %#x", r.TOS)
	}
	if r.NHID != 0 {
		b = fmt.Appendf(b, " nhid %d", r.NHID)
	}
	b = appendWay(b, r.Encap, r.Gateway, r.OIF)
	for _, hop := range r.MultiPath {
		b = appendWay(append(b, " nexthop"...), hop.Encap, hop.Gateway, hop.OIF)
		if hop.Weight > 1 {
			b = fmt.Appendf(b, " weight %d", hop.Weight)
		}
	}
	if r.Priority != 0 {
		b = fmt.Appendf(b, " metric %d", r.Priority)
	}
	if table := r.table(); table != linux.RT_TABLE_MAIN {
		b = fmt.Appendf(b, " table %d", table)
	}
	return string(b)
}

func appendWay(b []byte, tunnel encap.Encap, gateway netip.Addr, index int) []byte {
	if tunnel != nil {
		b = fmt.Appendf(b, " encap %v", tunnel)
	}
	if gateway.IsValid() {
		b = fmt.Appendf(b, " via %v", gateway)
	}
	if index != 0 {
		b = fmt.Appendf(b, " dev index %d", index)
	}
	return b
}
