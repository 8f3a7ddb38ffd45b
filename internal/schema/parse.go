package schema

import (
	"bytes"
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Sizes of struct nlmsghdr, and of the header of an attribute (struct nlattr).
const (
	MessageHeaderLen = 16
	AttrHeaderLen    = 4
)

// Node is a part of a message: the message itself, an attribute, or a row of
// an attribute such as RTA_MULTIPATH.
type Node struct {
	// Attr is the number, name and type. The type is the one chosen, where it
	// depends on other parts of the message. A message has its own number and
	// name, a row none.
	Attr

	// Flags are the upper two bits of an attribute's type.
	Flags uint16

	// Offset is where the header starts, from the start of the nlmsghdr.
	Offset int

	// BodyOffset is where the payload starts.
	BodyOffset int

	// Body is the payload, without padding.
	Body []byte

	// Header is the part of the Body that the Fields of a Nest describe.
	Header []byte

	// Children are the attributes of a Nest, or the rows of Rows.
	Children []Node

	// Rest is what is left at the end of a Nest or Rows and is neither
	// attribute nor row.
	Rest []byte

	family uint8 // of the nearest header
}

// Layout returns how n's body is read.
func (n *Node) Layout() *Layout { return n.Type.Layout() }

// Text returns the body up to its first NUL.
func (n *Node) Text() string {
	text, _, _ := bytes.Cut(n.Body, []byte{0})
	return string(text)
}

// Parse takes a message apart that starts at its nlmsghdr. It never fails:
// what it does not understand is a Node without Children, or Rest. Bytes
// beyond the length in the nlmsghdr are no part of the message.
func Parse(msg []byte) Node {
	n := Node{BodyOffset: min(MessageHeaderLen, len(msg))}
	if len(msg) < MessageHeaderLen {
		return n
	}
	if size := binary.NativeEndian.Uint32(msg); size >= MessageHeaderLen && uint64(size) < uint64(len(msg)) {
		msg = msg[:size]
	}
	m := messageOf(binary.NativeEndian.Uint16(msg[4:]))
	n.Attr = Attr{m.number, m.name, m.body}
	n.Body = msg[MessageHeaderLen:]
	n.descend()
	return n
}

// descend finds the children of n, whose Body is set.
func (n *Node) descend() {
	switch n.Layout().Kind {
	case Nest:
		n.attrs()
	case Rows:
		n.rows()
	}
}

func (n *Node) attrs() {
	l := n.Layout()
	size := l.HeaderLen()
	n.Header = n.Body[:min(size, len(n.Body))]
	if len(n.Header) > 0 && l.Fields[0].Type == family {
		n.family = n.Header[0]
	}
	b := n.Body[len(n.Header):]
	for len(b) >= AttrHeaderLen {
		size := int(binary.NativeEndian.Uint16(b))
		typ := binary.NativeEndian.Uint16(b[2:])
		if size < AttrHeaderLen || size > len(b) {
			break
		}
		offset := n.BodyOffset + len(n.Body) - len(b)
		n.Children = append(n.Children, Node{
			Attr:       l.attr(typ &^ (linux.NLA_F_NESTED | linux.NLA_F_NET_BYTEORDER)),
			Flags:      typ & (linux.NLA_F_NESTED | linux.NLA_F_NET_BYTEORDER),
			Offset:     offset,
			BodyOffset: offset + AttrHeaderLen,
			Body:       b[AttrHeaderLen:size],
			family:     n.family,
		})
		b = b[min((size+3)&^3, len(b)):]
	}
	n.Rest = b
	if n.Type == opaque && len(b) > 0 {
		n.Type, n.Children, n.Rest = raw, nil, nil
		return
	}
	for i := range n.Children {
		c := &n.Children[i]
		c.Type = choose(c.Type, n.family, n.Children)
		if c.Name == "" && c.Flags&linux.NLA_F_NESTED != 0 {
			c.Type = opaque
		}
		c.descend()
	}
}

func (n *Node) rows() {
	row := n.Layout().Row
	b := n.Body
	for len(b) >= row.Layout().HeaderLen() {
		size := int(binary.NativeEndian.Uint16(b))
		if size < row.Layout().HeaderLen() || size > len(b) {
			break
		}
		offset := n.BodyOffset + len(n.Body) - len(b)
		r := Node{Attr: Attr{Type: row}, Offset: offset, BodyOffset: offset, Body: b[:size], family: n.family}
		r.descend()
		n.Children = append(n.Children, r)
		b = b[min((size+3)&^3, len(b)):]
	}
	n.Rest = b
}
