//go:build linux

package main

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/encap"
)

// encapText returns what packets are wrapped in: of labels and of outer IP headers
// the whole, of the rest the name.
func encapText(x encap.Encap) string {
	if x == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, " encap %s ", encapName(x.EncapType()))
	switch x := x.(type) {
	case *encap.MPLS:
		var labels []string
		for _, l := range x.Labels {
			labels = append(labels, fmt.Sprint(l))
		}
		fmt.Fprintf(&b, " %s ", strings.Join(labels, "/"))
		if x.TTL != nil {
			fmt.Fprintf(&b, "ttl %d ", *x.TTL)
		}
	case *encap.IP:
		fmt.Fprintf(&b, "id %d src %v dst %v ttl %d tos %d %s", x.ID, source(x.Src, x.Dst), x.Dst, x.TTL, x.TOS, tunnelFlags(x.Flags))
	case *encap.IP6:
		fmt.Fprintf(&b, "id %d src %v dst %v hoplimit %d tc %d %s",
			x.ID, source(x.Src, x.Dst), x.Dst, x.HopLimit, x.TrafficClass, tunnelFlags(x.Flags))
	}
	return b.String()
}

// source returns the source address of an outer header to dst, which may be left
// to the kernel.
func source(src, dst netip.Addr) netip.Addr {
	switch {
	case src.IsValid():
		return src
	case dst.Is4():
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

func tunnelFlags(f encap.Flags) string {
	return flagWords(uint32(f), []flagName{
		{uint32(encap.FlagKey), "key"}, {uint32(encap.FlagChecksum), "csum"}, {uint32(encap.FlagSeq), "seq"},
	})
}

func encapName(typ uint16) string {
	switch typ {
	case unix.LWTUNNEL_ENCAP_MPLS:
		return "mpls"
	case unix.LWTUNNEL_ENCAP_IP:
		return "ip"
	case unix.LWTUNNEL_ENCAP_ILA:
		return "ila"
	case unix.LWTUNNEL_ENCAP_IP6:
		return "ip6"
	case unix.LWTUNNEL_ENCAP_SEG6:
		return "seg6"
	case unix.LWTUNNEL_ENCAP_BPF:
		return "bpf"
	case unix.LWTUNNEL_ENCAP_SEG6_LOCAL:
		return "seg6local"
	case unix.LWTUNNEL_ENCAP_RPL:
		return "rpl"
	case unix.LWTUNNEL_ENCAP_IOAM6:
		return "ioam6"
	case unix.LWTUNNEL_ENCAP_XFRM:
		return "xfrm"
	}
	return "unknown"
}
