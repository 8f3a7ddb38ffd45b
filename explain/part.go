package explain

import (
	"fmt"
)

// role says what a part is for.
type role uint8

const (
	field   role = iota // a member of a C struct
	head                // the header of an attribute, or the length of a row
	value               // what an attribute holds
	padding             // filler
	unknown             // bytes that have no name here
	damage              // bytes that are no message, attribute or row
)

// String returns the name of r, which is that of a class in the style sheet too.
func (r role) String() string {
	return [...]string{"field", "head", "value", "padding", "unknown", "damage"}[r]
}

// part is a run of bytes with one meaning. The parts of a message cover it
// without a gap, in order.
type part struct {
	role role

	// start and end are the bytes of the part, from the start of the message;
	// what a head is the head of goes on to extent.
	start, end, extent int

	// depth is how deep the part is nested.
	depth int

	// name and text are what the bytes are and what they say. One of them may
	// be empty.
	name, text string

	// width is how wide names are among the members of the same struct: at
	// least usualWidth.
	width int

	// wrong, if not empty, says what is not as it has to be.
	wrong string
}

// usualWidth is that of names in the headers of messages.
const usualWidth = 13

// group is a run of parts that have a name together: a C struct, or a message
// within another. Groups stand in the order in which they begin, those around
// others first.
type group struct {
	name       string
	start, end int
}

// label returns name and text as they stand beside the bytes.
func (p part) label() string {
	switch {
	case p.name == "":
		return p.text
	case p.role == head || p.text == "":
		return p.name + p.text
	}
	return fmt.Sprintf("%-*s %s", p.width, p.name, p.text)
}
