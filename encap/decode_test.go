package encap_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const (
	a1    = "20010db8000a00000000000000000001"
	a2    = "20010db8000a00000000000000000002"
	zero6 = "00000000000000000000000000000000"
	zero8 = "0000000000000000"
)

// What the kernel sends in another form than it is asked in.
func TestDecode(t *testing.T) {
	little(t)
	for _, tt := range []struct {
		name  string
		typ   uint16
		attrs string
		want  encap.Encap
	}{
		{"zeros of what was not given", linux.LWTUNNEL_ENCAP_IP,
			"0c00 0100 0000000000000007 0800 0200 cb007101 0800 0300 00000000 0500 0500 00 000000 0500 0400 00 000000 0600 0600 0000 0000",
			&encap.IP{ID: 7, Dst: ip("203.0.113.1")}},
		{"options of Geneve in one nest", linux.LWTUNNEL_ENCAP_IP,
			"3800 0800 3400 0100" +
				"0600 0100 0102 0000 0500 0200 50 000000 0800 0300 00000011" +
				"0600 0100 0103 0000 0500 0200 51 000000 0800 0300 00000012",
			&encap.IP{Options: &encap.Options{Geneve: []encap.GeneveOption{
				{Class: 0x102, Type: 0x50, Data: []byte{0, 0, 0, 0x11}},
				{Class: 0x103, Type: 0x51, Data: []byte{0, 0, 0, 0x12}},
			}}}},
		{"ERSPAN of version 1", linux.LWTUNNEL_ENCAP_IP, "1800 0800 1400 0300 0500 0100 01 000000 0800 0200 0000007b",
			&encap.IP{Options: &encap.Options{ERSPAN: &encap.ERSPANOption{Version: 1, Index: 123}}}},
		{"names of programs", linux.LWTUNNEL_ENCAP_BPF, "0c00 0200 0800 0200 612e6f00", &encap.BPF{Out: &encap.Program{Name: "a.o"}}},
		{"trace with the length of a node", linux.LWTUNNEL_ENCAP_IOAM6, "0c00 0300 0001 0c03 80000000",
			&encap.IOAM6{Trace: &encap.IOAM6Trace{Namespace: 1, Type: 0x800000, Size: 12, NodeLen: 1, Overflow: true}}},
		{"action after its header", linux.LWTUNNEL_ENCAP_SEG6_LOCAL,
			"2c00 0200 0004 0401 0100 0000" + zero6 + a1 + "0800 0100 09000000",
			&encap.Seg6Local{Action: encap.Seg6EndB6, SRH: new(srh(seg1))}},
		{"header with a tag", linux.LWTUNNEL_ENCAP_SEG6, "2000 0100 01000000 0002 0400 0020 0102" + a1,
			&encap.Seg6{Mode: encap.Seg6Encap, SRH: encap.SRH{Segments: srh(seg1).Segments, Flags: 0x20, Tag: 0x102}}},
		{"a type alone", linux.LWTUNNEL_ENCAP_XFRM, "", &encap.XFRM{}},
		{"no type", linux.LWTUNNEL_ENCAP_NONE, "0800 0100 07000000", &encap.Unknown{Data: unhex(t, "0800 0100 07000000")}},
		{"neither", linux.LWTUNNEL_ENCAP_NONE, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := rtattr.NewEncoder(nil)
			e.Bytes(linux.RTA_ENCAP, unhex(t, tt.attrs))
			e.Uint16(linux.RTA_ENCAP_TYPE, tt.typ)
			b, _ := e.Result()
			got, err := receive(b)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A header that says more than its tunnel has fields for is kept as it is, and
// sent so.
func TestOtherHeadersAreKept(t *testing.T) {
	little(t)
	for _, tt := range []struct {
		name string
		typ  uint16
		srh  string
	}{
		{"half way through", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0004 0400 0100 0000" + a2 + a1},
		{"fewer segments than there is room for", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0004 0400 0000 0000" + a2 + a1},
		{"another next header", linux.LWTUNNEL_ENCAP_SEG6, "01000000 2902 0400 0000 0000" + a1},
		{"another type of header", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0002 0300 0000 0000" + a1},
		{"inline, for a destination of its own", linux.LWTUNNEL_ENCAP_SEG6, "00000000 0004 0401 0100 0000" + a2 + a1},
		{"inline, without segments", linux.LWTUNNEL_ENCAP_SEG6, "00000000 0002 0400 0000 0000" + zero6},
		{"padding", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0003 0400 0000 0000" + a1 + "0406000000000000"},
		{"flag of a signature without one", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0002 0400 0008 0000" + a1},
		{"a signature that is there", linux.LWTUNNEL_ENCAP_SEG6,
			"01000000 0007 0400 0008 0000" + a1 + "0526 0000 00000007" + zero6 + zero8 + "0000000000000001"},
		{"cut short", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0002 0400 0000"},
		{"segments cut short", linux.LWTUNNEL_ENCAP_SEG6, "01000000 0002 0400 0000 0000" + zero8},
		{"compressed", linux.LWTUNNEL_ENCAP_RPL, "0002 0301 10000000" + a1},
		{"no more segments", linux.LWTUNNEL_ENCAP_RPL, "0000 0300 00000000"},
		{"cut short", linux.LWTUNNEL_ENCAP_RPL, "0002 0301 0000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw := rtattr.Raw{Type: 1, Data: unhex(t, tt.srh)}
			e := rtattr.NewEncoder(nil)
			e.Nest(linux.RTA_ENCAP, func() { e.Raw(raw) })
			e.Uint16(linux.RTA_ENCAP_TYPE, tt.typ)
			b, _ := e.Result()
			got, err := receive(b)
			if err != nil {
				t.Fatal(err)
			}
			var want encap.Encap = &encap.Seg6{Unknown: []rtattr.Raw{raw}}
			if tt.typ == linux.LWTUNNEL_ENCAP_RPL {
				want = &encap.RPL{Unknown: []rtattr.Raw{raw}}
			}
			if diff := cmp.Diff(want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			again, err := send(got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(b, again); diff != "" {
				t.Errorf("sent again (-received +sent)\n%s", diff)
			}
		})
	}

	// The same of a segment's end.
	e := rtattr.NewEncoder(nil)
	e.Nest(linux.RTA_ENCAP, func() {
		e.Uint32(linux.SEG6_LOCAL_ACTION, linux.SEG6_LOCAL_ACTION_END_B6)
		e.Bytes(linux.SEG6_LOCAL_SRH, unhex(t, "0004 0401 0100 0000"+a2+a1))
	})
	e.Uint16(linux.RTA_ENCAP_TYPE, linux.LWTUNNEL_ENCAP_SEG6_LOCAL)
	b, _ := e.Result()
	got, err := receive(b)
	if err != nil {
		t.Fatal(err)
	}
	if x := got.(*encap.Seg6Local); x.SRH != nil || len(x.Unknown) != 1 {
		t.Errorf("got %+v, want an unknown header", x)
	}
	if again, err := send(got); err != nil || !cmp.Equal(b, again) {
		t.Errorf("sent %x, %v, want %x", again, err, b)
	}
}
