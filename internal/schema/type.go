package schema

// A Type says what an attribute, or a field of a C struct, holds.
type Type uint8

// Kind is the way the bytes of a Type are read.
type Kind uint8

const (
	Binary    Kind = iota // bytes whose meaning is not known here
	Flag                  // nothing; being there is the value
	Pad                   // filler
	Uint                  // unsigned integer in host byte order
	Int                   // signed integer in host byte order
	BigEndian             // unsigned integer in network byte order
	Enum                  // Uint with named values
	Bits                  // Uint of named bits
	String                // text, with or without a NUL after it
	IP                    // IPv4 or IPv6 address
	LinkAddr              // link-layer address
	Struct                // C struct
	Nest                  // attributes, after a C struct if there are Fields
	Rows                  // structs that begin with their own u16 length
)

// Layout describes a [Type].
type Layout struct {
	Kind Kind

	// Size is the number of bytes of an integer or of another thing of fixed
	// size, and zero for the rest.
	Size int

	// Values names those of an Enum and the bits of Bits.
	Values []Value

	// Fields are those of a Struct, or of the header of a Nest.
	Fields []Field

	// Attrs are those of a Nest.
	Attrs []Attr

	// Row is the Nest that each of Rows is; its Fields begin with the length.
	Row Type
}

// Value names a value of an Enum, or a bit of Bits.
type Value struct {
	Number uint32
	Name   string
}

// Field is a member of a C struct. One without a name is padding.
type Field struct {
	Name string
	Type Type
}

// Attr names an attribute of a nest or of a message.
type Attr struct {
	Number uint16
	Name   string
	Type   Type
}

// Layout returns how t is read.
func (t Type) Layout() *Layout { return &layouts[t] }

// HeaderLen returns the number of bytes that the Fields cover.
func (l *Layout) HeaderLen() int {
	n := 0
	for _, f := range l.Fields {
		n += f.Type.Layout().Size
	}
	return n
}

// attr returns the attribute of l with a number, or one without name.
func (l *Layout) attr(number uint16) Attr {
	for _, a := range l.Attrs {
		if a.Number == number {
			return a
		}
	}
	return Attr{Number: number}
}
