//go:build linux

package main

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/encap"
)

// encapText returns what packets are wrapped in.
func encapText(ns *namespace, x encap.Encap) string {
	if x == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, " encap %s ", encapName(x.EncapType()))
	switch x := x.(type) {
	case *encap.MPLS:
		fmt.Fprintf(&b, " %s ", labelStack(x.Labels))
		if x.TTL != nil {
			fmt.Fprintf(&b, "ttl %d ", *x.TTL)
		}
	case *encap.IP:
		fmt.Fprintf(&b, "id %d src %v dst %v ttl %d tos %d %s%s",
			x.ID, source(x.Src, x.Dst), x.Dst, x.TTL, x.TOS, tunnelFlags(x.Flags), tunnelOptions(x.Options))
	case *encap.IP6:
		fmt.Fprintf(&b, "id %d src %v dst %v hoplimit %d tc %d %s%s",
			x.ID, source(x.Src, x.Dst), x.Dst, x.HopLimit, x.TrafficClass, tunnelFlags(x.Flags), tunnelOptions(x.Options))
	case *encap.ILA:
		b.WriteString(ilaText(x))
	case *encap.BPF:
		b.WriteString(program("in", x.In) + program("out", x.Out) + program("xmit", x.Xmit))
		if x.Headroom != 0 {
			fmt.Fprintf(&b, " %d ", x.Headroom)
		}
	case *encap.Seg6:
		fmt.Fprintf(&b, "mode %v %s", x.Mode, segmentHeader(&x.SRH, x.Mode == encap.Seg6Inline))
	case *encap.Seg6Local:
		seg6LocalText(&b, ns, x)
	case *encap.RPL:
		b.WriteString(segments(x.Segments))
	case *encap.IOAM6:
		ioam6Text(&b, x)
	case *encap.XFRM:
		fmt.Fprintf(&b, "if_id %d ", x.IfID)
		if x.Link != 0 {
			fmt.Fprintf(&b, "link_dev %s ", ns.name(x.Link))
		}
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

// tunnelOptions returns the options of one kind of tunnel, which are on a line of
// their own.
func tunnelOptions(o *encap.Options) string {
	switch {
	case o == nil:
		return ""
	case o.Geneve != nil:
		var list []string
		for _, g := range o.Geneve {
			list = append(list, fmt.Sprintf("%d:%d:%x", g.Class, g.Type, g.Data))
		}
		return fmt.Sprintf("\n\tgeneve_opts %s ", strings.Join(list, ","))
	case o.VXLAN != nil:
		return fmt.Sprintf("\n\tvxlan_opts %d ", o.VXLAN.GBP)
	case o.ERSPAN != nil && o.ERSPAN.Version == 1:
		return fmt.Sprintf("\n\terspan_opts 1:%d:0:0 ", o.ERSPAN.Index)
	case o.ERSPAN != nil:
		return fmt.Sprintf("\n\terspan_opts %d:0:%d:%d ", o.ERSPAN.Version, o.ERSPAN.Direction, o.ERSPAN.HardwareID)
	}
	return ""
}

// program returns a BPF program and where it runs.
func program(where string, p *encap.Program) string {
	switch {
	case p == nil:
		return ""
	case p.Name == "":
		return where + " "
	}
	return fmt.Sprintf("%s %s ", where, p.Name)
}

func ilaText(x *encap.ILA) string {
	var b strings.Builder
	l := x.Locator
	fmt.Fprintf(&b, " %x:%x:%x:%x ", l>>48, l>>32&0xffff, l>>16&0xffff, l&0xffff)
	setting := func(name string, v *uint8, words map[uint8]string) {
		if v == nil {
			return
		}
		word, ok := words[*v]
		if !ok {
			word = "unknown"
		}
		fmt.Fprintf(&b, " %s %s ", name, word)
	}
	setting("csum-mode", x.Checksum, ilaChecksums)
	setting("ident-type", x.Identifier, ilaIdentifiers)
	setting("hook-type", x.Hook, ilaHooks)
	return b.String()
}

// The settings of ILA, by ILA_* of linux/ila.h.
var (
	ilaChecksums   = map[uint8]string{0: "adj-transport", 1: "neutral-map", 2: "no-action", 3: "neutral-map-auto"}
	ilaIdentifiers = map[uint8]string{0: "iid", 1: "luid", 2: "virt-v4", 3: "virt-uni-v6", 4: "virt-multi-v6",
		5: "nonlocal-addr", 32: "use-format"}
	ilaHooks = map[uint8]string{0: "output", 1: "input"}
)

// ioam6Text writes how often packets are traced, and what is recorded of them.
func ioam6Text(b *strings.Builder, x *encap.IOAM6) {
	if x.Trace == nil {
		return
	}
	fmt.Fprintf(b, "freq %d/%d mode %v ", x.FreqK, x.FreqN, x.Mode)
	if x.Dst.IsValid() {
		fmt.Fprintf(b, "tundst %v ", x.Dst)
	}
	fmt.Fprintf(b, "trace prealloc type %#06x ns %d size %d ", x.Trace.Type, x.Trace.Namespace, x.Trace.Size)
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
