package nlmsg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Body encodes what follows the header of a request: the protocol's fixed
// header and the attributes.
//
// A Body that is also a [fmt.Stringer] names the object of the request in
// errors: with the string `"veth0"`, the operation "link add" reads
// `link add "veth0"`. An empty string names no object.
type Body interface {
	Encode(e *rtattr.Encoder)
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

// String returns the operation and its object, such as `link add "veth0"`.
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
	e := encoders.Get().(*rtattr.Encoder)
	b, err := r.append(b, e)
	e.Reset(nil)
	encoders.Put(e)
	return b, err
}

var encoders = sync.Pool{New: func() any { return new(rtattr.Encoder) }}

func (r Request) append(b []byte, e *rtattr.Encoder) ([]byte, error) {
	start := len(b)
	b, _ = Header{Type: r.Type, Flags: r.Flags | linux.NLM_F_REQUEST}.AppendBinary(b)
	e.Reset(b)
	if r.Body != nil {
		r.Body.Encode(e)
	}
	b, err := e.Result()
	if err != nil {
		return b[:start], r.encodeError(e.Written()[start:], err)
	}
	binary.NativeEndian.PutUint32(b[start:], uint32(len(b)-start))
	return b, nil
}

// encodeError puts the request's own words around an encoder's error. msg is
// what was written in spite of it.
func (r Request) encodeError(msg []byte, err error) error {
	binary.NativeEndian.PutUint32(msg, uint32(len(msg)))
	var attr *rtattr.Error
	if errors.As(err, &attr) && r.Protocol == linux.NETLINK_ROUTE {
		nameAttr(msg, attr)
	}
	return fmt.Errorf("%v: %w", r, err)
}
