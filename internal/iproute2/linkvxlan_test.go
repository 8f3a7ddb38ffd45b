package iproute2

import (
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/link"
)

var vxlanTable = table[*link.VXLAN]{
	{"id", func(k *link.VXLAN) any { return k.ID }},
	{"remote", func(k *link.VXLAN) any { return remote(k.Remote, true, false) }},
	{"group", func(k *link.VXLAN) any { return remote(k.Remote, true, true) }},
	{"remote6", func(k *link.VXLAN) any { return remote(k.Remote, false, false) }},
	{"group6", func(k *link.VXLAN) any { return remote(k.Remote, false, true) }},
	{"local", func(k *link.VXLAN) any { return remote(k.Local, true, false) }},
	{"local6", func(k *link.VXLAN) any { return remote(k.Local, false, false) }},
	{"link", func(k *link.VXLAN) any { return optDevice(k.Link) }},
	{"port_range", func(k *link.VXLAN) any {
		if k.PortRange == nil {
			return nil
		}
		return portRangeTable.of(*k.PortRange)
	}},
	{"port", func(k *link.VXLAN) any { return nonZero(k.Port) }},
	{"learning", func(k *link.VXLAN) any { return k.Learning }},
	{"proxy", func(k *link.VXLAN) any { return boolSinceNewer(k.Proxy) }},
	{"rsc", func(k *link.VXLAN) any { return boolSinceNewer(k.RSC) }},
	{"l2miss", func(k *link.VXLAN) any { return boolSinceNewer(k.L2Miss) }},
	{"l3miss", func(k *link.VXLAN) any { return boolSinceNewer(k.L3Miss) }},
	{"tos", func(k *link.VXLAN) any { return ifHex(k.TOS) }},
	{"ttl", func(k *link.VXLAN) any {
		if k.TTLInherit && *k.TTL == 0 {
			return nil // printed as text only
		}
		return k.TTL
	}},
	{"df", func(k *link.VXLAN) any { return choice([]string{"unset", "set", "inherit"}, k.DF) }},
	{"label", func(k *link.VXLAN) any { return ifHex(k.FlowLabel) }},
	{"ageing", func(k *link.VXLAN) any {
		if k.Ageing == nil {
			return nil
		}
		return nonZero(int64(k.Ageing.Seconds()))
	}},
	{"limit", func(k *link.VXLAN) any { return ifNonZero(k.Limit) }},
	{"udp_csum", func(k *link.VXLAN) any { return k.UDPCsum }},
	{"udp_zero_csum6_tx", func(k *link.VXLAN) any { return k.UDPZeroCsum6Tx }},
	{"udp_zero_csum6_rx", func(k *link.VXLAN) any { return k.UDPZeroCsum6Rx }},
	{"remcsum_tx", func(k *link.VXLAN) any { return boolSinceNewer(k.RemCsumTx) }},
	{"remcsum_rx", func(k *link.VXLAN) any { return boolSinceNewer(k.RemCsumRx) }},
	{"localbypass", func(k *link.VXLAN) any { return sinceNewer{k.LocalBypass} }},
	{"reserved_bits", func(k *link.VXLAN) any {
		if k.ReservedBits == nil {
			return nil
		}
		return sinceNewer{fmt.Sprintf("0x%08x%08x", k.ReservedBits.Flags, k.ReservedBits.VNI)}
	}},
	{"external", func(k *link.VXLAN) any { return boolSinceNewer(k.CollectMetadata) }},
	{"vnifilter", func(k *link.VXLAN) any { return ifTrue(k.VNIFilter) }},
	{"gbp", func(k *link.VXLAN) any { return nullSinceNewer(k.GBP) }},
	{"gpe", func(k *link.VXLAN) any { return nullSinceNewer(k.GPE) }},
}

var portRangeTable = table[link.PortRange]{
	{"low", func(r link.PortRange) any { return r.Low }},
	{"high", func(r link.PortRange) any { return r.High }},
}

var geneveTable = table[*link.Geneve]{
	{"id", func(k *link.Geneve) any { return k.ID }},
	{"remote", func(k *link.Geneve) any { return remote(k.Remote, true, false) }},
	{"remote6", func(k *link.Geneve) any { return remote(k.Remote, false, false) }},
	{"ttl", func(k *link.Geneve) any {
		if k.TTLInherit != nil && *k.TTLInherit {
			return nil // printed as text only
		}
		return k.TTL
	}},
	{"tos", func(k *link.Geneve) any { return ifHex(k.TOS) }},
	{"df", func(k *link.Geneve) any { return choice([]string{"unset", "set", "inherit"}, k.DF) }},
	{"label", func(k *link.Geneve) any { return ifHex(k.FlowLabel) }},
	{"port", func(k *link.Geneve) any { return nonZero(k.Port) }},
	{"external", func(k *link.Geneve) any { return nonZero(k.CollectMetadata) }},
	{"udp_csum", func(k *link.Geneve) any { return k.UDPCsum }},
	{"udp_zero_csum6_tx", func(k *link.Geneve) any { return ifTrue(k.UDPZeroCsum6Tx) }},
	{"udp_zero_csum6_rx", func(k *link.Geneve) any { return ifTrue(k.UDPZeroCsum6Rx) }},
	{"inner_proto_inherit", func(k *link.Geneve) any { return nonZero(k.InnerProtoInherit) }},
}

// remote is an address, if it is set and of that family, and a group or none.
func remote(a netip.Addr, is4, group bool) any {
	if !a.IsValid() || a.IsUnspecified() || a.Is4() != is4 || a.IsMulticast() != group {
		return nil
	}
	return a
}

// ifTrue is true if v is, and else nothing.
func ifTrue(v *bool) any { return nonZero(v != nil && *v) }

// ifNonZero is v, or nothing if it is zero.
func ifNonZero[T comparable](v *T) any {
	if v == nil {
		return nil
	}
	return nonZero(*v)
}

// ifHex is v in hexadecimal, or nothing if it is zero.
func ifHex[T uint8 | uint16 | uint32](v *T) any {
	if v == nil || *v == 0 {
		return nil
	}
	return fmt.Sprintf("%#x", *v)
}
