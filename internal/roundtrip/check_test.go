package roundtrip

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// toy is what a message of two bytes at least is decoded to.
type toy struct {
	A, B  byte
	Rest  []byte // part of the message
	Wrong string // what it does wrong
}

// toys are of the types 1 to 9; what it does wrong hides in the type.
var wrongs = []string{"", "keeps the buffer", "writes to the buffer", "is refused together with a value", "is not written",
	"forgets a field", "counts", "does not append", "is written in a form of its own"}

func decodeToy(m nlmsg.Message) (*toy, error) {
	x := &toy{Wrong: wrongs[m.Type-1]}
	if len(m.Data) < 2 || m.Data[0] == 'r' {
		if x.Wrong == "is refused together with a value" {
			return x, errors.New("refused")
		}
		return nil, errors.New("refused")
	}
	x.A, x.B, x.Rest = m.Data[0], m.Data[1], m.Data[2:]
	if x.Wrong == "writes to the buffer" {
		m.Data[0]++
	}
	return x, nil
}

func (x toy) Clone() toy {
	if x.Wrong != "keeps the buffer" {
		x.Rest = bytes.Clone(x.Rest)
	}
	return x
}

func (x *toy) AppendBinary(b []byte) ([]byte, error) {
	switch x.Wrong {
	case "is not written":
		return nil, errors.New("not written")
	case "forgets a field":
		return append(append(b, x.A, 0), x.Rest...), nil
	case "counts":
		return append(append(b, x.A, x.B, byte(len(b))), x.Rest[1:]...), nil
	case "does not append":
		return append([]byte{x.A, x.B}, x.Rest...), nil
	case "is written in a form of its own":
		return append(b, 'r', 0, 0), nil
	}
	return append(append(b, x.A, x.B), x.Rest...), nil
}

// spy keeps failures to itself.
type spy struct {
	testing.TB
	said string
}

func (s *spy) Errorf(format string, args ...any) { s.said += fmt.Sprintf(format, args...) + "\n" }

func (s *spy) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	panic(s)
}

// said returns what Check complains of.
func said(t *testing.T, r *Reader, m nlmsg.Message) string {
	s := &spy{TB: t}
	func() {
		defer func() {
			if x := recover(); x != nil && x != any(s) {
				panic(x)
			}
		}()
		r.Check(s, m)
	}()
	return s.said
}

func messageOf(typ uint16, data string) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: []byte(data)}
}

func TestCheckSeesWhatIsWrong(t *testing.T) {
	r := &Reader{codec: of(decodeToy)}
	for i, tt := range []struct{ data, want string }{
		{"abcd", ""},
		{"abcd", "the copy is of its own"},
		{"abcd", "decoding has changed the message"},
		{"refused", "refused with"},
		{"abcd", "read, but not written: not written"},
		{"abcd", "read, and written and read again"},
		{"ab\x00d", "written again: "},
		{"abcd", "written again: "},
		{"abcd", "written, but not read: refused"},
	} {
		got := said(t, r, messageOf(uint16(i+1), tt.data))
		if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("what %s: %q, want %q", wrongs[i], got, tt.want)
		}
	}
	if got := said(t, r, messageOf(1, "r")); got != "" {
		t.Errorf("a message that is refused: %q", got)
	}
}

func TestCheckSeesWhatIsWrongWithRequests(t *testing.T) {
	type requestOf = func(*toy) nlmsg.Request
	send := func(change func(*toy)) requestOf {
		return func(x *toy) nlmsg.Request {
			c := *x
			change(&c)
			return nlmsg.Request{Op: "toy", Type: 1, Body: &c}
		}
	}
	same := func(*toy) bool { return true }
	for _, tt := range []struct {
		about   string
		request request[*toy]
		want    string
	}{
		{"the same", as(send(func(*toy) {}), same), ""},
		{"another field than was meant", as(send(func(x *toy) { x.B = 7 }), same), "toy (-meant +read)"},
		{"what is filled in", as(send(func(x *toy) { x.B = 7 }), func(x *toy) bool { x.B = 7; return true }), ""},
		{"what cannot be told", as(send(func(x *toy) { x.B = 7 }), func(*toy) bool { return false }), ""},
		{"a request that grows", as(send(func(x *toy) { x.B++ }), nil), "toy, made of what was read of it"},
		{"a request that is refused", as(send(func(x *toy) { x.A = 'r' }), nil), "toy: written, but not read: refused"},
		{"one of another form", made(send(func(x *toy) { x.A = 'r' })), ""},
	} {
		r := &Reader{types: types(1), codec: of(decodeToy, tt.request)}
		got := said(t, r, messageOf(1, "abcd"))
		if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: %q, want %q", tt.about, got, tt.want)
		}
	}
}
