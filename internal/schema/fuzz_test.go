package schema

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/corpus"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfuzz"
)

// FuzzParse: whatever the bytes are, their parts lie side by side within them, and
// what is found at an offset has a name.
func FuzzParse(f *testing.F) {
	for _, msg := range corpus.Messages(f) {
		f.Add(linux.NETLINK_ROUTE, msg)
	}
	f.Add(linux.NETLINK_GENERIC, vethAdd.bytes())
	f.Fuzz(func(t *testing.T, protocol int, msg []byte) {
		const offsets = 8
		testfuzz.Bounded(t, offsets*len(msg), func() { // for it is parsed for each offset
			root := Parse(protocol, msg)
			within(t, &root, len(msg))
			for offset := -1; offset <= len(msg); offset += 1 + len(msg)/offsets {
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
