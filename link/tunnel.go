package link

import (
	"fmt"
	"net/netip"

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

// encode appends t as the four attributes of a kind.
func (t *TunnelEncap) encode(e *rtattr.Encoder, typ, flags, srcPort, dstPort uint16) {
	if t == nil {
		return
	}
	e.Uint16(typ, t.Type)
	e.Uint16(flags, t.Flags)
	e.Uint16BE(srcPort, t.SrcPort)
	e.Uint16BE(dstPort, t.DstPort)
}

// tunnelEncap returns *t, and makes it if there is none yet.
func tunnelEncap(t **TunnelEncap) *TunnelEncap {
	if *t == nil {
		*t = new(TunnelEncap)
	}
	return *t
}

// The address of a tunnel's end is one of the outer header's family. The zero
// Addr leaves it out, which is to the kernel as if it were unspecified.

func putTunnelAddr4(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	switch {
	case !a.IsValid():
	case !a.Is4():
		e.Fail(typ, errNotIPv4(a))
	default:
		e.Addr(typ, a)
	}
}

func putTunnelAddr6(e *rtattr.Encoder, typ uint16, a netip.Addr) {
	switch {
	case !a.IsValid():
	case !a.Is6():
		e.Fail(typ, errNotIPv6(a))
	default:
		e.Addr(typ, a)
	}
}

func tunnelAddr4(v rtattr.Value) netip.Addr {
	a := v.Addr()
	if a.Is6() {
		v.Fail(errNotIPv4(a))
	}
	return a
}

func tunnelAddr6(v rtattr.Value) netip.Addr {
	a := v.Addr()
	if a.Is4() {
		v.Fail(errNotIPv6(a))
	}
	return a
}

// specified returns the zero Addr for an unspecified one.
func specified(a netip.Addr) netip.Addr {
	if a.IsUnspecified() {
		return netip.Addr{}
	}
	return a
}

func errNotIPv4(a netip.Addr) error { return fmt.Errorf("%v is not an IPv4 address", a) }
func errNotIPv6(a netip.Addr) error { return fmt.Errorf("%v is not an IPv6 address", a) }

// The flow information of an IPv6 header is a 20-bit flow label, with the traffic
// class above it.
const (
	flowLabelBits = 20
	flowLabelMax  = 1<<flowLabelBits - 1
)

// putFlowInfo appends both if there is either.
func putFlowInfo(e *rtattr.Encoder, typ uint16, tclass *uint8, label *uint32) {
	var info uint32
	if tclass != nil {
		info = uint32(*tclass) << flowLabelBits
	}
	if label != nil {
		if *label > flowLabelMax {
			e.Fail(typ, fmt.Errorf("flow label %#x is out of range", *label))
			return
		}
		info |= *label
	}
	if tclass != nil || label != nil {
		e.Uint32BE(typ, info)
	}
}

func (m *memory) flowInfo(v rtattr.Value) (tclass *uint8, label *uint32) {
	info := v.Uint32BE()
	return m.room.uint8s.put(uint8(info >> flowLabelBits)), m.room.uint32s.put(info & flowLabelMax)
}
