package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testcost"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// newVeth is the request that a container runtime makes most.
func newVeth() nlmsg.Request {
	return link.Add(&link.Link{
		Name: "veth0", HardwareAddr: mac("02:00:00:00:00:10"), MTU: 1400, Master: new(2),
		Data: &link.Veth{Peer: &link.Link{Name: "eth0", HardwareAddr: mac("02:00:00:00:00:11"), NetNS: link.NSFd(4)}},
	})
}

// plainVeth is a veth with its peer in another namespace, and no more: what is
// least.
func plainVeth() nlmsg.Request {
	return link.Add(&link.Link{
		Name: "veth0",
		Data: &link.Veth{Peer: &link.Link{Name: "eth0", NetNS: link.NSFd(4)}},
	})
}

// requests are one of each form.
func requests() map[string]nlmsg.Request {
	veth0 := link.Name("veth0")
	return map[string]nlmsg.Request{
		"add veth":          newVeth(),
		"add plain veth":    plainVeth(),
		"add bridge":        link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}}),
		"add full bridge":   link.Add(&link.Link{Name: "br0", Data: fullBridge()}),
		"add unknown kind":  link.Add(&link.Link{Name: "d0", Data: &link.UnknownKind{Name: "dummy", Data: []byte{4, 0, 1, 0}}}),
		"set everything":    link.Set(link.Index(3), fullLink()),
		"set up":            link.SetUp(veth0),
		"set master":        link.SetMaster(veth0, link.Index(3)),
		"set address":       link.SetHardwareAddr(veth0, mac("02:00:00:00:00:10")),
		"set namespace":     link.SetNetNS(veth0, link.NSFd(4)),
		"set port":          link.SetPort(veth0, fullPort()),
		"set group":         link.SetInGroup(7, &link.Link{MTU: 1400}),
		"set bridge's port": link.SetBridgeLink(link.Index(3), fullPort(), nil),
		"add names":         link.AddAltNames(veth0, "uplink", "a-name-of-more-than-15-bytes"),
		"del":               link.Del(link.Index(3)),
		"del group":         link.DelGroup(7),
		"get by name":       link.GetRequest(veth0),
		"get by index":      link.GetRequest(link.Index(3)),
		"list":              link.Filter{Kind: "veth"}.Request(),
	}
}

func TestEncodingAllocatesNothing(t *testing.T) { testcost.Encoding(requests()).Check(t) }

func BenchmarkEncode(b *testing.B) { testcost.Encoding(requests()).Bench(b) }

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
				if _, err := decode(&m, &l); err != nil {
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
			name := "loopback"
			switch {
			case l.Family == linux.AF_BRIDGE:
				name = "port, AF_BRIDGE"
			case l.Port != nil && l.Port.Kind() != "bridge":
				name = l.Data.Kind() + ", port of a " + l.Port.Kind()
			case l.Port != nil:
				name = l.Data.Kind() + ", port"
			case l.XDP != nil:
				name = l.Data.Kind() + " with XDP"
			case l.Data != nil:
				name = l.Data.Kind()
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
