package rtattr

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// Decoder walks the attributes in a slice of bytes. The first error sticks:
// walks end at it, getters return zero values, and [Decoder.Err] returns it.
// Every slice decodes or gives an error; none makes a Decoder panic or read
// outside of the slice.
//
// A Decoder of a nest shares its error with that of the message around it, so
// that only the outermost need be asked.
type Decoder struct {
	b      []byte
	pos    int
	off    int // of b[0] in the message
	typ    uint16
	parent *Decoder
	err    *Error // of the outermost Decoder, for all
}

// NewDecoder returns a Decoder of b, which starts at byte off of its message,
// the nlmsghdr counted: 16 for the body of a message. The offset is needed for
// errors only.
func NewDecoder(b []byte, off int) *Decoder {
	return &Decoder{b: b, off: off}
}

// Reset makes d a Decoder of b, as [NewDecoder] does, and forgets everything
// before. What d has handed out must not be used any more.
func (d *Decoder) Reset(b []byte, off int) { *d = Decoder{b: b, off: off} }

// Enter makes d a Decoder of the nest that v is, as [Value.Nest] returns it. What
// d has handed out must not be used any more.
func (d *Decoder) Enter(v Value) {
	d.b, d.pos, d.typ, d.parent, d.err = v.b, 0, v.typ()&typeMask, v.dec, nil
	d.off = 0
	if v.dec != nil {
		d.off = v.dec.off + v.pos() + headerLen
	}
}

// Err returns the first error, an [*Error], or nil.
func (d *Decoder) Err() error {
	if d.failed() {
		return d.outermost().err
	}
	return nil
}

func (d *Decoder) failed() bool { return d.outermost().err != nil }

func (d *Decoder) outermost() *Decoder {
	for d.parent != nil {
		d = d.parent
	}
	return d
}

// Struct takes the next n bytes and the padding after them to a multiple of
// four: the fixed header of a message, or of a message within a message. If
// fewer than n are left it fails and returns n zero bytes.
func (d *Decoder) Struct(n int) []byte {
	if d.failed() {
		return make([]byte, n)
	}
	if rest := len(d.b) - d.pos; rest < n {
		d.fail(d.pos, nil, fmt.Errorf("fixed header of %d bytes, want %d", rest, n))
		return make([]byte, n)
	}
	b := d.b[d.pos : d.pos+n]
	d.pos = min(d.pos+align(n), len(d.b))
	return b
}

// Fail makes d fail with err where it stands: in the fixed header, as a rule,
// for [Value.Fail] is there for attributes. Only the first failure counts.
func (d *Decoder) Fail(err error) { d.fail(d.pos, nil, err) }

// All yields the attributes that follow, each with its type without flags. An
// attribute whose length does not fit what is left, or bytes left over after
// the last, fail. Leaving the loop early is allowed; the next call goes on
// where it was left.
func (d *Decoder) All() iter.Seq2[uint16, Value] {
	return func(yield func(uint16, Value) bool) {
		for {
			typ, v := d.Next()
			if !v.Present() || !yield(typ, v) {
				return
			}
		}
	}
}

// Next returns the next attribute and its type without flags, as [Decoder.All]
// yields them. After the last, or a failure, it returns the zero Value. It is
// for loops that run a million times, where it saves a call for each attribute:
//
//	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
func (d *Decoder) Next() (uint16, Value) {
	rest := d.b[d.pos:]
	if len(rest) < headerLen || d.failed() {
		return d.end()
	}
	n := int(binary.NativeEndian.Uint16(rest))
	typ := binary.NativeEndian.Uint16(rest[2:]) & typeMask
	if n < headerLen || n > len(rest) {
		return d.misfit(n, typ)
	}
	d.pos += min(align(n), len(rest))
	return typ, Value{b: rest[headerLen:n], dec: d}
}

// end and misfit are what Next does at the end and with a length that does not
// fit. They are no part of it, so that it is short and fast.

func (d *Decoder) end() (uint16, Value) {
	if rest := len(d.b) - d.pos; 0 < rest && rest < headerLen {
		d.fail(d.pos, nil, fmt.Errorf("%d bytes left over, an attribute's header has %d", rest, headerLen))
	}
	return 0, Value{}
}

func (d *Decoder) misfit(n int, typ uint16) (uint16, Value) {
	d.fail(d.pos, []uint16{typ}, fmt.Errorf("attribute of %d bytes where %d are left", n, len(d.b)-d.pos))
	return 0, Value{}
}

// fail records err at byte pos of d.b. The path is that of d's nest and tail.
func (d *Decoder) fail(pos int, tail []uint16, err error) {
	if top := d.outermost(); top.err == nil {
		top.err = &Error{Path: append(d.path(), tail...), Offset: d.off + pos, Err: err}
	}
}

func (d *Decoder) path() []uint16 {
	if d.parent == nil {
		return nil
	}
	return append(d.parent.path(), d.typ)
}
