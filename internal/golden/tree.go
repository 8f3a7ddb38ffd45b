package golden

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
)

// DiffTree compares two datagrams of NETLINK_ROUTE requests as trees of
// attributes and returns the differences, a line each, or an empty string. It
// looks at the message type and flags, the fixed header and the attributes.
// What programs are free to choose counts for nothing: sequence number and
// port, the flag NLA_F_NESTED, the order of attributes of different numbers, a
// NUL after a string, and zeros after the message. Attributes of one number
// are compared in their order.
func DiffTree(want, got []byte) string {
	w, g := split(want), split(got)
	if len(w) != len(g) {
		return fmt.Sprintf("messages: want %d, got %d\n", len(w), len(g))
	}
	var d differ
	for i := range w {
		if len(w) > 1 {
			d.path = []string{fmt.Sprintf("message %d", i)}
		}
		d.message(w[i], g[i])
	}
	return d.out.String()
}

// split cuts a datagram into its messages, without the zeros after the last.
func split(b []byte) [][]byte {
	var messages [][]byte
	for len(bytes.TrimRight(b, "\x00")) > 0 {
		n := len(b)
		if n >= schema.MessageHeaderLen {
			size := binary.NativeEndian.Uint32(b)
			if size >= schema.MessageHeaderLen && uint64(size) < uint64(n) {
				n = int(size)
			}
		}
		messages = append(messages, b[:n])
		b = b[min(schema.Align(n), len(b)):]
	}
	return messages
}

type differ struct {
	path []string
	out  strings.Builder
}

func (d *differ) differ(name, want, got string) {
	if want != got {
		path := strings.Join(append(d.path, name), "/")
		fmt.Fprintf(&d.out, "%s: want %s, got %s\n", strings.TrimSuffix(path, "/"), want, got)
	}
}

func (d *differ) message(want, got []byte) {
	if len(want) < schema.MessageHeaderLen || len(got) < schema.MessageHeaderLen {
		d.differ("bytes", hexOf(want), hexOf(got))
		return
	}
	w, g := schema.Parse(linux.NETLINK_ROUTE, want), schema.Parse(linux.NETLINK_ROUTE, got)
	d.differ("nlmsg_type", w.Name, g.Name)
	if w.Number != g.Number {
		return
	}
	flags := func(b []byte) string {
		return schema.FlagNames(linux.NETLINK_ROUTE, w.Number, binary.NativeEndian.Uint16(b[6:]))
	}
	d.differ("nlmsg_flags", flags(want), flags(got))
	d.body(&w, &g)
}

// body compares what two nodes hold.
func (d *differ) body(want, got *schema.Node) {
	l := want.Type
	switch {
	case l.Kind != got.Type.Kind:
		d.differ("", brief(want), brief(got))
	case l.Kind == schema.Struct:
		d.fields(l.Fields, want.Body, got.Body)
	case l.Kind == schema.Nest:
		d.fields(l.Fields, want.Header, got.Header)
		d.attrs(want.Children, got.Children)
		d.differ("rest", hexOf(want.Rest), hexOf(got.Rest))
	case l.Kind == schema.Rows:
		d.pairs("row", refs(want.Children), refs(got.Children))
		d.differ("rest", hexOf(want.Rest), hexOf(got.Rest))
	case l.Kind == schema.String:
		if !bytes.Equal(bytes.TrimSuffix(want.Body, nul), bytes.TrimSuffix(got.Body, nul)) {
			d.differ("", brief(want), brief(got))
		}
	default:
		d.differ("", brief(want), brief(got))
	}
}

// attrs compares attributes number by number.
func (d *differ) attrs(want, got []schema.Node) {
	seen := make(map[uint16]bool)
	for _, n := range append(refs(want), refs(got)...) {
		if seen[n.Number] {
			continue
		}
		seen[n.Number] = true
		d.pairs(n.Label(), numbered(want, n.Number), numbered(got, n.Number))
	}
}

// pairs compares nodes of one name in their order.
func (d *differ) pairs(name string, want, got []*schema.Node) {
	count := max(len(want), len(got))
	for i := range count {
		part := name
		if count > 1 {
			part = fmt.Sprintf("%s[%d]", name, i)
		}
		switch {
		case i >= len(want):
			d.differ(part, "nothing", brief(got[i]))
		case i >= len(got):
			d.differ(part, brief(want[i]), "nothing")
		default:
			d.path = append(d.path, part)
			d.body(want[i], got[i])
			d.path = d.path[:len(d.path)-1]
		}
	}
}

// fields compares a C struct by its members. The length that a row begins with
// is not compared, but what it covers.
func (d *differ) fields(fields []schema.Field, want, got []byte) {
	for _, f := range fields {
		l := f.Type
		w, g := cut(&want, l.Len()), cut(&got, l.Len())
		switch f.Name {
		case "rtnh_len":
		case "":
			d.differ("padding", hexOf(w), hexOf(g))
		default:
			d.differ(f.Name, describe(l, w), describe(l, g))
		}
	}
	d.differ("more", hexOf(want), hexOf(got))
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

var nul = []byte{0}

func refs(nodes []schema.Node) []*schema.Node {
	var out []*schema.Node
	for i := range nodes {
		out = append(out, &nodes[i])
	}
	return out
}

func numbered(nodes []schema.Node, number uint16) []*schema.Node {
	var out []*schema.Node
	for i := range nodes {
		if nodes[i].Number == number {
			out = append(out, &nodes[i])
		}
	}
	return out
}

// brief describes a node within a line.
func brief(n *schema.Node) string {
	if n.Type.Kind != schema.Nest {
		return describe(n.Type, n.Body)
	}
	var names []string
	for i := range n.Children {
		names = append(names, n.Children[i].Label())
	}
	return "{" + strings.Join(names, ", ") + "}"
}

// describe gives bytes in words and in hexadecimal: integers of another width
// may be equal in words.
func describe(l *schema.Layout, b []byte) string {
	if words, ok := l.Text(b); ok {
		return words + " (" + hexOf(b) + ")"
	}
	return hexOf(b)
}

func hexOf(b []byte) string {
	if len(b) == 0 {
		return "no bytes"
	}
	return fmt.Sprintf("% x", b)
}
