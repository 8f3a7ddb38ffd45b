package explain

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
)

// walker makes the parts of one message.
type walker struct {
	msg    []byte
	at     int // how far there are parts
	parts  []part
	groups []group
}

// partsOf returns the parts of a message and of what follows it in msg. Root is
// the message taken apart.
func partsOf(root *schema.Node, msg []byte) ([]part, []group) {
	w := walker{msg: msg}
	w.message(root, 0)
	switch left := msg[w.at:]; {
	case len(left) <= 3:
		w.rest(len(msg), 0, padding, "padding", "")
	case len(bytes.Trim(left, "\x00")) == 0:
		w.rest(len(msg), 0, padding, "zeros beyond the message", "")
	default:
		w.rest(len(msg), 0, damage, "beyond the message", "")
	}
	return w.parts, w.groups
}

// add appends a part that ends at end. Without bytes it appends nothing.
func (w *walker) add(end int, p part) {
	if end <= w.at {
		return
	}
	p.start, p.end = w.at, end
	p.extent = max(p.extent, end)
	w.at = end
	w.parts = append(w.parts, p)
}

// group names what there is up to end, which is not yet appended.
func (w *walker) group(name string, end int) {
	if end > w.at {
		w.groups = append(w.groups, group{name: name, start: w.at, end: end})
	}
}

// rest appends what there is up to end as one part.
func (w *walker) rest(end, depth int, r role, text, wrong string) {
	w.add(end, part{role: r, depth: depth, text: text, wrong: wrong})
}

// message appends a message, its nlmsghdr first.
func (w *walker) message(n *schema.Node, depth int) {
	hdr := w.msg[n.Offset:n.BodyOffset]
	if len(hdr) < schema.MessageHeaderLen {
		w.rest(n.BodyOffset, depth, damage, "bytes", fmt.Sprintf("%s left, a message has at least %d", plural(len(hdr)), schema.MessageHeaderLen))
		return
	}
	first := len(w.parts)
	w.fields(schema.NLMsgHdr, hdr, depth)
	protocol := n.Protocol()
	typ := binary.NativeEndian.Uint16(hdr[4:])
	w.parts[first+1].text = schema.TypeName(protocol, typ)
	w.parts[first+2].text = schema.FlagNames(protocol, typ, n.Flags)
	w.parts[first].extent = n.End()
	size, here := uint64(binary.NativeEndian.Uint32(hdr)), len(hdr)+len(n.Body)
	switch {
	case size < schema.MessageHeaderLen:
		w.parts[first].wrong = fmt.Sprintf("a message has at least %d bytes", schema.MessageHeaderLen)
	case size > uint64(here) && !n.Capped:
		w.parts[first].wrong = fmt.Sprintf("only %s are here", plural(here))
	}
	w.body(n, depth)
}

// body appends what n holds.
func (w *walker) body(n *schema.Node, depth int) {
	switch l := n.Type; l.Kind {
	case schema.Struct:
		w.fields(l, n.Body, depth)
	case schema.Array:
		w.elements(l, "", n.Body, depth, widest(l, ""))
	case schema.Rows:
		for i := range n.Children {
			w.row(n, &n.Children[i], depth)
		}
		w.rest(n.End(), depth, damage, "bytes", badHead(n.Rest, n.RowHeaderLen(), "a row"))
	case schema.Nest:
		w.fields(l, n.Header, depth)
		w.children(n, depth)
	case schema.Binary:
		r := value
		if n.Name == "" {
			r = unknown
		}
		w.rest(n.End(), depth, r, "bytes", "")
	default:
		w.value(l, "", n.Body, depth, 0)
	}
}

// value appends a single value, of an attribute or, with a name, of a field.
func (w *walker) value(l *schema.Layout, name string, b []byte, depth, width int) {
	p := part{role: value, depth: depth, name: name, width: width}
	if name != "" {
		p.role = field
	}
	text, ok := l.Text(b)
	switch {
	case ok:
		p.text = text
	case l.Kind == schema.Pad:
		p.role, p.text = padding, "padding"
	case l.Kind == schema.Binary:
		p.text = "bytes"
	default:
		p.text, p.wrong = "bytes", misfit(l, len(b))
	}
	w.add(w.at+len(b), p)
}

// fields appends the members of a C struct as far as b goes. What is beyond
// them a newer kernel has added.
func (w *walker) fields(l *schema.Layout, b []byte, depth int) {
	end := w.at + len(b)
	if l.C != "" {
		w.group("struct "+l.C, end)
	}
	w.members(l, "", b, depth, widest(l, ""))
	w.rest(end, depth, unknown, "more than is known here", "")
}

