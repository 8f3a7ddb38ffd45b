package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// newVeth is the request that a container runtime makes most.
func newVeth() nlmsg.Request {
	return link.Add(&link.Link{
		Name: "veth0", HardwareAddr: mac("02:00:00:00:00:10"), MTU: 1400, Master: new(2),
		Data: &link.Veth{Peer: link.Link{Name: "eth0", HardwareAddr: mac("02:00:00:00:00:11"), NetNS: link.NSFd(4)}},
	})
}

func TestEncodingDoesNotAllocate(t *testing.T) {
	for name, r := range map[string]nlmsg.Request{
		"veth":       newVeth(),
		"bridge":     link.Add(&link.Link{Name: "br0", Data: fullBridge()}),
		"everything": link.Set(link.Index(3), fullLink()),
		"port":       link.SetPort(link.Name("veth0"), fullPort()),
		"get":        link.GetRequest(link.Name("veth0")),
	} {
		buf := make([]byte, 0, 4096)
		n := testing.AllocsPerRun(100, func() {
			if _, err := r.AppendBinary(buf); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

func BenchmarkEncodeVeth(b *testing.B) {
	r := newVeth()
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if buf, err = r.AppendBinary(buf[:0]); err != nil {
			b.Fatal(err)
		}
	}
}

// The messages are those of a kernel.
func BenchmarkDecode(b *testing.B) {
	for name, m := range recorded(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := link.Decode(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A stream decodes many links, and allocates for several at a time.
func BenchmarkStream(b *testing.B) {
	for name, m := range recorded(b) {
		b.Run(name, func(b *testing.B) {
			decode := link.DecodeStreamed()
			var l link.Link
			b.ReportAllocs()
			for b.Loop() {
				l = link.Link{}
				if _, err := decode(m, &l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// recorded returns links that a kernel has sent, by what they are.
func recorded(tb testing.TB) map[string]nlmsg.Message {
	tb.Helper()
	out := make(map[string]nlmsg.Message)
	for _, datagram := range kernelMessages(tb) {
		for m, err := range nlmsg.Messages(datagram) {
			if err != nil {
				tb.Fatal(err)
			}
			l, err := link.Decode(m)
			if err != nil {
				tb.Fatal(err)
			}
			name := "no kind"
			if l.Data != nil {
				name = l.Data.Kind()
			}
			if l.Port != nil {
				name += " as port"
			}
			out[name] = m
		}
	}
	return out
}

func BenchmarkClone(b *testing.B) {
	l := fullLink()
	l.Data = fullBridge()
	b.ReportAllocs()
	for b.Loop() {
		l.Clone()
	}
}
