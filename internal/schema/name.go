package schema

import (
	"strconv"
	"strings"
)

// Name returns the path of an attribute in words, such as
// "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME". The path holds the
// numbers of the attributes from the outermost in; msg, which starts at its
// nlmsghdr, gives the type of the message, and the kind of a link that chooses
// what its IFLA_INFO_DATA holds. Msg need not hold the attribute. What has no
// name is a number; a path that begins with one, "attribute 77".
func Name(protocol int, msg []byte, path []uint16) string {
	root := Parse(protocol, msg)
	attrs := make([]Attr, len(path))
	for i, n := 0, &root; i < len(path); i++ {
		n = n.child(path[i])
		attrs[i] = n.Attr
	}
	return join(attrs)
}

// NameMissing returns the path of an attribute that msg should hold in the
// nest whose header starts at byte nestOffset, and does not. Offsets below 1
// stand for the message itself. The kernel reports both numbers
// (NLMSGERR_ATTR_MISS_NEST, NLMSGERR_ATTR_MISS_TYPE).
func NameMissing(protocol int, msg []byte, nestOffset int, typ uint16) string {
	root := Parse(protocol, msg)
	var attrs []Attr
	nest := &root
	if nestOffset > 0 {
		for _, n := range root.at(nestOffset) {
			attrs = append(attrs, n.Attr)
			nest = n
		}
	}
	return join(append(attrs, nest.child(typ).Attr))
}

// Find returns the path of the attribute whose header starts at byte offset of
// msg, counted from the start of the nlmsghdr, as the kernel does in
// NLMSGERR_ATTR_OFFS. An offset further inside finds the innermost attribute
// around it. It reports false if there is none: in the headers of the message,
// in padding between attributes and outside of the message.
func Find(protocol int, msg []byte, offset int) (path []uint16, ok bool) {
	root := Parse(protocol, msg)
	for _, n := range root.at(offset) {
		path = append(path, n.Number)
	}
	return path, len(path) > 0
}

// at returns the attributes around an offset, the outermost first.
func (n *Node) at(offset int) []*Node {
	for i := range n.Children {
		c := &n.Children[i]
		if offset < c.Offset || offset >= c.End() {
			continue
		}
		if n.Type.Kind == Rows {
			return c.at(offset)
		}
		return append([]*Node{c}, c.at(offset)...)
	}
	return nil
}

// child returns the attribute of n with a number. One that n does not hold has
// the name and type that it would have.
func (n *Node) child(number uint16) *Node {
	if n.Type.Kind == Rows {
		if len(n.Children) > 0 {
			return n.Children[0].child(number)
		}
		n = &Node{Attr: Attr{Type: n.row()}, scope: n.scope}
	}
	for i := range n.Children {
		if c := &n.Children[i]; c.Role == Attribute && c.Number == number {
			return c
		}
	}
	a := n.Type.attr(number)
	a.Type = (&chooser{Node: n}).choose(a.Type, nil, 0)
	return &Node{Attr: a, Role: Attribute, scope: n.scope}
}

func join(path []Attr) string {
	words := make([]string, len(path))
	for i, a := range path {
		words[i] = a.Name
		if a.Name == "" {
			words[i] = strconv.Itoa(int(a.Number))
		}
	}
	if len(path) > 0 && path[0].Name == "" {
		words[0] = "attribute " + words[0]
	}
	return strings.Join(words, "/")
}

// attr returns the attribute of a nest with a number, or one without name.
func (l *Layout) attr(number uint16) Attr {
	if l.Elem != nil {
		return Attr{number, "[" + strconv.Itoa(int(number)) + "]", l.Elem}
	}
	for _, a := range l.Attrs {
		if a.Number == number {
			return a
		}
	}
	return Attr{Number: number, Type: raw}
}
