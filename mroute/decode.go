package mroute

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const (
	sizeofHeader = 12 // struct rtmsg
	sizeofOut    = 8  // struct rtnexthop
	sizeofStats  = 24 // struct rta_mfc_stats
)

// isMulticast reports whether a message's family is one of multicast routes.
func isMulticast(family uint8) bool {
	return family == linux.RTNL_FAMILY_IPMR || family == linux.RTNL_FAMILY_IP6MR
}

// decode reads m into r, which is zero.
func (r *Route) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWROUTE && m.Type != linux.RTM_DELROUTE {
		return fmt.Errorf("mroute: message of type %d, want RTM_NEWROUTE or RTM_DELROUTE", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	h := d.Struct(sizeofHeader)
	if d.Err() == nil && !isMulticast(h[0]) {
		return fmt.Errorf("mroute: route of address family %d, want RTNL_FAMILY_IPMR or RTNL_FAMILY_IP6MR", h[0])
	}
	is4 := h[0] == linux.RTNL_FAMILY_IPMR
	r.Table = uint32(h[4])
	r.Protocol = h[5]
	r.Flags = binary.NativeEndian.Uint32(h[8:])
	for typ, v := range d.All() {
		switch typ {
		case linux.RTA_SRC, linux.RTA_DST:
			x := v.Addr()
			if x.IsValid() && x.Is4() != is4 {
				v.Fail(errors.New("an address of another family than the message"))
			}
			if typ == linux.RTA_SRC {
				r.Source = x
			} else {
				r.Group = x
			}
		case linux.RTA_TABLE:
			r.Table = v.Uint32()
		case linux.RTA_IIF:
			r.IIF = v.Index()
		case linux.RTA_MULTIPATH:
			r.Outs = decodeOuts(v)
		case linux.RTA_MFC_STATS:
			r.Stats = decodeStats(v)
		case linux.RTA_EXPIRES:
			r.Idle = wiretime.Of64(v, wiretime.Tick)
		case linux.RTA_PAD:
		default:
			r.Unknown = append(r.Unknown, v.Raw().Clone())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("mroute: route of (%v, %v): %w", r.Source, r.Group, nlmsg.NameError(*m, err))
	}
	return nil
}

func decodeOuts(v rtattr.Value) []Out {
	var outs []Out
	for _, row := range v.Rows(sizeofOut) {
		h := row.Struct(sizeofOut)
		outs = append(outs, Out{Index: int(int32(binary.NativeEndian.Uint32(h[4:]))), TTL: h[3]})
	}
	return outs
}

func decodeStats(v rtattr.Value) *Stats {
	b := v.Struct(sizeofStats)
	return &Stats{
		Packets: binary.NativeEndian.Uint64(b[0:]),
		Bytes:   binary.NativeEndian.Uint64(b[8:]),
		WrongIf: binary.NativeEndian.Uint64(b[16:]),
	}
}
