package rtattr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"sync"
)

// Encoder appends attributes to a buffer. The first error sticks: what is
// written after it is thrown away, and [Encoder.Result] returns it. The zero
// value is an encoder with an empty buffer.
//
// Offsets in its errors assume that the buffer it was given ends with the
// nlmsghdr of a message, whose body is what the Encoder appends.
type Encoder struct {
	buf   []byte
	start int                  // where the body begins in buf
	path  [maxDepth + 1]uint16 // the open nests; the last is of those too deep
	depth uint
	err   *Error
}

// NewEncoder returns an Encoder that appends to buf.
func NewEncoder(buf []byte) *Encoder {
	e := new(Encoder)
	e.Reset(buf)
	return e
}

// Reset makes e append to buf and forget everything before.
func (e *Encoder) Reset(buf []byte) {
	*e = Encoder{buf: buf, start: len(buf)}
}

// Result returns the buffer. If an attribute could not be encoded, it returns
// the buffer as it was given to e, and the first error, an [*Error].
func (e *Encoder) Result() ([]byte, error) {
	if e.err != nil {
		e.err.Written = e.buf[e.start:]
		return e.buf[:e.start], e.err
	}
	return e.buf, nil
}

// Via calls f with an Encoder that goes on where e is, and goes on where that
// ends. It is for functions that the compiler cannot look into, such as methods
// of an interface: given e itself they would have it allocated.
func (e *Encoder) Via(f func(*Encoder)) {
	twin := encoders.Get().(*Encoder)
	*twin = *e
	f(twin)
	*e = *twin
	*twin = Encoder{}
	encoders.Put(twin)
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// Fail records err as the failure of attribute typ of the present nest, at the
// place where e stands. A typ of 0 names no attribute: the error is then one of
// the nest itself, or of the message's fixed header. Only the first failure
// counts.
//
//go:noinline
func (e *Encoder) Fail(typ uint16, err error) { e.failAt(typ, len(e.buf), err) }

// failAt is Fail for an attribute that starts at byte at of the buffer.
//
//go:noinline
func (e *Encoder) failAt(typ uint16, at int, err error) {
	if e.err != nil {
		return
	}
	path := append([]uint16(nil), e.path[:min(e.depth, maxDepth)]...)
	if typ != 0 {
		path = append(path, typ)
	}
	for i := range path {
		path[i] &= typeMask
	}
	e.err = &Error{Path: path, Offset: messageHeaderLen + at - e.start, Err: err}
}

// Struct appends n zero bytes and returns them to be filled in: the fixed
// header of a message, or of a message within a message. They are valid until
// e is used again. Padding to a multiple of four follows them.
func (e *Encoder) Struct(n int) []byte {
	at := len(e.buf)
	e.buf = append(e.buf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	if n > 16 {
		e.buf = append(e.buf, make([]byte, n)...)
	}
	e.buf = e.buf[:at+align(n)]
	return e.buf[at : at+n]
}

// StructAttr appends an attribute whose payload is a C struct of n bytes and
// returns its zeroed bytes to be filled in. They are valid until e is used
// again.
func (e *Encoder) StructAttr(typ uint16, n int) []byte {
	if n > MaxPayload {
		e.Fail(typ, tooLong(n))
	}
	attr := e.Struct(headerLen + n)
	putHeader(attr, typ, n)
	return attr[headerLen:]
}

// Nest appends an attribute that holds those that f appends.
func (e *Encoder) Nest(typ uint16, f func()) { e.group(typ|Nested, f) }

// OptNest is [Encoder.Nest], but appends nothing if f does not.
func (e *Encoder) OptNest(typ uint16, f func()) {
	at := len(e.buf)
	e.group(typ|Nested, f)
	e.dropEmpty(at)
}

// Begin begins a nest that [Encoder.End] or [Encoder.EndOpt] ends: they are
// Nest and OptNest without a function, for what is encoded a million times.
// What it returns is for them.
//
// It leaves to End to fail for a nest too deep: without a call in it, the
// compiler puts it into its callers.
func (e *Encoder) Begin(typ uint16) (nest int) { return e.begin(typ | Nested) }

func (e *Encoder) begin(typ uint16) (nest int) {
	var t [2]byte
	binary.NativeEndian.PutUint16(t[:], typ)
	nest = len(e.buf)
	e.buf = append(e.buf, 0, 0, t[0], t[1])
	e.path[min(e.depth, maxDepth)] = typ
	e.depth++
	return nest
}

// End ends the nest.
func (e *Encoder) End(nest int) {
	attr := e.buf[nest:]
	binary.NativeEndian.PutUint16(attr, uint16(len(attr)))
	e.depth--
	if len(attr) > headerLen+MaxPayload || e.depth >= maxDepth {
		e.failNest(nest)
	}
}

// EndOpt ends the nest, and takes it back if nothing was appended to it.
func (e *Encoder) EndOpt(nest int) {
	e.End(nest)
	e.dropEmpty(nest)
}

func (e *Encoder) dropEmpty(at int) {
	if len(e.buf) == at+headerLen {
		e.buf = e.buf[:at]
	}
}

// Rows appends an attribute whose payload is what f appends, and that is no
// nest of attributes, such as the rows of RTA_MULTIPATH.
func (e *Encoder) Rows(typ uint16, f func()) { e.group(typ, f) }

// Row appends a struct of n bytes and what attrs appends after it, and sets the
// u16 at the start of the struct to the length of both. fill fills the struct
// in. RTA_MULTIPATH is made of such rows (struct rtnexthop).
func (e *Encoder) Row(n int, fill func(b []byte), attrs func()) {
	at := len(e.buf)
	fill(e.Struct(n))
	attrs()
	if n := len(e.buf) - at; n > math.MaxUint16 {
		e.failAt(0, at, fmt.Errorf("row of %d bytes, at most %d fit", n, math.MaxUint16))
	}
	e.setLen(at)
}

func (e *Encoder) group(typ uint16, f func()) {
	if e.depth >= maxDepth {
		e.Fail(typ, errTooDeep)
		return
	}
	nest := e.begin(typ)
	f()
	e.End(nest)
}

// failNest fails for a nest that is too deep or too long.
func (e *Encoder) failNest(nest int) {
	typ := binary.NativeEndian.Uint16(e.buf[nest+2:])
	if e.depth >= maxDepth {
		if e.err != nil && e.err.Offset > messageHeaderLen+nest-e.start {
			e.err = nil // it failed within the nest, which failed first
		}
		e.failAt(typ, nest, errTooDeep)
		return
	}
	e.failAt(typ, nest, tooLong(len(e.buf)-nest-headerLen))
}

var errTooDeep = fmt.Errorf("nested deeper than %d levels", maxDepth)

// setLen back-patches the u16 at byte at with the length of what was appended
// since.
func (e *Encoder) setLen(at int) {
	binary.NativeEndian.PutUint16(e.buf[at:], uint16(len(e.buf)-at))
}

// Raw appends r as it is.
func (e *Encoder) Raw(r Raw) { e.Bytes(r.Type, r.Data) }

// Raws appends each of list as it is.
func (e *Encoder) Raws(list []Raw) {
	for _, r := range list {
		e.Raw(r)
	}
}

// Bytes appends an attribute with payload p.
func (e *Encoder) Bytes(typ uint16, p []byte) {
	e.header(typ, len(p))
	e.buf = append(e.buf, p...)
	e.zeros(align(len(p)) - len(p))
}

// Flag appends an attribute without payload if set is true, and nothing if not.
func (e *Encoder) Flag(typ uint16, set bool) {
	if set {
		e.header(typ, 0)
	}
}

// Bool appends a u8 of 0 or 1.
func (e *Encoder) Bool(typ uint16, v bool) {
	var b uint8
	if v {
		b = 1
	}
	e.Uint8(typ, b)
}

// Uint8 appends a u8.
func (e *Encoder) Uint8(typ uint16, v uint8) {
	e.word(typ, 1)[0] = v
}

// Uint16 appends a u16 in host byte order.
func (e *Encoder) Uint16(typ uint16, v uint16) {
	binary.NativeEndian.PutUint16(e.word(typ, 2), v)
}

// Uint16BE appends a big-endian u16, such as a port or an EtherType.
func (e *Encoder) Uint16BE(typ uint16, v uint16) {
	binary.BigEndian.PutUint16(e.word(typ, 2), v)
}

// Uint32BE appends a big-endian u32.
func (e *Encoder) Uint32BE(typ uint16, v uint32) {
	binary.BigEndian.PutUint32(e.word(typ, 4), v)
}

// Uint64BE appends a big-endian u64.
func (e *Encoder) Uint64BE(typ uint16, v uint64) {
	e.header(typ, 8)
	e.buf = binary.BigEndian.AppendUint64(e.buf, v)
}

// Uint32 appends a u32 in host byte order.
func (e *Encoder) Uint32(typ uint16, v uint32) {
	binary.NativeEndian.PutUint32(e.word(typ, 4), v)
}

// Int32 appends an i32 in host byte order.
func (e *Encoder) Int32(typ uint16, v int32) { e.Uint32(typ, uint32(v)) }

// Uint64 appends a u64 in host byte order. It need not be aligned to eight
// bytes.
func (e *Encoder) Uint64(typ uint16, v uint64) {
	e.header(typ, 8)
	e.buf = binary.NativeEndian.AppendUint64(e.buf, v)
}

// Uint appends a number as newer attributes have it, in host byte order: a u32 if
// it fits, else a u64 (nla_put_uint, Linux 6.7). [Value.Uint64] reads both.
func (e *Encoder) Uint(typ uint16, v uint64) {
	if v <= math.MaxUint32 {
		e.Uint32(typ, uint32(v))
		return
	}
	e.Uint64(typ, v)
}

// Index appends an interface index, an i32 that is not negative. Zero stands
// for no interface.
func (e *Encoder) Index(typ uint16, index int) {
	if index < 0 || index > math.MaxInt32 {
		e.Fail(typ, fmt.Errorf("interface index %d is out of range", index))
		return
	}
	e.Uint32(typ, uint32(index))
}

// Addr appends the 4 or 16 bytes of an IP address. The invalid (zero) address
// is an error, and so is one with a zone, for which the wire has no room.
func (e *Encoder) Addr(typ uint16, a netip.Addr) {
	switch {
	case !a.IsValid():
		e.Fail(typ, errors.New("the IP address is not set"))
	case a.Zone() != "":
		e.Fail(typ, fmt.Errorf("%v: a zone cannot be sent, give the interface's index instead", a))
	case a.Is4():
		b := a.As4()
		copy(e.word(typ, len(b)), b[:])
	default:
		b := a.As16()
		e.header(typ, len(b))
		e.buf = append(e.buf, b[:]...)
	}
}

// HardwareAddr appends a link-layer address: 6 bytes of an Ethernet device, 4
// or 16 of a tunnel, up to 32 (MAX_ADDR_LEN).
func (e *Encoder) HardwareAddr(typ uint16, a net.HardwareAddr) {
	if len(a) > maxHardwareAddr {
		e.Fail(typ, fmt.Errorf("link-layer address of %d bytes, at most %d fit", len(a), maxHardwareAddr))
		return
	}
	e.Bytes(typ, a)
}

// maxHardwareAddr is MAX_ADDR_LEN of linux/netdevice.h.
const maxHardwareAddr = 32

// Opt appends *p by put, a method of an [Encoder], and nothing if p is nil:
//
//	rtattr.Opt(e.Uint32, unix.IFLA_TXQLEN, l.TxQLen)
func Opt[T any](put func(typ uint16, v T), typ uint16, p *T) {
	if p != nil {
		put(typ, *p)
	}
}

// NonZero appends v by put, a method of an [Encoder], and nothing if v is zero:
//
//	rtattr.NonZero(e.Uint32, unix.IFLA_NUM_TX_QUEUES, l.NumTxQueues)
func NonZero[T comparable](put func(typ uint16, v T), typ uint16, v T) {
	var zero T
	if v != zero {
		put(typ, v)
	}
}

// header appends the header of an attribute with a payload of n bytes.
func (e *Encoder) header(typ uint16, n int) {
	if n > MaxPayload {
		e.Fail(typ, tooLong(n))
	}
	e.buf = append(e.buf, 0, 0, 0, 0)
	putHeader(e.buf[len(e.buf)-headerLen:], typ, n)
}

// word appends an attribute with a payload of n bytes, at most four, and
// returns the zeroed four bytes of payload and padding.
func (e *Encoder) word(typ uint16, n int) []byte {
	e.buf = append(e.buf, 0, 0, 0, 0, 0, 0, 0, 0)
	p := e.buf[len(e.buf)-headerLen-4:]
	putHeader(p, typ, n)
	return p[headerLen:]
}

func putHeader(b []byte, typ uint16, n int) {
	binary.NativeEndian.PutUint16(b, uint16(headerLen+n))
	binary.NativeEndian.PutUint16(b[2:], typ)
}

func (e *Encoder) zeros(n int) {
	for ; n > len(zeros); n -= len(zeros) {
		e.buf = append(e.buf, zeros[:]...)
	}
	e.buf = append(e.buf, zeros[:n]...)
}

var zeros [64]byte

func tooLong(n int) error {
	return fmt.Errorf("payload of %d bytes, at most %d fit", n, MaxPayload)
}
