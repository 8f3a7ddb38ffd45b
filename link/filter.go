package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// listBody is the body of a request for a dump. Under strict checking the
// kernel refuses a header that is not zero but for the family, and any attribute
// that is no filter.
type listBody struct{ Filter }

func (f listBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f listBody) encode(e *rtattr.Encoder) {
	switch {
	case f.IPv6:
		f.encodeIPv6(e)
		return
	case f.BridgePorts:
		f.encodeBridge(e)
		return
	}
	putHeader(e, linux.AF_UNSPEC, 0, 0, 0, 0)
	if f.VLANs {
		e.Fail(linux.IFLA_EXT_MASK, errors.New("Filter.VLANs is for BridgePorts only"))
	}
	var mask uint32 = linux.RTEXT_FILTER_VF
	if f.SkipVFs {
		mask = 0
	}
	if mask = f.mask(mask); mask != 0 {
		e.Uint32(linux.IFLA_EXT_MASK, mask)
	}
	if f.Kind != "" {
		e.Nest(linux.IFLA_LINKINFO, func() { e.String(linux.IFLA_INFO_KIND, f.Kind) })
	}
	switch {
	case f.NoMaster && f.Master != 0:
		e.Fail(linux.IFLA_MASTER, errors.New("Filter.NoMaster leaves out all that have a Master"))
	case f.NoMaster:
		e.Int32(linux.IFLA_MASTER, -1)
	case f.Master != 0:
		putPositive(e, linux.IFLA_MASTER, "interface index", f.Master)
	}
	if f.NetNS != nil {
		putNetNS(e, *f.NetNS)
	}
}

// encodeBridge writes a request of AF_BRIDGE, whose only filter is the mask.
func (f listBody) encodeBridge(e *rtattr.Encoder) {
	putHeader(e, linux.AF_BRIDGE, 0, 0, 0, 0)
	if f.Kind != "" {
		e.Fail(linux.IFLA_LINKINFO, errors.New("Filter.BridgePorts lists no kinds"))
	}
	if f.NetNS != nil {
		e.Fail(linux.IFLA_TARGET_NETNSID, errors.New("Filter.BridgePorts is for the connection's own namespace"))
	}
	var mask uint32
	if f.VLANs {
		mask = linux.RTEXT_FILTER_BRVLAN
	}
	if mask = f.mask(mask); mask != 0 {
		e.Uint32(linux.IFLA_EXT_MASK, mask)
	}
}

// encodeIPv6 writes a request of AF_INET6, which has no attributes at all.
func (f listBody) encodeIPv6(e *rtattr.Encoder) {
	putHeader(e, linux.AF_INET6, 0, 0, 0, 0)
	if f.Filter != (Filter{IPv6: true}) {
		e.Fail(linux.IFLA_EXT_MASK, errors.New("Filter.IPv6 goes with no other filter"))
	}
}

// mask returns what an answer is to hold.
func (f listBody) mask(mask uint32) uint32 {
	mask |= f.Extra
	if f.SkipStats {
		mask |= linux.RTEXT_FILTER_SKIP_STATS
	}
	return mask
}
