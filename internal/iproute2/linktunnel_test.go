package iproute2

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/link"
)

var greTable = table[*link.GRE]{
	{"remote", func(k *link.GRE) any { return orAny(k.Remote) }},
	{"local", func(k *link.GRE) any { return orAny(k.Local) }},
	{"ttl", func(k *link.GRE) any { return k.TTL }},
	{"tos", func(k *link.GRE) any { return ifHex(k.TOS) }},
	{"pmtudisc", func(k *link.GRE) any { return k.PMTUDisc }},
	{"ikey", func(k *link.GRE) any { return dotted(k.IKey) }},
	{"okey", func(k *link.GRE) any { return dotted(k.OKey) }},
	{"iseq", func(k *link.GRE) any { return nonZero(k.ISeq) }},
	{"oseq", func(k *link.GRE) any { return nonZero(k.OSeq) }},
	{"ocsum", func(k *link.GRE) any { return nonZero(k.OCsum) }},
}

// gretap is what is printed of a gretap: the same as of a gre.
func gretap(k link.Kind) any {
	known, ok := k.(*link.Gretap)
	if !ok {
		return unknownType(k)
	}
	return greTable.of((*link.GRE)(known))
}

// erspan is what is printed of an erspan: the same as of a gre, and more.
func erspan(k link.Kind) any {
	known, ok := k.(*link.Erspan)
	if !ok {
		return unknownType(k)
	}
	header := erspanHeader{known.Version, known.Index, known.Dir, known.HWID}
	return append(greTable.of(&known.GRE), erspanTable.of(header)...)
}

// erspanHeader is what an erspan and an ip6erspan have in common.
type erspanHeader struct {
	version *uint8
	index   *uint32
	dir     *uint8
	hwid    *uint16
}

var erspanTable = table[erspanHeader]{
	{"erspan_ver", func(h erspanHeader) any { return h.version }},
	{"erspan_index", func(h erspanHeader) any { return h.index }},
	{"erspan_dir", func(h erspanHeader) any { return choice([]string{"ingress", "egress"}, h.dir) }},
	{"erspan_hwid", func(h erspanHeader) any { return optHex(h.hwid) }},
}

var ip6greTable = table[*link.IP6GRE]{
	{"remote", func(k *link.IP6GRE) any { return orAny(k.Remote) }},
	{"local", func(k *link.IP6GRE) any { return orAny(k.Local) }},
	{"ttl", func(k *link.IP6GRE) any { return k.HopLimit }},
	{"encap_limit", func(k *link.IP6GRE) any { return unlessFlag(k.Flags, 1, k.EncapLimit) }},
	{"ip6_tnl_f_ign_encap_limit", func(k *link.IP6GRE) any { return tunnelFlag(k.Flags, 1) }},
	{"tclass", func(k *link.IP6GRE) any { return unlessFlag(k.Flags, 2, trafficClass(k.TClass)) }},
	{"ip6_tnl_f_use_orig_tclass", func(k *link.IP6GRE) any { return tunnelFlag(k.Flags, 2) }},
	{"flowlabel", func(k *link.IP6GRE) any { return unlessFlag(k.Flags, 4, flowLabel(k.FlowLabel)) }},
	{"ip6_tnl_f_use_orig_flowlabel", func(k *link.IP6GRE) any { return tunnelFlag(k.Flags, 4) }},
	{"ip6_tnl_f_rcv_dscp_copy", func(k *link.IP6GRE) any { return tunnelFlag(k.Flags, 16) }},
	{"ip6_tnl_f_allow_local_remote", func(k *link.IP6GRE) any { return tunnelFlag(k.Flags, 64) }},
	{"ikey", func(k *link.IP6GRE) any { return dotted(k.IKey) }},
	{"okey", func(k *link.IP6GRE) any { return dotted(k.OKey) }},
	{"iseq", func(k *link.IP6GRE) any { return nonZero(k.ISeq) }},
	{"oseq", func(k *link.IP6GRE) any { return nonZero(k.OSeq) }},
	{"icsum", func(k *link.IP6GRE) any { return nonZero(k.ICsum) }},
	{"ocsum", func(k *link.IP6GRE) any { return nonZero(k.OCsum) }},
}

// ip6gretap is what is printed of an ip6gretap: the same as of an ip6gre.
func ip6gretap(k link.Kind) any {
	known, ok := k.(*link.IP6Gretap)
	if !ok {
		return unknownType(k)
	}
	return ip6greTable.of((*link.IP6GRE)(known))
}

// ip6erspan is what is printed of an ip6erspan: the same as of an ip6gre, and more.
func ip6erspan(k link.Kind) any {
	known, ok := k.(*link.IP6Erspan)
	if !ok {
		return unknownType(k)
	}
	header := erspanHeader{known.Version, known.Index, known.Dir, known.HWID}
	return append(ip6greTable.of(&known.IP6GRE), erspanTable.of(header)...)
}

