package neigh

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// sizeofHeader is the size of struct ndmsg.
const sizeofHeader = 12

// header is struct ndmsg. The flags of NDA_FLAGS_EXT are not in it.
type header struct {
	family uint8
	index  int
	state  State
	flags  Flags
	typ    uint8
}

// encode appends h. The index must be that of an interface, unless full is set.
func (h header) encode(e *rtattr.Encoder, full bool) {
	if h.index < 0 && !full || int64(h.index) < math.MinInt32 || int64(h.index) > math.MaxInt32 {
		e.Fail(0, noIndex(h.index))
	}
	b := e.Struct(sizeofHeader)
	b[0] = h.family
	binary.NativeEndian.PutUint32(b[4:], uint32(h.index))
	binary.NativeEndian.PutUint16(b[8:], uint16(h.state))
	b[10] = uint8(h.flags)
	b[11] = h.typ
}

func noIndex(index int) error {
	return fmt.Errorf("ndm_ifindex: %d is the index of no interface", index)
}

// encodeExt appends the flags that the header has no room for, if there are any.
func (f Flags) encodeExt(e *rtattr.Encoder) {
	switch ext := f >> extShift; {
	case ext > math.MaxUint32:
		e.Fail(linux.NDA_FLAGS_EXT, fmt.Errorf("flags %#x do not fit", uint64(f)))
	case ext != 0:
		e.Uint32(linux.NDA_FLAGS_EXT, uint32(ext))
	}
}

// AppendBinary appends what follows the nlmsghdr of a message about n, as the
// kernel sends it. [Add], [Replace] and [Change] make requests.
func (n Neigh) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	n.encode(e, true)
	cacheInfo{n.Confirmed, n.Used, n.Updated, n.Refs}.encode(e)
	if n.Probes != 0 {
		e.Uint32(linux.NDA_PROBES, n.Probes)
	}
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNEIGH, fmt.Sprintf("neighbour %v", n), err)
	}
	return out, err
}

// encode appends what a request has of n, and checks it unless full is set.
func (n *Neigh) encode(e *rtattr.Encoder, full bool) {
	header{family(n.Dst), n.Index, n.State, n.Flags, n.Type}.encode(e, full)
	if n.Dst.IsValid() || !full {
		e.Addr(linux.NDA_DST, n.Dst)
	}
	switch {
	case len(n.LLAddr) == 0:
	case full:
		e.Bytes(linux.NDA_LLADDR, n.LLAddr)
	default:
		e.HardwareAddr(linux.NDA_LLADDR, n.LLAddr)
	}
	if n.Protocol != 0 {
		e.Uint8(linux.NDA_PROTOCOL, n.Protocol)
	}
	n.Flags.encodeExt(e)
	e.Raws(n.Unknown)
}

// checkDst fails if x is an address that the wire cannot carry.
func checkDst(e *rtattr.Encoder, x netip.Addr) bool {
	switch {
	case !x.IsValid():
		e.Fail(linux.NDA_DST, errors.New("no valid address"))
	case x.Is4In6():
		e.Fail(linux.NDA_DST, fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", x))
	default:
		return true
	}
	return false
}

// family returns the address family of x.
func family(x netip.Addr) uint8 {
	switch {
	case x.Is4():
		return linux.AF_INET
	case x.Is6():
		return linux.AF_INET6
	}
	return linux.AF_UNSPEC
}

// encode appends NDA_CACHEINFO, unless there is nothing to say.
func (c cacheInfo) encode(e *rtattr.Encoder) {
	if c == (cacheInfo{}) {
		return
	}
	b := e.StructAttr(linux.NDA_CACHEINFO, sizeofCacheInfo)
	for i, d := range [...]time.Duration{c.confirmed, c.used, c.updated} {
		binary.NativeEndian.PutUint32(b[4*i:], wiretime.Units32(e, linux.NDA_CACHEINFO, d, wiretime.Tick))
	}
	binary.NativeEndian.PutUint32(b[12:], c.refs)
}
