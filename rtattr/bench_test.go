package rtattr_test

import (
	"net"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// encoded are attributes of each kind, and a request made of several.
var encoded = []struct {
	name   string
	encode func(e *rtattr.Encoder)
}{
	{"Uint8", func(e *rtattr.Encoder) { e.Uint8(1, 7) }},
	{"Uint16", func(e *rtattr.Encoder) { e.Uint16(1, 7) }},
	{"Uint16BE", func(e *rtattr.Encoder) { e.Uint16BE(1, 7) }},
	{"Uint32", func(e *rtattr.Encoder) { e.Uint32(1, 7) }},
	{"Uint32BE", func(e *rtattr.Encoder) { e.Uint32BE(1, 7) }},
	{"Uint64", func(e *rtattr.Encoder) { e.Uint64(1, 7) }},
	{"Uint64BE", func(e *rtattr.Encoder) { e.Uint64BE(1, 7) }},
	{"Int32", func(e *rtattr.Encoder) { e.Int32(1, -7) }},
	{"Index", func(e *rtattr.Encoder) { e.Index(1, 7) }},
	{"Flag", func(e *rtattr.Encoder) { e.Flag(1, true) }},
	{"Bool", func(e *rtattr.Encoder) { e.Bool(1, true) }},
	{"Opt", func(e *rtattr.Encoder) { rtattr.Opt(e.Uint32, 1, &seven) }},
	{"NonZero", func(e *rtattr.Encoder) { rtattr.NonZero(e.Uint32, 1, seven) }},
	{"Uint", func(e *rtattr.Encoder) { e.Uint(1, 7) }},
	{"String", func(e *rtattr.Encoder) { e.String(1, "an alias of an interface") }},
	{"IfName", func(e *rtattr.Encoder) { e.IfName(1, "veth0") }},
	{"Bytes", func(e *rtattr.Encoder) { e.Bytes(1, kilobyte) }},
	{"Raw", func(e *rtattr.Encoder) { e.Raw(rtattr.Raw{Type: 1, Data: kilobyte}) }},
	{"Raws", func(e *rtattr.Encoder) { e.Raws(raws) }},
	{"Addr of IPv4", func(e *rtattr.Encoder) { e.Addr(1, ip4) }},
	{"Addr of IPv6", func(e *rtattr.Encoder) { e.Addr(1, ip6) }},
	{"HardwareAddr", func(e *rtattr.Encoder) { e.HardwareAddr(1, mac) }},
	{"Struct", func(e *rtattr.Encoder) { e.Struct(16)[4] = 7 }},
	{"StructAttr", func(e *rtattr.Encoder) { e.StructAttr(1, 6)[4] = 7 }},
	{"Nest", func(e *rtattr.Encoder) { e.Nest(1, func() { e.Uint32(1, 7) }) }},
	{"Nest of ten levels", func(e *rtattr.Encoder) { deep(e, 10) }},
	{"OptNest without attributes", func(e *rtattr.Encoder) { e.OptNest(1, func() {}) }},
	{"Rows", func(e *rtattr.Encoder) {
		e.Rows(1, func() {
			for range 4 {
				e.Row(8, func(b []byte) { b[3] = 7 }, func() { e.Addr(5, ip4) })
			}
		})
	}},
	{"veth", encodeVeth},
}

var (
	seven    = uint32(7)
	kilobyte = make([]byte, 1024)
	raws     = []rtattr.Raw{{Type: 1, Data: []byte{1}}, {Type: 2}}
	ip4      = netip.MustParseAddr("192.0.2.1")
	ip6      = netip.MustParseAddr("2001:db8::1")
	mac      = net.HardwareAddr{2, 0, 0, 0, 0, 1}
)

func deep(e *rtattr.Encoder, levels int) {
	if levels > 0 {
		e.Nest(1, func() { deep(e, levels-1) })
	}
}

func encodeVeth(e *rtattr.Encoder) {
	e.Struct(16)
	e.IfName(3, "veth0")
	e.Nest(18, func() {
		e.Bytes(1, []byte("veth"))
		e.Nest(2, func() {
			e.Nest(1, func() {
				e.Struct(16)
				e.IfName(3, "eth0")
				e.Uint32(28, 7)
			})
		})
	})
}

func TestEncoderAllocatesNothing(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	buf := make([]byte, 0, 2048)
	for _, tt := range encoded {
		allocs := testing.AllocsPerRun(100, func() {
			e.Reset(buf)
			tt.encode(e)
			if _, err := e.Result(); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations into a ready buffer, want none", tt.name, allocs)
		}
	}
}

func BenchmarkEncoder(b *testing.B) {
	e := rtattr.NewEncoder(nil)
	buf := make([]byte, 0, 2048)
	for _, tt := range encoded {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Reset(buf)
				tt.encode(e)
			}
		})
	}
}

