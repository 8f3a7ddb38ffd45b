package rtattr

import (
	"fmt"
	"strconv"
	"strings"
)

// Error is a failure to encode or decode an attribute.
type Error struct {
	// Path holds the types of the attributes from the outermost nest in to the
	// one concerned. It is empty if the fixed header is concerned, or bytes
	// that are no attribute.
	Path []uint16

	// Name is the path in words, such as "IFLA_LINKINFO/IFLA_INFO_KIND", or
	// empty where nobody has named it. This package does not know names; they
	// depend on the message (see nlmsg.NameError).
	Name string

	// Offset is where the attribute's header starts, in bytes from the start
	// of the message's nlmsghdr: the origin that the kernel's own offsets have.
	Offset int

	// Err says what is wrong.
	Err error

	// Written is what an [Encoder] has appended in spite of the failure. It is
	// no message to be sent, but serves to find the attribute's name. A
	// Decoder's errors have none.
	Written []byte
}

// Error returns the path, the offset and the cause, such as
// "IFLA_MTU at offset 84: 3 bytes, want 4".
func (e *Error) Error() string {
	var where string
	switch {
	case e.Name != "":
		where = e.Name + " "
	case len(e.Path) > 0:
		words := make([]string, len(e.Path))
		for i, typ := range e.Path {
			words[i] = strconv.Itoa(int(typ))
		}
		where = "attribute " + strings.Join(words, "/") + " "
	}
	return fmt.Sprintf("%sat offset %d: %v", where, e.Offset, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
