package neigh

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// reader decodes neighbours and forwarding entries. It keeps what they would
// allocate in vain: its own decoder, and room for link-layer addresses.
type reader struct {
	dec  rtattr.Decoder
	room []byte // for addresses to come, which nothing else refers to
	more int    // how much room to allocate at a time

	// cached reports whether the last message had NDA_CACHEINFO.
	cached bool
}

// streamReader returns a reader for many messages, which allocates room for 32
// addresses of Ethernet at a time.
func streamReader() *reader { return &reader{more: 32 * 6} }

var readers = sync.Pool{New: func() any { return new(reader) }}

// release gives r back to readers, without what belongs to others.
func (r *reader) release() {
	*r = reader{}
	readers.Put(r)
}

// begin reads the header of m.
func (r *reader) begin(m *nlmsg.Message, what string) (header, error) {
	switch m.Type {
	case linux.RTM_NEWNEIGH, linux.RTM_DELNEIGH, linux.RTM_GETNEIGH:
	default:
		return header{}, fmt.Errorf("%s: message of type %d, want RTM_NEWNEIGH, RTM_DELNEIGH or RTM_GETNEIGH", what, m.Type)
	}
	r.cached = false
	r.dec.Reset(m.Data, nlmsg.HeaderLen)
	b := r.dec.Struct(sizeofHeader)
	return header{
		family: b[0],
		index:  int(int32(binary.NativeEndian.Uint32(b[4:]))),
		state:  State(binary.NativeEndian.Uint16(b[8:])),
		flags:  Flags(b[10]),
		typ:    b[11],
	}, nil
}

// end returns the error of the message that begin has begun.
func (r *reader) end(m *nlmsg.Message, what string, index int) error {
	if err := r.dec.Err(); err != nil {
		return fmt.Errorf("%s on index %d: %w", what, index, nlmsg.NameError(*m, err))
	}
	return nil
}

// decodeNeigh decodes m into n, which is zero.
func (r *reader) decodeNeigh(m *nlmsg.Message, n *Neigh) error {
	const what = "neighbour"
	h, err := r.begin(m, what)
	if err != nil {
		return err
	}
	if h.family == linux.AF_BRIDGE {
		r.dec.Fail(errors.New("ndm_family: AF_BRIDGE is that of a forwarding entry"))
	}
	n.Index, n.State, n.Flags, n.Type = h.index, h.state, h.flags, h.typ
	for typ, v := r.dec.Next(); v.Present(); typ, v = r.dec.Next() {
		switch typ {
		case linux.NDA_DST:
			n.Dst = v.Addr()
			if family(n.Dst) != h.family {
				v.Fail(errFamily)
			}
		case linux.NDA_LLADDR:
			n.LLAddr = r.hardwareAddr(v.Bytes())
		case linux.NDA_CACHEINFO:
			c := r.cacheInfo(v)
			n.Confirmed, n.Used, n.Updated, n.Refs = c.confirmed, c.used, c.updated, c.refs
		case linux.NDA_PROBES:
			n.Probes = v.Uint32()
		case linux.NDA_PROTOCOL:
			n.Protocol = v.Uint8()
		case linux.NDA_FLAGS_EXT:
			n.Flags.setExt(v)
		default:
			n.Unknown = append(n.Unknown, v.Raw())
		}
	}
	return r.end(m, what, n.Index)
}

var errFamily = errors.New("an address of another family than the message")

// setExt sets the flags that the header has no room for.
func (f *Flags) setExt(v rtattr.Value) {
	*f = Flags(uint8(*f)) | Flags(v.Uint32())<<extShift
}

// hardwareAddr returns a copy of b, or nil if it is empty.
func (r *reader) hardwareAddr(b []byte) net.HardwareAddr {
	if len(b) == 0 {
		return nil
	}
	if len(r.room) < len(b) {
		r.room = make([]byte, max(r.more, len(b)))
	}
	a := r.room[:len(b):len(b)]
	r.room = r.room[len(b):]
	copy(a, b)
	return a
}

// cacheInfo is struct nda_cacheinfo of linux/neighbour.h, times in hundredths of
// a second that have passed:
//
//	+---------------+---------------+---------------+---------------+
//	| ndm_confirmed | ndm_used      | ndm_updated   | ndm_refcnt    |
//	+---------------+---------------+---------------+---------------+
type cacheInfo struct {
	confirmed, used, updated time.Duration
	refs                     uint32
}

const sizeofCacheInfo = 16

func (r *reader) cacheInfo(v rtattr.Value) cacheInfo {
	r.cached = true
	b := v.Struct(sizeofCacheInfo)
	ticks := func(at int) time.Duration {
		return time.Duration(binary.NativeEndian.Uint32(b[at:])) * wiretime.Tick
	}
	return cacheInfo{ticks(0), ticks(4), ticks(8), binary.NativeEndian.Uint32(b[12:])}
}
