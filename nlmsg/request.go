package nlmsg

import (
	"encoding"
	"encoding/binary"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Body is what follows the header of a request: the protocol's fixed header
// and the attributes, as an [encoding.BinaryAppender]. Most are made with an
// encoder:
//
//	func (r request) AppendBinary(b []byte) ([]byte, error) {
//		e := rtattr.NewEncoder(b)
//		e.Struct(16) // ifinfomsg
//		e.IfName(unix.IFLA_IFNAME, r.name)
//		return e.Result()
//	}
//
// A Body that is also a [fmt.Stringer] names the object of the request in
// errors: with the string `"veth0"`, the operation "link add" reads
// `link set "veth0"`. An empty string names no object.
type Body interface {
	encoding.BinaryAppender
}

// Request is one request to the kernel, as a value: it can be sent by a
// [Conn], alone or with others, or looked at as bytes.
//
// A request refers to what it was made of. link.Add(l) encodes l when it is
// sent, so l is not to be changed before.
type Request struct {
	// Op is the operation in words, such as "link add". Errors begin with it.
	Op string

	// Protocol is the netlink protocol that Type belongs to. The zero value is
	// NETLINK_ROUTE. A [Conn] of another protocol refuses the request, whose
	// type would mean something else there.
	Protocol int

	// Type is the message's type, such as RTM_NEWLINK.
	Type uint16

	// Flags are NLM_F_*. NLM_F_REQUEST is added. When many requests are sent
	// together, the Conn sets NLM_F_ACK on the last one only; the kernel
	// reports errors without it.
	Flags uint16

	// Body encodes what follows the header. If it is nil the header is all
	// there is, which a Conn refuses to send to NETLINK_ROUTE.
	Body Body
}

// String returns the operation and its object, such as `link set "veth0"`.
func (r Request) String() string {
	op := r.Op
	if op == "" {
		op = fmt.Sprintf("request of type %d", r.Type)
	}
	if s, ok := r.Body.(fmt.Stringer); ok {
		if object := s.String(); object != "" {
			return op + " " + object
		}
	}
	return op
}

// AppendBinary appends the message to b as a [Conn] sends it, but for the
// sequence number, which is 0. If it cannot be encoded, b is returned as it was,
// with an error that names the operation, the object and the attribute; its
// cause is an [*rtattr.Error].
func (r Request) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) // faster than field by field
	h := b[start : start+HeaderLen]
	binary.NativeEndian.PutUint16(h[4:], r.Type)
	binary.NativeEndian.PutUint16(h[6:], r.Flags|linux.NLM_F_REQUEST)
	if r.Body != nil {
		var err error
		if b, err = r.Body.AppendBinary(b); err != nil {
			return b[:start], r.encodeError(err)
		}
	}
	binary.NativeEndian.PutUint32(b[start:], uint32(len(b)-start))
	return b, nil
}

// encodeError puts the request's own words around an encoder's error.
func (r Request) encodeError(err error) error {
	if r.Protocol == linux.NETLINK_ROUTE {
		err = NameError(Message{Header: Header{Type: r.Type, Flags: r.Flags | linux.NLM_F_REQUEST}}, err)
	}
	return fmt.Errorf("%v: %w", r, err)
}
