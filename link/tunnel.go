package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// TunnelEncap is what stands between the outer IP header and the tunnel's own,
// such as a UDP header (IFLA_GRE_ENCAP_*, IFLA_IPTUN_ENCAP_*). A request that has
// it sets all of it: its zero value is a tunnel without.
type TunnelEncap struct {
	// Type is TUNNEL_ENCAP_* (linux/if_tunnel.h): none (0); fou (1), foo over
	// UDP; gue (2), generic UDP encapsulation; mpls (3), which the kernel uses
	// and does not let anyone set. The kernel needs its module fou, or fou6 for
	// tunnels over IPv6.
	Type uint16

	// Flags are TUNNEL_ENCAP_FLAG_*: csum (1) and csum6 (2), packets have a UDP
	// checksum over IPv4 and over IPv6; remcsum (4), remote checksum offload.
	Flags uint16

	// SrcPort and DstPort are the UDP ports. As source port, zero has the kernel
	// take one that depends on the flow.
	SrcPort, DstPort uint16
}

// encapTypes are the attributes that a kind has for a TunnelEncap.
type encapTypes struct{ typ, flags, srcPort, dstPort uint16 }

var (
	greEncap = encapTypes{
		linux.IFLA_GRE_ENCAP_TYPE, linux.IFLA_GRE_ENCAP_FLAGS, linux.IFLA_GRE_ENCAP_SPORT, linux.IFLA_GRE_ENCAP_DPORT,
	}
	iptunEncap = encapTypes{
		linux.IFLA_IPTUN_ENCAP_TYPE, linux.IFLA_IPTUN_ENCAP_FLAGS, linux.IFLA_IPTUN_ENCAP_SPORT, linux.IFLA_IPTUN_ENCAP_DPORT,
	}
)

func (a *encapTypes) encode(e *rtattr.Encoder, t *TunnelEncap) {
	if t == nil {
		return
	}
	e.Uint16(a.typ, t.Type)
	e.Uint16(a.flags, t.Flags)
	e.Uint16BE(a.srcPort, t.SrcPort)
	e.Uint16BE(a.dstPort, t.DstPort)
}

// decode reads an attribute into *t, and reports whether it is one of these.
func (a *encapTypes) decode(typ uint16, v rtattr.Value, t **TunnelEncap) bool {
	switch typ {
	case a.typ:
		tunnelEncap(t).Type = v.Uint16()
	case a.flags:
		tunnelEncap(t).Flags = v.Uint16()
	case a.srcPort:
		tunnelEncap(t).SrcPort = v.Uint16BE()
	case a.dstPort:
		tunnelEncap(t).DstPort = v.Uint16BE()
	default:
		return false
	}
	return true
}

// tunnelEncap returns *t, and makes it if there is none yet.
func tunnelEncap(t **TunnelEncap) *TunnelEncap {
	if *t == nil {
		*t = new(TunnelEncap)
	}
	return *t
}
