package encap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IOAM6 has IPv6 packets collect what they see on their way (in situ operations,
// administration and maintenance, LWTUNNEL_ENCAP_IOAM6, RFC 9197).
type IOAM6 struct {
	// Mode is where the trace goes (IOAM6_IPTUNNEL_MODE). Zero stands for
	// [IOAM6Inline].
	Mode IOAM6Mode

	// Dst and Src are the addresses of the outer header (IOAM6_IPTUNNEL_DST,
	// and IOAM6_IPTUNNEL_SRC since Linux 6.13). All modes but the first need the
	// one; the zero Addr leaves the other to the kernel.
	Dst, Src netip.Addr

	// FreqK and FreqN have the first FreqK of every FreqN packets collect, from
	// 1 to 1000000 both (IOAM6_IPTUNNEL_FREQ_K, IOAM6_IPTUNNEL_FREQ_N, since
	// Linux 5.18). Zeros stand for every packet.
	FreqK, FreqN uint32

	// Trace says what is collected (IOAM6_IPTUNNEL_TRACE). The kernel needs it;
	// nil leaves it out.
	Trace *IOAM6Trace

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// IOAM6Mode is IOAM6_IPTUNNEL_MODE_*: where a trace goes.
type IOAM6Mode uint8

const (
	IOAM6Inline IOAM6Mode = linux.IOAM6_IPTUNNEL_MODE_INLINE // into the packet
	IOAM6Encap  IOAM6Mode = linux.IOAM6_IPTUNNEL_MODE_ENCAP  // before it, with an outer header
	IOAM6Auto   IOAM6Mode = linux.IOAM6_IPTUNNEL_MODE_AUTO   // into those that the system sends, before those that it forwards
)

// IOAM6Trace is a trace with room for data, struct ioam6_trace_hdr of
// linux/ioam6.h:
//
//	 0                               16        21    24            32
//	+-------------------------------+---------+-----+---------------+
//	| namespace_id                  | nodelen | ovf | remlen        |
//	+-------------------------------+---------+-----+---------------+
//	| type, 24 bits                                 | 0             |
//	+-----------------------------------------------+---------------+
type IOAM6Trace struct {
	// Namespace is the IOAM namespace (namespace_id, big-endian).
	Namespace uint16

	// Type has a bit for each kind of data, the first of which is the uppermost
	// of 24, as in ip(8): 0x800000 for hop limit and node id (type_be32).
	Type uint32

	// Size is how many bytes of data there is room for, a multiple of four, at
	// most 244 (remlen, in units of four bytes).
	Size int

	// NodeLen is how many units of four bytes a node adds, and Overflow whether
	// the room did not suffice (nodelen, overflow). The kernel works out the one
	// by itself, and the other is for packets on their way.
	NodeLen  uint8
	Overflow bool
}

const (
	traceLen      = 8
	traceNodeLen  = 1<<5 - 1
	traceOverflow = 1 << 2
	traceRemLen   = 1<<7 - 1
	traceType     = 1<<24 - 1
)

// EncapType returns LWTUNNEL_ENCAP_IOAM6.
func (*IOAM6) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_IOAM6 }

// Encode appends IOAM6_IPTUNNEL_*.
func (t *IOAM6) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.IOAM6_IPTUNNEL_FREQ_K, t.FreqK)
	rtattr.NonZero(e.Uint32, linux.IOAM6_IPTUNNEL_FREQ_N, t.FreqN)
	rtattr.NonZero(e.Uint8, linux.IOAM6_IPTUNNEL_MODE, uint8(t.Mode))
	putAddr6(e, linux.IOAM6_IPTUNNEL_DST, t.Dst)
	putAddr6(e, linux.IOAM6_IPTUNNEL_SRC, t.Src)
	if t.Trace != nil {
		t.Trace.encode(e)
	}
	e.Raws(t.Unknown)
}

func (t *IOAM6Trace) encode(e *rtattr.Encoder) {
	var err error
	switch {
	case t.Type > traceType:
		err = fmt.Errorf("type %#x has more than 24 bits", t.Type)
	case t.Size < 0 || t.Size%4 != 0 || t.Size > linux.IOAM6_TRACE_DATA_SIZE_MAX:
		err = fmt.Errorf("size %d is no multiple of 4 up to %d", t.Size, linux.IOAM6_TRACE_DATA_SIZE_MAX)
	case t.NodeLen > traceNodeLen:
		err = fmt.Errorf("node length %d, at most %d fit", t.NodeLen, traceNodeLen)
	}
	if err != nil {
		e.Fail(linux.IOAM6_IPTUNNEL_TRACE, err)
		return
	}
	b := e.StructAttr(linux.IOAM6_IPTUNNEL_TRACE, traceLen)
	binary.BigEndian.PutUint16(b, t.Namespace)
	b[2] = t.NodeLen << 3
	if t.Overflow {
		b[2] |= traceOverflow
	}
	b[3] = uint8(t.Size / 4)
	binary.BigEndian.PutUint32(b[4:], t.Type<<8)
}

// Decode reads IOAM6_IPTUNNEL_*.
func (t *IOAM6) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IOAM6_IPTUNNEL_MODE:
			t.Mode = IOAM6Mode(v.Uint8())
		case linux.IOAM6_IPTUNNEL_DST:
			t.Dst = addr6(v)
		case linux.IOAM6_IPTUNNEL_SRC:
			t.Src = addr6(v)
		case linux.IOAM6_IPTUNNEL_TRACE:
			t.Trace = decodeTrace(v)
		case linux.IOAM6_IPTUNNEL_FREQ_K:
			t.FreqK = v.Uint32()
		case linux.IOAM6_IPTUNNEL_FREQ_N:
			t.FreqN = v.Uint32()
		default:
			keep(&t.Unknown, v)
		}
	}
}

func decodeTrace(v rtattr.Value) *IOAM6Trace {
	b := v.Bytes()
	if len(b) < traceLen {
		v.Fail(errors.New("a trace that is cut short"))
		return nil
	}
	return &IOAM6Trace{
		Namespace: binary.BigEndian.Uint16(b),
		NodeLen:   b[2] >> 3,
		Overflow:  b[2]&traceOverflow != 0,
		Size:      4 * int(b[3]&traceRemLen),
		Type:      binary.BigEndian.Uint32(b[4:]) >> 8,
	}
}