var ipipTable = table[*link.IPIP]{
	{"proto", func(k *link.IPIP) any { return tunnelProto(k.Proto, map[uint8]string{4: "ipip"}) }},
	{"remote", func(k *link.IPIP) any { return orAny(k.Remote) }},
	{"local", func(k *link.IPIP) any { return orAny(k.Local) }},
	{"ttl", func(k *link.IPIP) any { return k.TTL }},
	{"pmtudisc", func(k *link.IPIP) any { return k.PMTUDisc }},
}

var sitTable = table[*link.SIT]{
	{"proto", func(k *link.SIT) any { return tunnelProto(k.Proto, map[uint8]string{4: "ipip", 41: "ip6ip"}) }},
	{"remote", func(k *link.SIT) any { return orAny(k.Remote) }},
	{"local", func(k *link.SIT) any { return orAny(k.Local) }},
	{"ttl", func(k *link.SIT) any { return k.TTL }},
	{"pmtudisc", func(k *link.SIT) any { return k.PMTUDisc }},
	{"isatap", func(k *link.SIT) any { return nonZero(k.Flags != nil && *k.Flags&1 != 0) }},
	{"prefix", func(k *link.SIT) any { return k.SixRDPrefix.Addr() }},
	{"prefixlen", func(k *link.SIT) any { return k.SixRDPrefix.Bits() }},
	{"relay_prefix", func(k *link.SIT) any {
		if k.SixRDRelayPrefix.Bits() == 0 {
			return nil
		}
		return k.SixRDRelayPrefix.Addr()
	}},
	{"relay_prefixlen", func(k *link.SIT) any { return nonZero(k.SixRDRelayPrefix.Bits()) }},
}

var ip6tnlTable = table[*link.IP6Tnl]{
	{"external", func(k *link.IP6Tnl) any { return nonZero(k.CollectMetadata) }},
	{"proto", func(k *link.IP6Tnl) any {
		return tunnelProto(k.Proto, map[uint8]string{4: "ipip6", 41: "ip6ip6"})
	}},
	{"remote", func(k *link.IP6Tnl) any { return orAny(k.Remote) }},
	{"local", func(k *link.IP6Tnl) any { return orAny(k.Local) }},
	{"ttl", func(k *link.IP6Tnl) any { return k.HopLimit }},
	{"encap_limit", func(k *link.IP6Tnl) any { return unlessFlag(k.Flags, 1, k.EncapLimit) }},
	{"ip6_tnl_f_ign_encap_limit", func(k *link.IP6Tnl) any { return tunnelFlag(k.Flags, 1) }},
	{"tclass", func(k *link.IP6Tnl) any { return unlessFlag(k.Flags, 2, trafficClass(k.TClass)) }},
	{"flowlabel", func(k *link.IP6Tnl) any { return unlessFlag(k.Flags, 4, flowLabel(k.FlowLabel)) }},
	{"fwmark", func(k *link.IP6Tnl) any { return ifHex(k.FWMark) }},
}

var vtiTable = table[*link.VTI]{
	{"remote", func(k *link.VTI) any { return orAny(k.Remote) }},
	{"local", func(k *link.VTI) any { return orAny(k.Local) }},
	{"ikey", func(k *link.VTI) any { return ifDotted(k.IKey) }},
	{"okey", func(k *link.VTI) any { return ifDotted(k.OKey) }},
	{"fwmark", func(k *link.VTI) any { return ifHex(k.FWMark) }},
}

// vti6 is what is printed of a vti6: the same as of a vti.
func vti6(k link.Kind) any {
	known, ok := k.(*link.VTI6)
	if !ok {
		return unknownType(k)
	}
	return vtiTable.of((*link.VTI)(known))
}

var xfrmTable = table[*link.XFRM]{
	{"if_id", func(k *link.XFRM) any {
		if k.IfID == 0 {
			return nil
		}
		return hex(k.IfID)
	}},
	{"external", func(k *link.XFRM) any { return nonZero(k.CollectMetadata) }},
}

// orAny is the address of an end of a tunnel.
func orAny(a netip.Addr) any {
	if !a.IsValid() || a.IsUnspecified() {
		return "any"
	}
	return a
}

// dotted is a key, which is printed like an IPv4 address.
func dotted(key *uint32) any {
	if key == nil {
		return nil
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], *key)
	return netip.AddrFrom4(b)
}

// ifDotted is a key that is not zero.
func ifDotted(key *uint32) any {
	if key == nil || *key == 0 {
		return nil
	}
	return dotted(key)
}

func tunnelProto(n *uint8, names map[uint8]string) any {
	switch {
	case n == nil:
		return nil
	case *n == 0:
		return "any"
	}
	return names[*n]
}

// tunnelFlag is a flag IP6_TNL_F_*, and unlessFlag is v if that is not set.

func tunnelFlag(flags *uint32, bit uint32) any { return nonZero(flags != nil && *flags&bit != 0) }

func unlessFlag(flags *uint32, bit uint32, v any) any {
	if tunnelFlag(flags, bit) != nil {
		return nil
	}
	return v
}

func trafficClass(n *uint8) any {
	if n == nil {
		return nil
	}
	return fmt.Sprintf("0x%02x", *n)
}

func flowLabel(n *uint32) any {
	if n == nil {
		return nil
	}
	return fmt.Sprintf("0x%05x", *n)
}
