package explain

import (
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/schema"
)

// badHead says why b does not begin an attribute, or another thing with its
// length in front.
func badHead(b []byte, atLeast int, what string) string {
	if len(b) < atLeast {
		return fmt.Sprintf("%s left, %s has at least %d", plural(len(b)), what, atLeast)
	}
	size := int(binary.NativeEndian.Uint16(b))
	if size < atLeast {
		return fmt.Sprintf("length %d, %s has at least %d", size, what, atLeast)
	}
	return fmt.Sprintf("length %d, and %s left", size, plural(len(b)))
}

// tooShort says what is wrong with an attribute that has no bytes to point at: the
// struct that it begins with is cut short, or it has no value. In a request that
// can be what is meant.
func tooShort(n *schema.Node) string {
	l := n.Type
	if size := l.HeaderLen(); l.Kind == schema.Nest && len(n.Header) < size {
		return fmt.Sprintf("%s, struct %s has %d", plural(len(n.Body)), l.C, size)
	}
	if _, ok := l.Text(nil); !ok && len(n.Body) == 0 && l.Size > 0 && l.Kind != schema.Pad && !n.InRequest() {
		return misfit(l, 0)
	}
	return ""
}

// misfit says why n bytes are no value of l.
func misfit(l *schema.Layout, n int) string {
	switch {
	case l.Size > 0:
		return fmt.Sprintf("%s, want %d", plural(n), l.Size)
	case l.Kind == schema.IP:
		return fmt.Sprintf("%s, an address has 4 or 16", plural(n))
	case l.Kind == schema.Labels:
		return fmt.Sprintf("%s, a label has 4", plural(n))
	case l.Kind == schema.Flag:
		return fmt.Sprintf("%s, a flag has none", plural(n))
	}
	return plural(n)
}

func plural(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// cut takes n bytes off b, or all if n is zero or there are not so many.
func cut(b *[]byte, n int) []byte {
	if n == 0 || n > len(*b) {
		n = len(*b)
	}
	head := (*b)[:n]
	*b = (*b)[n:]
	return head
}
