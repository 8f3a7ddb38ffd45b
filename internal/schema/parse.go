package schema

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Sizes of struct nlmsghdr, and of the header of an attribute (struct nlattr).
const (
	MessageHeaderLen = 16
	AttrHeaderLen    = 4
)

// attrFlags are the bits of an attribute's type that are not its number.
const attrFlags = linux.NLA_F_NESTED | linux.NLA_F_NET_BYTEORDER

// Role says what a [Node] is.
type Role uint8

const (
	Message   Role = iota // a message, headed by a struct nlmsghdr
	Attribute             // headed by a struct nlattr
	Row                   // of an attribute such as RTA_MULTIPATH; its head is part of it
)

// Node is a part of a message: the message itself, an attribute, a row of an
// attribute, or a message copied into another.
type Node struct {
	// Attr is the number, name and type. The type is the one chosen, where it
	// depends on other parts of the message, and never nil. A message has its
	// own number and name, a row none.
	Attr

	Role Role

	// Flags are the nlmsg_flags of a message, or the upper two bits of an
	// attribute's type.
	Flags uint16

	// Offset is where the header starts, from the start of the nlmsghdr.
	Offset int

	// BodyOffset is where the payload starts.
	BodyOffset int

	// Body is the payload, without padding.
	Body []byte

	// Header is the part of the Body that the Fields of a Nest describe.
	Header []byte

	// Children are the attributes of a Nest, after the copy of a message where
	// there is one, or the rows of Rows.
	Children []Node

	// Rest is what is left at the end of a Nest or Rows and is neither
	// attribute nor row.
	Rest []byte

	// Unknown is the part of a message's body of which nothing is known, after
	// the Header.
	Unknown []byte

	// Capped reports that n is a copy of the header of a message alone.
	Capped bool

	scope scope
}

// scope is what a part of a message needs to know of those around it.
type scope struct {
	protocol int
	typ      uint16 // of the nearest message
	request  bool   // the message has NLM_F_REQUEST
	family   uint8  // in the nearest header that has one
	depth    int
}

// End returns where the payload of n ends, from the start of the nlmsghdr.
func (n *Node) End() int { return n.BodyOffset + len(n.Body) }

// Protocol returns that of the message that n is, or is a part of.
func (n *Node) Protocol() int { return n.scope.protocol }

// RowHeaderLen returns the size of the head of each of n's Rows.
func (n *Node) RowHeaderLen() int { return n.row().HeaderLen() }

// InRequest reports that n is, or is a part of, a request.
func (n *Node) InRequest() bool { return n.scope.request }

// NoAttrs reports that n is a message that may not hold attributes: an
// NLMSG_ERROR or NLMSG_DONE has them only with the flag ACK_TLVS.
func (n *Node) NoAttrs() bool {
	return n.Role == Message && n.scope.typ < linux.NLMSG_MIN_TYPE && n.Flags&linux.NLM_F_ACK_TLVS == 0
}

// Label returns the name of n, or, without one, the number of the attribute.
func (n *Node) Label() string {
	if n.Name == "" {
		return "attribute " + strconv.Itoa(int(n.Number))
	}
	return n.Name
}

// CString returns the body up to its first NUL.
func (n *Node) CString() string {
	text, _, _ := bytes.Cut(n.Body, []byte{0})
	return string(text)
}

// Parse takes a message of a protocol apart that starts at its nlmsghdr. It
// never fails: what it does not understand is a Node without Children, or Rest.
// Bytes beyond the length in the nlmsghdr are no part of the message.
func Parse(protocol int, msg []byte) Node { return parse(protocol, msg, 0, 0) }

func parse(protocol int, msg []byte, offset, depth int) Node {
	n := Node{Attr: Attr{Type: raw}, Offset: offset, BodyOffset: offset + min(MessageHeaderLen, len(msg))}
	if len(msg) < MessageHeaderLen {
		return n
	}
	if size := binary.NativeEndian.Uint32(msg); size >= MessageHeaderLen && uint64(size) < uint64(len(msg)) {
		msg = msg[:size]
	}
	n.Flags = binary.NativeEndian.Uint16(msg[6:])
	n.scope.protocol = protocol
	n.scope.depth = depth
	n.scope.request = n.Flags&linux.NLM_F_REQUEST != 0
	n.scope.typ = binary.NativeEndian.Uint16(msg[4:])
	n.Attr = messageOf(protocol, n.scope.typ, n.scope.request)
	n.Body = msg[MessageHeaderLen:]
	n.setFamily()
	n.Type = (&chooser{Node: &n}).choose(n.Type, n.Body, 0)
	n.descend()
	return n
}

