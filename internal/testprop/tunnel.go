package testprop

import (
	"net/netip"
	"reflect"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
)

// tunnel returns a tunnel of some type, likely enough one that there can be.
func tunnel(r *testfill.Random) encap.Encap {
	x := Pick[encap.Encap](r, new(encap.IP), new(encap.IP6), new(encap.MPLS), new(encap.Seg6), new(encap.Seg6Local),
		new(encap.RPL), new(encap.IOAM6), new(encap.ILA), new(encap.BPF), new(encap.XFRM), new(encap.Unknown))
	r.Fill(reflect.ValueOf(x).Elem())
	if r.IntN(8) > 0 {
		likely(r, x)
	}
	if u, ok := x.(*encap.Unknown); ok {
		// What it holds would be taken for a tunnel that is known.
		u.Type |= 0x100
		u.Data = nil
	}
	return x
}

func likely(r *testfill.Random, x encap.Encap) {
	switch x := x.(type) {
	case *encap.IP:
		x.Dst, x.Src = addr4(r), Pick(r, netip.Addr{}, addr4(r))
	case *encap.IP6:
		x.Dst, x.Src = addr6(r), Pick(r, netip.Addr{}, addr6(r))
	case *encap.MPLS:
		x.Labels = nil
		for range 1 + r.IntN(4) {
			x.Labels = append(x.Labels, 16+r.Uint32N(1<<20-16))
		}
	case *encap.Seg6:
		x.Mode = encap.Seg6Mode(r.IntN(5))
		x.Src, x.Table = Pick(r, netip.Addr{}, addr6(r)), Pick[uint32](r, 0, 0, 300)
		x.SRH = srh(r)
	case *encap.Seg6Local:
		likelyLocal(r, x)
	case *encap.RPL:
		x.Segments = srh(r).Segments
	case *encap.IOAM6:
		x.Mode = encap.IOAM6Mode(1 + r.IntN(3))
		x.Dst, x.Src = addr6(r), netip.Addr{}
		x.FreqN = 1 + r.Uint32N(1_000_000)
		x.FreqK = 1 + r.Uint32N(x.FreqN)
		x.Trace = &encap.IOAM6Trace{Namespace: uint16(r.Uint(16)), Type: r.Uint32() & 0xfff000, Size: 4 * (1 + r.IntN(61))}
	case *encap.ILA:
		x.Checksum, x.Identifier, x.Hook = Pick(r, nil, new(uint8(r.IntN(4)))), Pick(r, nil, new(uint8(r.IntN(5)))), Pick(r, nil, new(uint8(r.IntN(3))))
	case *encap.XFRM:
		x.IfID, x.Link = 1+r.Uint32N(100), Pick(r, 0, 2)
	}
}

// likelyLocal gives x what goes with its action.
func likelyLocal(r *testfill.Random, x *encap.Seg6Local) {
	*x = encap.Seg6Local{
		Action:   encap.Seg6Action(1 + r.IntN(linux.SEG6_LOCAL_ACTION_END_DT46)),
		Counters: Pick(r, nil, new(encap.Seg6Counters)),
	}
	switch x.Action {
	case encap.Seg6EndX, encap.Seg6EndDX6:
		x.NH6 = addr6(r)
		x.OIF = Pick(r, 0, 0, 2)
	case encap.Seg6EndDX4:
		x.NH4 = addr4(r)
	case encap.Seg6EndT, encap.Seg6EndDT6:
		x.Table = 1 + r.Uint32N(300)
	case encap.Seg6EndDX2:
		x.OIF = 2
	case encap.Seg6EndB6, encap.Seg6EndB6Encap:
		x.SRH = new(srh(r))
	}
	if x.Action == encap.Seg6End && r.IntN(2) == 0 {
		x.Flavors = &encap.Seg6Flavors{Operations: Pick(r, encap.Seg6PSP, encap.Seg6NextCSID, encap.Seg6PSP|encap.Seg6NextCSID)}
		if r.IntN(2) == 0 {
			x.Flavors.BlockBits, x.Flavors.NodeBits = 8*uint8(r.IntN(15)), 8*uint8(r.IntN(15))
		}
	}
}

func srh(r *testfill.Random) encap.SRH {
	h := encap.SRH{Tag: uint16(r.Uint(16)), Flags: Pick[uint8](r, 0, linux.SR6_FLAG1_OAM)}
	for range 1 + r.IntN(4) {
		h.Segments = append(h.Segments, addr6(r))
	}
	return h
}

func addr4(r *testfill.Random) netip.Addr {
	return netip.AddrFrom4([4]byte{10, 1, byte(r.IntN(256)), byte(r.IntN(256))})
}

func addr6(r *testfill.Random) netip.Addr {
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 9, 15: byte(r.IntN(256))})
}
