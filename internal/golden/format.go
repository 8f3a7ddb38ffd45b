package golden

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
)

const (
	perLine  = 8             // bytes on a line
	hexWidth = 3*perLine - 1 // columns that they take
	padding  = "padding"     // text of the bytes between attributes
)

// Format returns a NETLINK_ROUTE message as annotated lines: the offset, up to
// eight bytes, and what they mean. The meaning is indented by the nesting. A
// header of an attribute shows its length, that of the four bytes of the
// header and of what is indented below it, padding of its own not counted. A
// line without meaning goes on with the one above.
func Format(msg []byte) string {
	p := &printer{msg: msg}
	if len(msg) < schema.MessageHeaderLen {
		p.line(len(msg), 0, "no message: nlmsghdr has 16 bytes")
		return p.out.String()
	}
	typ := binary.NativeEndian.Uint16(msg[4:])
	p.field(4, 0, "nlmsg_len", fmt.Sprint(binary.NativeEndian.Uint32(msg)))
	p.field(2, 0, "nlmsg_type", schema.TypeName(typ))
	p.field(2, 0, "nlmsg_flags", schema.FlagNames(typ, binary.NativeEndian.Uint16(msg[6:])))
	p.field(4, 0, "nlmsg_seq", fmt.Sprint(binary.NativeEndian.Uint32(msg[8:])))
	p.field(4, 0, "nlmsg_pid", fmt.Sprint(binary.NativeEndian.Uint32(msg[12:])))
	root := schema.Parse(msg)
	p.body(&root, 0)
	p.line(len(msg)-p.at, 0, "beyond nlmsg_len")
	return p.out.String()
}

type printer struct {
	msg []byte
	at  int // how far it is printed
	out strings.Builder
}

// line prints the next n bytes. Without bytes it prints nothing.
func (p *printer) line(n, depth int, text string) {
	text = strings.Repeat("  ", depth) + text
	for n > 0 {
		k := min(n, perLine)
		row := fmt.Sprintf("%04x  %-*s  %s", p.at, hexWidth, fmt.Sprintf("% x", p.msg[p.at:p.at+k]), text)
		p.out.WriteString(strings.TrimRight(row, " ") + "\n")
		p.at += k
		n -= k
		text = ""
	}
}

func (p *printer) field(n, depth int, name, value string) {
	p.line(n, depth, fmt.Sprintf("%-13s %s", name, value))
}

// fields prints the members of a C struct as far as b goes.
func (p *printer) fields(fields []schema.Field, b []byte, depth int) {
	for _, f := range fields {
		l := f.Type.Layout()
		member := cut(&b, l.Size)
		if f.Name == "" {
			p.line(len(member), depth, padding+" of the struct")
		} else {
			p.field(len(member), depth, f.Name, value(l, member))
		}
	}
	p.line(len(b), depth, "bytes")
}

// body prints what n holds.
func (p *printer) body(n *schema.Node, depth int) {
	switch l := n.Layout(); l.Kind {
	case schema.Struct:
		p.fields(l.Fields, n.Body, depth)
	case schema.Rows:
		for i := range n.Children {
			p.row(n, &n.Children[i], depth)
		}
		p.line(len(n.Rest), depth, "no row")
	case schema.Nest:
		p.fields(l.Fields, n.Header, depth)
		p.attrs(n, depth)
	default:
		p.line(len(n.Body), depth, value(l, n.Body))
	}
}

func (p *printer) attrs(nest *schema.Node, depth int) {
	for i := range nest.Children {
		n := &nest.Children[i]
		p.line(schema.AttrHeaderLen, depth, title(n))
		p.body(n, depth+1)
		p.pad(nest, depth+1)
	}
	p.line(len(nest.Rest), depth, "no attribute")
}

// row prints a struct that begins with its own length as an attribute is
// printed, with the length for its header.
func (p *printer) row(rows, n *schema.Node, depth int) {
	length, rest := n.Layout().Fields[0], n.Layout().Fields[1:]
	size := length.Type.Layout().Size
	p.line(size, depth, fmt.Sprintf("%s, %d bytes", length.Name, len(n.Body)))
	p.fields(rest, n.Header[size:], depth+1)
	p.attrs(n, depth+1)
	p.pad(rows, depth+1)
}

// pad prints what fills up to four bytes, as far as it is part of parent.
func (p *printer) pad(parent *schema.Node, depth int) {
	end := parent.BodyOffset + len(parent.Body)
	p.line(min(-p.at&3, end-p.at), depth, padding)
}

// title is the text beside the header of an attribute.
func title(n *schema.Node) string {
	text := fmt.Sprintf("%s, %d bytes", name(n), schema.AttrHeaderLen+len(n.Body))
	if n.Flags&linux.NLA_F_NESTED != 0 {
		text += ", NESTED"
	}
	if n.Flags&linux.NLA_F_NET_BYTEORDER != 0 {
		text += ", NET_BYTEORDER"
	}
	return text
}

func name(n *schema.Node) string {
	if n.Name == "" {
		return fmt.Sprintf("attribute %d", n.Number)
	}
	return n.Name
}