// decoded are messages to be walked, and how many allocations that may take:
// one for a Decoder, one for that of a nest or row, and one for a string; the
// list of rows grows.
var decoded = []struct {
	name   string
	encode func(e *rtattr.Encoder)
	walk   func(d *rtattr.Decoder)
	allocs float64
}{
	{"twenty u32", func(e *rtattr.Encoder) {
		for typ := range uint16(20) {
			e.Uint32(typ+1, 7)
		}
	}, func(d *rtattr.Decoder) {
		for _, v := range d.All() {
			sum += v.Uint32()
		}
	}, 1},
	{"names", func(e *rtattr.Encoder) {
		for typ := range uint16(4) {
			e.IfName(typ+1, "veth0")
		}
	}, func(d *rtattr.Decoder) {
		for _, v := range d.All() {
			sum += uint32(len(v.Str()))
		}
	}, 1 + 4},
	{"addresses", func(e *rtattr.Encoder) { e.Addr(1, ip4); e.Addr(2, ip6) }, func(d *rtattr.Decoder) {
		for _, v := range d.All() {
			sum += uint32(v.Addr().BitLen())
		}
	}, 1},
	{"nests of four levels", func(e *rtattr.Encoder) { deep(e, 4); e.Uint32(1, 7) }, func(d *rtattr.Decoder) {
		var walk func(d *rtattr.Decoder)
		walk = func(d *rtattr.Decoder) {
			for _, v := range d.All() {
				if b := v.Bytes(); len(b) > 4 {
					walk(v.Nest())
				}
			}
		}
		walk(d)
	}, 3},
	{"rows", func(e *rtattr.Encoder) {
		e.Rows(1, func() {
			for range 4 {
				e.Row(8, func(b []byte) { b[3] = 7 }, func() { e.Addr(5, ip4) })
			}
		})
	}, func(d *rtattr.Decoder) {
		for _, v := range d.All() {
			for _, row := range v.Rows(8) {
				sum += uint32(row.Struct(8)[3])
			}
		}
	}, 1 + 4 + 3},
}

// sum keeps what is decoded from being optimised away.
var sum uint32

func message(encode func(e *rtattr.Encoder)) []byte {
	e := rtattr.NewEncoder(nil)
	encode(e)
	b, err := e.Result()
	if err != nil {
		panic(err)
	}
	return b
}

func TestDecoderAllocatesLittle(t *testing.T) {
	for _, tt := range decoded {
		b := message(tt.encode)
		allocs := testing.AllocsPerRun(100, func() {
			d := rtattr.NewDecoder(b, 16)
			tt.walk(d)
			if err := d.Err(); err != nil {
				t.Fatal(err)
			}
		})
		if allocs > tt.allocs {
			t.Errorf("%s: %v allocations, want at most %v", tt.name, allocs, tt.allocs)
		}
	}
}

func BenchmarkDecoder(b *testing.B) {
	for _, tt := range decoded {
		b.Run(tt.name, func(b *testing.B) {
			msg := message(tt.encode)
			b.ReportAllocs()
			for b.Loop() {
				tt.walk(rtattr.NewDecoder(msg, 16))
			}
		})
	}
}