// members appends the members of a struct, those of a struct within it among
// them, which go by both names.
func (w *walker) members(l *schema.Layout, prefix string, b []byte, depth, width int) {
	for _, f := range l.Fields {
		member := cut(&b, f.Type.Len())
		if len(member) == 0 {
			continue
		}
		switch {
		case f.Name == "":
			w.rest(w.at+len(member), depth, padding, "padding of the struct", "")
		case f.Type.Kind == schema.Struct:
			w.members(f.Type, prefix+f.Name+".", member, depth, width)
		case f.Type.Kind == schema.Array:
			w.elements(f.Type, prefix+f.Name, member, depth, width)
		default:
			w.value(f.Type, prefix+f.Name, member, depth, width)
		}
	}
}

// elements appends values that lie side by side.
func (w *walker) elements(l *schema.Layout, prefix string, b []byte, depth, width int) {
	size := l.Elem.Len()
	for i := 0; len(b) > 0; i++ {
		name := prefix + l.IndexName(i)
		elem := cut(&b, size)
		switch {
		case len(elem) < size:
			w.rest(w.at+len(elem), depth, damage, "bytes", fmt.Sprintf("%s left, an element has %d", plural(len(elem)), size))
		case l.Elem.Kind == schema.Struct:
			w.members(l.Elem, name+".", elem, depth, width)
		default:
			w.value(l.Elem, name, elem, depth, width)
		}
	}
}

// widest returns how wide a column of the names in a struct or an array is.
func widest(l *schema.Layout, prefix string) int {
	width := usualWidth
	for _, f := range l.Fields {
		switch f.Type.Kind {
		case schema.Struct:
			width = max(width, widest(f.Type, prefix+f.Name+"."))
		case schema.Array:
			width = max(width, widest(f.Type, prefix+f.Name))
		default:
			width = max(width, len(prefix+f.Name))
		}
	}
	for _, v := range l.Values {
		width = max(width, len(prefix+v.Name))
	}
	if l.Kind == schema.Array && l.Elem.Kind == schema.Struct {
		width = max(width, widest(l.Elem, prefix+"[0]."))
	}
	return width
}

// children appends the attributes of a nest, after the copy of a message where
// there is one.
func (w *walker) children(nest *schema.Node, depth int) {
	for i := range nest.Children {
		n := &nest.Children[i]
		if n.Role == schema.Message {
			w.group("copy of "+cmp.Or(n.Name, "a message"), n.End())
			w.message(n, depth+1)
		} else {
			w.add(n.BodyOffset, part{role: head, depth: depth, extent: n.End(), name: n.Label(), text: headText(n), wrong: tooShort(n)})
			w.body(n, depth+1)
		}
		w.pad(nest, depth+1)
	}
	w.rest(w.at+len(nest.Unknown), depth, unknown, "bytes", "")
	switch left := nest.Rest; {
	case nest.NoAttrs() && len(bytes.Trim(left, "\x00")) == 0: // an error number of eight bytes
		w.rest(nest.End(), depth, padding, "padding", "")
	case nest.NoAttrs():
		w.rest(nest.End(), depth, damage, "bytes", "attributes need the flag ACK_TLVS")
	default:
		w.rest(nest.End(), depth, damage, "bytes", badHead(left, schema.AttrHeaderLen, "an attribute"))
	}
}

// row appends a struct that begins with its own length as an attribute is
// appended, with the length for its header.
func (w *walker) row(rows, n *schema.Node, depth int) {
	length := n.Type.Fields[0]
	w.add(w.at+length.Type.Len(), part{
		role: head, depth: depth, extent: n.End(),
		name: length.Name, text: fmt.Sprintf(", %s", plural(len(n.Body))),
	})
	w.fields(&schema.Layout{Fields: n.Type.Fields[1:]}, n.Header[length.Type.Len():], depth+1)
	w.children(n, depth+1)
	w.pad(rows, depth+1)
}

// pad appends what fills up to four bytes, as far as it is part of parent.
func (w *walker) pad(parent *schema.Node, depth int) {
	w.rest(min(schema.Align(w.at), parent.End()), depth, padding, "padding", "")
}

// headText is what stands behind the name of an attribute.
func headText(n *schema.Node) string {
	text := ", " + plural(schema.AttrHeaderLen+len(n.Body))
	if n.Flags&linux.NLA_F_NESTED != 0 {
		text += ", NESTED"
	}
	if n.Flags&linux.NLA_F_NET_BYTEORDER != 0 {
		text += ", NET_BYTEORDER"
	}
	return text
}
