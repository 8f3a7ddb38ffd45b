package mpls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/labels"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// decode reads m into r, which is zero.
func (r *Route) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWROUTE && m.Type != linux.RTM_DELROUTE {
		return fmt.Errorf("mpls: message of type %d, want RTM_NEWROUTE or RTM_DELROUTE", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	if d.Err() == nil && h[0] != linux.AF_MPLS {
		return fmt.Errorf("mpls: route of address family %d, want AF_MPLS", h[0])
	}
	r.Protocol = h[5]
	r.Flags = binary.NativeEndian.Uint32(h[8:])
	var w way
	for typ, v := range d.All() {
		switch typ {
		case linux.RTA_DST:
			if stack := labels.Decode(v); len(stack) == 1 {
				r.Label = stack[0]
			} else {
				v.Fail(fmt.Errorf("%d labels, want one", len(stack)))
			}
		case linux.RTA_TTL_PROPAGATE:
			r.TTLPropagate = new(v.Bool())
		case linux.RTA_OIF:
			r.OIF = v.Index()
		case linux.RTA_MULTIPATH:
			r.MultiPath = decodeMultiPath(v)
		case linux.RTA_TABLE, linux.RTA_PAD: // there is only the main table
		default:
			w.decode(typ, v)
		}
	}
	r.NewLabels, r.Gateway, r.HardwareAddr, r.Unknown = w.labels, w.gateway, w.hardware, w.unknown
	if err := d.Err(); err != nil {
		return fmt.Errorf("mpls: route of label %d: %w", r.Label, nlmsg.NameError(*m, err))
	}
	return nil
}

func decodeMultiPath(v rtattr.Value) []NextHop {
	var hops []NextHop
	for _, row := range v.Rows(sizeofNextHop) {
		h := row.Struct(sizeofNextHop)
		var w way
		for typ, v := range row.All() {
			w.decode(typ, v)
		}
		hops = append(hops, NextHop{
			NewLabels: w.labels, Gateway: w.gateway, HardwareAddr: w.hardware, Unknown: w.unknown,
			OIF:   int(int32(binary.NativeEndian.Uint32(h[4:]))),
			Flags: h[2],
		})
	}
	return hops
}

// way is what a route and one of several nexthops have in common.
type way struct {
	labels   []uint32
	gateway  netip.Addr
	hardware net.HardwareAddr
	unknown  []rtattr.Raw
}

func (w *way) decode(typ uint16, v rtattr.Value) {
	switch typ {
	case linux.RTA_NEWDST:
		w.labels = labels.Decode(v)
	case linux.RTA_VIA:
		w.decodeVia(v)
	default:
		w.unknown = append(w.unknown, v.Raw().Clone())
	}
}

// decodeVia decodes RTA_VIA. One of another family is kept as it is.
func (w *way) decodeVia(v rtattr.Value) {
	b := v.Bytes()
	if len(b) < sizeofVia {
		v.Fail(errVia)
		return
	}
	family, x := binary.NativeEndian.Uint16(b), b[sizeofVia:]
	switch {
	case family == linux.AF_INET && len(x) == 4, family == linux.AF_INET6 && len(x) == 16:
		w.gateway, _ = netip.AddrFromSlice(x)
	case family == linux.AF_INET || family == linux.AF_INET6:
		v.Fail(errVia)
	case family == linux.AF_PACKET:
		w.hardware = append(net.HardwareAddr(nil), x...) // of no bytes by the loopback
	default:
		w.unknown = append(w.unknown, v.Raw().Clone())
	}
}

var errVia = errors.New("no address family, or an address of another")
