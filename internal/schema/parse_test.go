package schema

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

func TestParseKeepsWhatItDoesNotUnderstand(t *testing.T) {
	littleEndian(t)
	cut := vethAdd.bytes()[:0x40]
	cut[0] = byte(len(cut))
	root := Parse(linux.NETLINK_ROUTE, cut)
	if len(root.Children) != 1 || root.Children[0].Name != "IFLA_IFNAME" {
		t.Errorf("children %v, want IFLA_IFNAME alone", root.Children)
	}
	if want := cut[0x2c:]; !bytes.Equal(root.Rest, want) {
		t.Errorf("rest % x, want the cut IFLA_LINKINFO % x", root.Rest, want)
	}
}

func TestParseOpensNestsWithoutNames(t *testing.T) {
	littleEndian(t)
	root := Parse(linux.NETLINK_ROUTE, unknownAdd.bytes())
	data := root.child(18).child(2)
	if len(data.Children) != 1 || data.Children[0].Number != 1 || data.Children[0].Name != "" {
		t.Errorf("IFLA_INFO_DATA of an unknown kind holds %v, want attribute 1", data.Children)
	}
	opened := unknownAdd.bytes()
	opened[0x48+3] = 0x80 // NLA_F_NESTED on an attribute that is none
	root = Parse(linux.NETLINK_ROUTE, opened)
	inner := root.child(18).child(2).child(1)
	if len(inner.Children) != 0 || !bytes.Equal(inner.Body, []byte{10, 0}) {
		t.Errorf("%v, want the two bytes", inner)
	}
}

// A nest in a nest, a message in a message: what is thousands of levels deep is
// not opened to its end.
func TestParseStopsInTheDepth(t *testing.T) {
	littleEndian(t)
	nests := make([]byte, 32, 32+4*1000)
	for left := 4 * 1000; left > 0; left -= 4 {
		nests = append(nests, byte(left), byte(left>>8), 0x09, 0x83) // attribute 777, NESTED
	}
	nests[4] = linux.RTM_NEWLINK
	var errors []byte
	for range 1000 {
		errors = append([]byte{0, 0, 0, 0, linux.NLMSG_ERROR, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}, errors...)
		binary.LittleEndian.PutUint16(errors, uint16(len(errors)))
	}
	binary.LittleEndian.PutUint16(nests, uint16(len(nests)))
	for about, msg := range map[string][]byte{"nests": nests, "errors": errors} {
		root := Parse(linux.NETLINK_ROUTE, msg)
		depth := 0
		for n := &root; len(n.Children) > 0; n = &n.Children[0] {
			depth++
		}
		if depth != maxDepth {
			t.Errorf("%s: %d levels, want %d", about, depth, maxDepth)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, msg := range [][]byte{vethAdd.bytes(), portSet.bytes(), bridgePortSet.bytes(), bridgeVLANAdd.bytes(), unknownAdd.bytes(), multipathAdd.bytes(), nsidSet.bytes(), dnsServers.bytes(), groupAdd.bytes(), tableOfLinks.bytes()} {
		f.Add(linux.NETLINK_ROUTE, msg)
		f.Add(linux.NETLINK_GENERIC, msg)
	}
	f.Fuzz(func(t *testing.T, protocol int, msg []byte) {
		root := Parse(protocol, msg)
		within(t, &root, len(msg))
		for offset := -1; offset <= min(len(msg), 256); offset++ {
			path, ok := Find(protocol, msg, offset)
			if ok != (len(path) > 0) {
				t.Fatalf("byte %d: path %v, %v", offset, path, ok)
			}
			if ok && Name(protocol, msg, path) == "" {
				t.Fatalf("byte %d: no name for %v", offset, path)
			}
			NameMissing(protocol, msg, offset, 1)
		}
	})
}

// within fails unless the children of n lie side by side within its body.
func within(t *testing.T, n *Node, limit int) {
	end := n.End()
	if end > limit {
		t.Fatalf("%s at %d ends at %d, beyond %d", n.Name, n.Offset, end, limit)
	}
	at := n.BodyOffset + len(n.Header)
	for i := range n.Children {
		c := &n.Children[i]
		if c.Offset < at {
			t.Fatalf("%s at %d begins before %d", c.Name, c.Offset, at)
		}
		within(t, c, end)
		at = c.End()
	}
}
