package encap

import (
	"fmt"
	"net/netip"
	"strconv"
)

// The tunnels print themselves as ip(8) takes them behind the word encap, but
// for interfaces, of which they know the index only.

// String returns the tunnel in short: "ip id 100 src 192.0.2.1 dst 203.0.113.1".
func (t *IP) String() string {
	var w words
	w.id("ip", t.ID, t.Src, t.Dst)
	w.number("ttl", uint64(t.TTL))
	w.number("tos", uint64(t.TOS))
	w.flags(t.Flags, t.Options)
	return string(w)
}

// String returns the tunnel in short: "ip6 id 100 src 2001:db8::1 dst
// 2001:db8::2".
func (t *IP6) String() string {
	var w words
	w.id("ip6", t.ID, t.Src, t.Dst)
	w.number("hoplimit", uint64(t.HopLimit))
	w.number("tc", uint64(t.TrafficClass))
	w.flags(t.Flags, t.Options)
	return string(w)
}

// String returns the tunnel in short: "mpls 100/200 ttl 7".
func (t *MPLS) String() string {
	w := words("mpls")
	for i, label := range t.Labels {
		sep := "/"
		if i == 0 {
			sep = " "
		}
		w.put("%s%d", sep, label)
	}
	if t.TTL != nil {
		w.put(" ttl %d", *t.TTL)
	}
	return string(w)
}

// String returns the tunnel in short: "seg6 mode encap segs
// 2001:db8:a::1,2001:db8:a::2".
func (t *Seg6) String() string {
	w := words("seg6 mode ")
	w.put("%v", t.Mode)
	w.srh(&t.SRH)
	w.addr("tunsrc", t.Src)
	w.number("table", uint64(t.Table))
	return string(w)
}

// String returns the tunnel in short: "seg6local action End.DT6 table 254".
func (t *Seg6Local) String() string {
	w := words("seg6local action ")
	w.put("%v", t.Action)
	if t.SRH != nil {
		w.put(" srh")
		w.srh(t.SRH)
	}
	w.number("table", uint64(t.Table))
	w.number("vrftable", uint64(t.VRFTable))
	w.addr("nh4", t.NH4)
	w.index("iif", t.IIF)
	w.index("oif", t.OIF)
	w.addr("nh6", t.NH6)
	w.program("endpoint", t.BPF)
	if t.Flavors != nil {
		w.put(" flavors %v", t.Flavors.Operations)
		w.number("lblen", uint64(t.Flavors.BlockBits))
		w.number("nflen", uint64(t.Flavors.NodeBits))
	}
	if t.Counters != nil {
		w.put(" count")
	}
	return string(w)
}

// String returns the tunnel in short: "ila 2001:db8:0:1".
func (t *ILA) String() string {
	l := t.Locator
	w := words("ila ")
	w.put("%x:%x:%x:%x", l>>48, l>>32&0xffff, l>>16&0xffff, l&0xffff)
	return string(w)
}

// String returns the tunnel in short: "bpf in a.o xmit b.o".
func (t *BPF) String() string {
	w := words("bpf")
	w.program("in", t.In)
	w.program("out", t.Out)
	w.program("xmit", t.Xmit)
	w.number("headroom", uint64(t.Headroom))
	return string(w)
}

// String returns the tunnel in short: "rpl segs 2001:db8:a::1,2001:db8:a::2".
func (t *RPL) String() string {
	w := words("rpl")
	w.segments(t.Segments)
	return string(w)
}

// String returns the tunnel in short: "ioam6 mode encap tundst 2001:db8:a::1
// trace prealloc type 0x800000 ns 1 size 12".
func (t *IOAM6) String() string {
	w := words("ioam6")
	if t.FreqK != t.FreqN { // else it is every packet
		w.put(" freq %d/%d", t.FreqK, t.FreqN)
	}
	if t.Mode != 0 {
		w.put(" mode %v", t.Mode)
	}
	w.addr("tunsrc", t.Src)
	w.addr("tundst", t.Dst)
	if t.Trace != nil {
		w.put(" trace prealloc type %#06x ns %d size %d", t.Trace.Type, t.Trace.Namespace, t.Trace.Size)
	}
	return string(w)
}

// String returns the tunnel in short: "xfrm if_id 0x7 link_dev index 2".
func (t *XFRM) String() string {
	w := words("xfrm if_id ")
	w.put("%#x", t.IfID)
	w.index("link_dev", t.Link)
	return string(w)
}

// String returns the type: "type 4711".
func (u *Unknown) String() string { return "type " + strconv.Itoa(int(u.Type)) }

// words is a line as it grows. A value of zero adds nothing to it.
type words []byte

func (w *words) put(format string, args ...any) { *w = fmt.Appendf(*w, format, args...) }

func (w *words) id(typ string, id uint64, src, dst netip.Addr) {
	w.put("%s", typ)
	w.number("id", id)
	w.addr("src", src)
	w.addr("dst", dst)
}

func (w *words) number(name string, v uint64) {
	if v != 0 {
		w.put(" %s %d", name, v)
	}
}

func (w *words) index(name string, v int) {
	if v != 0 {
		w.put(" %s index %d", name, v)
	}
}

func (w *words) addr(name string, x netip.Addr) {
	if x.IsValid() {
		w.put(" %s %v", name, x)
	}
}

func (w *words) program(name string, p *Program) {
	if p != nil {
		w.put(" %s %s", name, p.Name)
	}
}

func (w *words) srh(s *SRH) {
	w.segments(s.Segments)
	w.number("hmac", uint64(s.HMAC))
}

func (w *words) segments(list []netip.Addr) {
	for i, x := range list {
		sep := ","
		if i == 0 {
			sep = " segs "
		}
		w.put("%s%v", sep, x)
	}
}

func (w *words) flags(f Flags, o *Options) {
	for _, flag := range []struct {
		flag Flags
		name string
	}{{FlagChecksum, "csum"}, {FlagSeq, "seq"}, {FlagKey, "key"}} {
		if f&flag.flag != 0 {
			w.put(" %s", flag.name)
		}
	}
	if o == nil {
		return
	}
	for i, g := range o.Geneve {
		sep := ","
		if i == 0 {
			sep = " geneve_opts "
		}
		w.put("%s%d:%d:%x", sep, g.Class, g.Type, g.Data)
	}
	if o.VXLAN != nil {
		w.put(" vxlan_opts %d", o.VXLAN.GBP)
	}
	if o.ERSPAN != nil {
		w.put(" erspan_opts %d:%d:%d:%d", o.ERSPAN.Version, o.ERSPAN.Index, o.ERSPAN.Direction, o.ERSPAN.HardwareID)
	}
}
