package roundtrip

import (
	"bytes"
	"encoding"
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// message is a type of what messages are decoded to.
type message[T any] interface {
	*T
	encoding.BinaryAppender
	Clone() T
}

// codecOf is what is done with the messages of one reader.
type codecOf[T any, P message[T]] struct {
	decode   func(nlmsg.Message) (P, error)
	requests []request[P]
}

// request is one that can be made of what was decoded.
type request[P any] struct {
	of func(P) nlmsg.Request

	// as says that its message can be decoded as well.
	as bool

	// sent makes of a value that which is decoded of the request, and reports
	// whether that can be told. It may be nil.
	sent func(P) bool
}

func of[T any, P message[T]](decode func(nlmsg.Message) (P, error), requests ...request[P]) codecOf[T, P] {
	return codecOf[T, P]{decode, requests}
}

// made is a request that has a form of its own: to make it must not panic.
func made[P any](of func(P) nlmsg.Request) request[P] { return request[P]{of: of} }

// as is a request that is like what the kernel says.
func as[P any](of func(P) nlmsg.Request, sent func(P) bool) request[P] {
	return request[P]{of: of, as: true, sent: sent}
}

func (c codecOf[T, P]) decoded(m nlmsg.Message) (encoding.BinaryAppender, error) { return c.decode(m) }

func (c codecOf[T, P]) check(t testing.TB, m nlmsg.Message, types []uint16) (again []byte, ok bool) {
	t.Helper()
	first, ok := c.read(t, m)
	if !ok {
		return nil, false
	}
	again, ok = c.write(t, m, first)
	if !ok {
		return nil, true
	}
	for _, r := range c.requests {
		c.request(t, m, first, r, types)
	}
	return again, true
}

// read decodes m, and sees that the copy of what it gets does not depend on m's
// buffer.
func (c codecOf[T, P]) read(t testing.TB, m nlmsg.Message) (P, bool) {
	t.Helper()
	buffer := bytes.Clone(m.Data)
	shared, err := c.decode(nlmsg.Message{Header: m.Header, Data: buffer})
	if err != nil {
		if shared != nil || err.Error() == "" {
			t.Errorf("refused with %v and the error %q", shared, err)
		}
		return nil, false
	}
	if !bytes.Equal(buffer, m.Data) {
		t.Errorf("decoding has changed the message to\n% x", buffer)
	}
	clone := P(shared).Clone()
	for i := range buffer {
		buffer[i] ^= 0xff
	}
	first, err := c.decode(m)
	if err != nil {
		t.Fatalf("read once, but not twice: %v", err)
	}
	equal(t, "the copy is of its own (-read +copy)", first, P(&clone))
	_ = fmt.Sprint(first) // the String method, if there is one
	return first, true
}

// write encodes what was decoded of m, and sees that this means the same and that it
// is always the same.
func (c codecOf[T, P]) write(t testing.TB, m nlmsg.Message, first P) ([]byte, bool) {
	t.Helper()
	body, err := first.AppendBinary(nil)
	if err != nil {
		if !mayBeRefused.MatchString(err.Error()) {
			t.Errorf("read, but not written: %v", err)
		}
		return nil, false
	}
	second, err := c.decode(nlmsg.Message{Header: m.Header, Data: body})
	if err != nil {
		t.Fatalf("written, but not read: %v\n% x", err, body)
	}
	equal(t, "read, and written and read again (-first +second)", first, second)
	const before = "before" // whose length is no multiple of four
	appended, err := second.AppendBinary([]byte(before))
	if err != nil || string(appended) != before+string(body) {
		t.Errorf("written again: %v\n% x\nwant\n% x", err, appended, before+string(body))
	}
	return body, true
}

// request sees that a request of what was decoded fails, or is read as what was
// meant, of which the same request is made.
func (c codecOf[T, P]) request(t testing.TB, m nlmsg.Message, first P, r request[P], types []uint16) {
	t.Helper()
	made := r.of(first)
	b, err := made.AppendBinary(nil)
	if err != nil || !r.as || !slices.Contains(types, made.Type) {
		return
	}
	got := one(t, b)
	read, err := c.decode(got)
	if err != nil {
		t.Fatalf("%v: written, but not read: %v\n% x", made, err, b)
	}
	if want := first.Clone(); r.sent != nil && r.sent(&want) {
		equal(t, fmt.Sprintf("%v (-meant +read)", made), P(&want), read)
	}
	again, err := r.of(read).AppendBinary(nil)
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("%v, made of what was read of it: %v\n% x\nwant\n% x", made, err, again, b)
	}
}

// one returns the message that a datagram consists of.
func one(t testing.TB, datagram []byte) (found nlmsg.Message) {
	t.Helper()
	n := 0
	for m, err := range nlmsg.Messages(datagram) {
		if err != nil {
			t.Fatalf("a request that is no message: %v", err)
		}
		n++
		found = m
	}
	if n != 1 {
		t.Fatalf("a request of %d messages", n)
	}
	return found
}

// mayBeRefused says what is read and yet cannot be written.
var mayBeRefused = regexp.MustCompile(strings.Join([]string{
	`at most 65531 fit`,                    // with NULs after strings it can be longer than it was
	`interface index -\d+ is out of range`, // of which the kernel has none
	`(RTA_ENCAP|NHA_ENCAP)[/ ]`,            // a tunnel that misses what it must have
}, "|"))

var values = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

func equal[P any](t testing.TB, about string, want, got P) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s\n%s", about, cmp.Diff(want, got, values))
	}
}
