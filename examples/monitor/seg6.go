//go:build linux

package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/encap"
)

// segmentHeader returns a segment routing header. One that is put into packets
// has room for their own destination at the end.
func segmentHeader(h *encap.SRH, inline bool) string {
	list := h.Segments
	if inline {
		list = append(slices.Clip(list), netip.IPv6Unspecified())
	}
	s := segments(list)
	if h.HMAC != 0 {
		s += fmt.Sprintf("hmac %X ", h.HMAC)
	}
	return s
}

func segments(list []netip.Addr) string {
	var b strings.Builder
	fmt.Fprintf(&b, "segs %d [ ", len(list))
	for _, x := range list {
		fmt.Fprintf(&b, "%v ", x)
	}
	return b.String() + "] "
}

// seg6LocalText writes what is done with packets that come with a segment routing
// header.
func seg6LocalText(b *strings.Builder, ns *namespace, x *encap.Seg6Local) {
	fmt.Fprintf(b, "action %v ", x.Action)
	if x.SRH != nil {
		b.WriteString(segmentHeader(x.SRH, x.Action == encap.Seg6EndB6))
	}
	if x.Table != 0 {
		fmt.Fprintf(b, "table %s ", tableName(x.Table))
	}
	if x.VRFTable != 0 {
		fmt.Fprintf(b, "vrftable %s ", tableName(x.VRFTable))
	}
	if x.NH4.IsValid() {
		fmt.Fprintf(b, "nh4 %v ", x.NH4)
	}
	if x.NH6.IsValid() {
		fmt.Fprintf(b, "nh6 %v ", x.NH6)
	}
	if x.IIF != 0 {
		fmt.Fprintf(b, "iif %s ", ns.name(x.IIF))
	}
	if x.OIF != 0 {
		fmt.Fprintf(b, "oif %s ", ns.name(x.OIF))
	}
	b.WriteString(program("endpoint", x.BPF))
	if f := x.Flavors; f != nil {
		if f.Operations != 0 {
			fmt.Fprintf(b, "flavors %v ", f.Operations)
		}
		if f.BlockBits != 0 {
			fmt.Fprintf(b, "lblen %d ", f.BlockBits)
		}
		if f.NodeBits != 0 {
			fmt.Fprintf(b, "nflen %d ", f.NodeBits)
		}
	}
}
