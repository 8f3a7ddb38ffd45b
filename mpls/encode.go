package mpls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/labels"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const (
	sizeofHeader  = 12 // struct rtmsg
	sizeofNextHop = 8  // struct rtnexthop
	sizeofVia     = 2  // struct rtvia
	labelBits     = 20 // rtm_dst_len
)

// AppendBinary appends what follows the nlmsghdr of a message about r, as the
// kernel sends it. [Add], [Replace] and [Change] make requests.
func (r Route) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	r.encode(e, true)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWROUTE, fmt.Sprintf("mpls: route of label %d", r.Label), err)
	}
	return out, err
}

// encode appends r: everything in it if full is set, as the kernel does, or else
// what a request has, which it checks.
func (r *Route) encode(e *rtattr.Encoder, full bool) {
	h := e.Struct(sizeofHeader)
	h[0] = linux.AF_MPLS
	h[1] = labelBits
	h[4] = linux.RT_TABLE_MAIN
	h[5] = r.Protocol
	h[7] = linux.RTN_UNICAST
	if full {
		binary.NativeEndian.PutUint32(h[8:], r.Flags)
	}
	if r.Label != 0 || full {
		encodeLabel(e, r.Label)
	}
	rtattr.Opt(e.Bool, linux.RTA_TTL_PROPAGATE, r.TTLPropagate)
	encodeWay(e, r.NewLabels, r.Gateway, r.HardwareAddr, full)
	switch {
	case full && r.OIF < 0 && r.OIF >= math.MinInt32: // which was read, and is the index of no interface
		e.Int32(linux.RTA_OIF, int32(r.OIF))
	case r.OIF != 0:
		e.Index(linux.RTA_OIF, r.OIF)
	}
	if len(r.MultiPath) > 0 {
		e.Rows(linux.RTA_MULTIPATH, func() {
			for i := range r.MultiPath {
				r.MultiPath[i].encode(e, full)
			}
		})
	}
	e.Raws(r.Unknown)
}

func encodeLabel(e *rtattr.Encoder, label uint32) {
	stack := [1]uint32{label}
	labels.Encode(e, linux.RTA_DST, stack[:])
}

func (n *NextHop) encode(e *rtattr.Encoder, full bool) {
	if n.OIF < 0 && !full || n.OIF < math.MinInt32 || n.OIF > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("rtnh_ifindex: interface index %d is out of range", n.OIF))
		return
	}
	e.Row(sizeofNextHop, func(b []byte) {
		binary.NativeEndian.PutUint32(b[4:], uint32(n.OIF))
		if full {
			b[2] = n.Flags
		}
	}, func() {
		encodeWay(e, n.NewLabels, n.Gateway, n.HardwareAddr, full)
		e.Raws(n.Unknown)
	})
}

// encodeWay appends what becomes of the labels, and the next router as RTA_VIA
// (struct rtvia), which it checks unless full is set:
//
//	+---------------+---------------+-------------------------------+
//	| rtvia_family  | rtvia_addr: 4, 16, or 6 bytes as a rule       |
//	+---------------+-----------------------------------------------+
func encodeWay(e *rtattr.Encoder, stack []uint32, gateway netip.Addr, hardware net.HardwareAddr, full bool) {
	if len(stack) > 0 {
		labels.Encode(e, linux.RTA_NEWDST, stack)
	}
	if !full {
		checkWay(e, gateway, hardware)
	}
	switch {
	case gateway.Is4():
		x := gateway.As4()
		encodeVia(e, linux.AF_INET, x[:])
	case gateway.Is6():
		x := gateway.As16()
		encodeVia(e, linux.AF_INET6, x[:])
	}
	if hardware != nil {
		encodeVia(e, linux.AF_PACKET, hardware)
	}
}

// checkWay fails if the next router is one that a request cannot say.
func checkWay(e *rtattr.Encoder, gateway netip.Addr, hardware net.HardwareAddr) {
	switch {
	case gateway.IsValid() && hardware != nil:
		e.Fail(linux.RTA_VIA, errors.New("both an IP address and a link-layer address"))
	case gateway.Is4In6():
		e.Fail(linux.RTA_VIA, fmt.Errorf("%v is an IPv4-mapped address: use netip.Addr.Unmap", gateway))
	case gateway.Zone() != "":
		e.Fail(linux.RTA_VIA, fmt.Errorf("%v: a zone cannot be sent, give the interface's index instead", gateway))
	case len(hardware) > maxHardwareAddr:
		e.Fail(linux.RTA_VIA, fmt.Errorf("link-layer address of %d bytes, at most %d fit", len(hardware), maxHardwareAddr))
	}
}

// maxHardwareAddr is MAX_ADDR_LEN of linux/netdevice.h.
const maxHardwareAddr = 32

func encodeVia(e *rtattr.Encoder, family uint16, x []byte) {
	b := e.StructAttr(linux.RTA_VIA, sizeofVia+len(x))
	binary.NativeEndian.PutUint16(b, family)
	copy(b[sizeofVia:], x)
}
