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

// The links are a bridge, a veth and another that a kernel has sent.
func BenchmarkDecode(b *testing.B) {
	var m []nlmsg.Message
	for _, datagram := range kernelMessages(b) {
		for msg, err := range nlmsg.Messages(datagram) {
			if err != nil {
				b.Fatal(err)
			}
			m = append(m, msg)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := link.Decode(m[i%len(m)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkClone(b *testing.B) {
	l := fullLink()
	l.Data = fullBridge()
	b.ReportAllocs()
	for b.Loop() {
		l.Clone()
	}
}