// maxDepth is how deep nests are opened. Those of the kernel lie a few levels
// deep; a message made up to do harm could have thousands.
const maxDepth = 64

// descend finds the children of n, whose Body is set.
func (n *Node) descend() {
	if n.scope.depth++; n.scope.depth > maxDepth {
		n.Type = raw
		return
	}
	switch n.Type.Kind {
	case Nest:
		n.nest()
	case Rows:
		n.rows()
	}
}

func (n *Node) nest() {
	n.Header = n.Body[:min(n.Type.HeaderLen(), len(n.Body))]
	n.setFamily()
	b := n.Body[len(n.Header):]
	if n.Type.Copy {
		b = n.copied(b)
	}
	if n.NoAttrs() {
		n.Rest = b
		return
	}
	n.attrs(b)
	types := chooser{Node: n}
	for i := range n.Children {
		c := &n.Children[i]
		if c.Role != Attribute {
			continue
		}
		c.Type = types.choose(c.Type, c.Body, c.Flags)
		if c.Name == "" && c.Flags&linux.NLA_F_NESTED != 0 {
			c.Type = opaque
		}
		c.descend()
	}
}

// setFamily notes the address family, if the body begins with one.
func (n *Node) setFamily() {
	if len(n.Body) > 0 && len(n.Type.Fields) > 0 && n.Type.Fields[0].Type == family {
		n.scope.family = n.Body[0]
	}
}

// copied takes the message copied into n off b, and returns what is left. The
// payload of the copy is left out if n is CAPPED. Kernels before Linux 4.12 do not
// say so, but send nothing behind the header either.
func (n *Node) copied(b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	size := min(MessageHeaderLen, len(b))
	capped := n.Flags&linux.NLM_F_CAPPED != 0 || n.NoAttrs() && len(b) == MessageHeaderLen
	if !capped && len(b) >= MessageHeaderLen {
		size = int(min(uint64(binary.NativeEndian.Uint32(b)), uint64(len(b))))
		size = max(size, MessageHeaderLen)
	}
	c := parse(n.scope.protocol, b[:size:size], n.End()-len(b), n.scope.depth)
	c.Capped = capped
	n.Children = append(n.Children, c)
	return b[min(Align(size), len(b)):]
}

// attrs appends the attributes in b, the last part of n's body, to the children.
func (n *Node) attrs(b []byte) {
	for len(b) >= AttrHeaderLen {
		size := int(binary.NativeEndian.Uint16(b))
		typ := binary.NativeEndian.Uint16(b[2:])
		if size < AttrHeaderLen || size > len(b) {
			break
		}
		offset := n.End() - len(b)
		n.Children = append(n.Children, Node{
			Attr:       n.Type.attr(typ &^ attrFlags),
			Role:       Attribute,
			Flags:      typ & attrFlags,
			Offset:     offset,
			BodyOffset: offset + AttrHeaderLen,
			Body:       b[AttrHeaderLen:size],
			scope:      n.scope,
		})
		b = b[min(Align(size), len(b)):]
	}
	n.Rest = b
	if n.Type == opaque && !n.plausible() {
		n.Type, n.Children, n.Rest = raw, nil, nil
	}
	if n.Type == genl && !n.plausible() {
		n.Unknown, n.Children, n.Rest = n.Body[len(n.Header):], nil, nil
	}
}

// plausible reports whether what was found in n, of which nothing is known, can
// be attributes: they fill it, and a number of zero is seldom one.
func (n *Node) plausible() bool {
	zero := slices.ContainsFunc(n.Children, func(c Node) bool { return c.Number == 0 })
	return len(n.Rest) == 0 && (!zero || n.Role == Attribute && n.Flags&linux.NLA_F_NESTED != 0)
}

func (n *Node) rows() {
	row := n.row()
	b := n.Body
	for len(b) >= row.HeaderLen() {
		size := int(binary.NativeEndian.Uint16(b))
		if size < row.HeaderLen() || size > len(b) {
			break
		}
		offset := n.End() - len(b)
		r := Node{Attr: Attr{Type: row}, Role: Row, Offset: offset, BodyOffset: offset, Body: b[:size], scope: n.scope}
		r.descend()
		n.Children = append(n.Children, r)
		b = b[min(Align(size), len(b)):]
	}
	n.Rest = b
}

// row returns the type of each of n's Rows.
func (n *Node) row() *Layout { return (&chooser{Node: n}).choose(n.Type.Elem, nil, 0) }

// Align returns where what ends at n is filled up to.
func Align(n int) int { return (n + 3) &^ 3 }
