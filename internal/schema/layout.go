package schema

import (
	"strconv"
	"time"
)

// Kind is the way the bytes of a [Layout] are read.
type Kind uint8

const (
	Binary      Kind = iota // bytes whose meaning is not known here
	Flag                    // nothing; being there is the value
	Pad                     // filler
	Uint                    // unsigned integer
	Hex                     // Uint that is a mask or a mark
	Int                     // signed integer
	Enum                    // Uint with named values
	Bits                    // Uint of named bits
	ErrorNumber             // 0 or a negated error number of Linux
	String                  // text, with or without a NUL after it
	IP                      // IPv4 or IPv6 address
	LinkAddr                // link-layer address
	Labels                  // MPLS label stack
	Struct                  // C struct
	Array                   // elements of one layout, without anything between
	Nest                    // attributes, after a C struct if there are Fields
	Rows                    // structs that begin with their own u16 length
)

// Layout says what an attribute, a field of a C struct, or the body of a message
// holds, and how its bytes are read.
type Layout struct {
	Kind Kind

	// Size is the number of bytes, and zero where that is not fixed.
	Size int

	// Big reports that an integer is in network byte order. Others are in that
	// of the machine.
	Big bool

	// Unit is the time that a Uint counts, or an Int of up to four bytes, or
	// zero.
	Unit time.Duration

	// Values names those of an Enum, some of a Hex, the bits of Bits, or the
	// elements of an Array by their index.
	Values []Value

	// C is the name of the struct that the Fields describe.
	C string

	// Fields are those of a Struct, or of what a Nest begins with.
	Fields []Field

	// Attrs are those of a Nest.
	Attrs []Attr

	// Elem is what each element of an Array is, or each attribute of a Nest
	// whose numbers are mere positions.
	Elem *Layout

	// Copy reports that the Fields are followed by a copy of a message, as in
	// an NLMSG_ERROR, and only then by attributes.
	Copy bool

	// Select, if not zero, names the rule by which other parts of the message
	// choose the layout that is meant.
	Select Selector

	// By is the number of the attribute beside this one that chooses, for the
	// rules that leave it open.
	By uint16
}

// Value names a value of an Enum, a bit of Bits, or an index.
type Value struct {
	Number uint64
	Name   string
}

// Field is a member of a C struct. One without a name is padding.
type Field struct {
	Name string
	Type *Layout
}

// Attr names an attribute of a nest or of a message.
type Attr struct {
	Number uint16
	Name   string
	Type   *Layout
}

// Len returns the number of bytes, or zero if it is not fixed, as that of a
// Struct whose last field takes what is left.
func (l *Layout) Len() int {
	if l.Kind != Struct {
		return l.Size
	}
	if last := l.Fields[len(l.Fields)-1].Type; last.Len() == 0 {
		return 0
	}
	return l.HeaderLen()
}

// HeaderLen returns the number of bytes that the Fields cover.
func (l *Layout) HeaderLen() int {
	n := 0
	for _, f := range l.Fields {
		n += f.Type.Len()
	}
	return n
}

// IndexName returns the name of an element of an Array.
func (l *Layout) IndexName(i int) string {
	if name, ok := nameOf(uint64(i), l.Values); ok {
		return name
	}
	return "[" + strconv.Itoa(i) + "]"
}
