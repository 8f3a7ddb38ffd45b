package mroute

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AppendBinary appends what follows the nlmsghdr of a message about r, as the
// kernel sends it. Its family is that of Group. No request makes a route: a
// daemon makes them by the options of a socket.
func (r Route) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h := e.Struct(sizeofHeader)
	h[0] = linux.RTNL_FAMILY_IPMR
	if r.Group.Is6() || r.Source.Is6() {
		h[0] = linux.RTNL_FAMILY_IP6MR
	}
	h[1], h[2] = uint8(r.Group.BitLen()), uint8(r.Source.BitLen())
	h[4] = linux.RT_TABLE_COMPAT
	if r.Table <= math.MaxUint8 {
		h[4] = uint8(r.Table)
	}
	h[5] = r.Protocol
	h[7] = linux.RTN_MULTICAST
	binary.NativeEndian.PutUint32(h[8:], r.Flags)
	e.Uint32(linux.RTA_TABLE, r.Table)
	if r.Source.IsValid() {
		e.Addr(linux.RTA_SRC, r.Source)
	}
	if r.Group.IsValid() {
		e.Addr(linux.RTA_DST, r.Group)
	}
	r.encodeWay(e)
	e.Raws(r.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWROUTE, fmt.Sprintf("mroute: route of (%v, %v)", r.Source, r.Group), err)
	}
	return out, err
}

// encodeWay appends where packets come from and go to, and what was counted.
func (r *Route) encodeWay(e *rtattr.Encoder) {
	if r.IIF != 0 {
		checkIndex(e, linux.RTA_IIF, r.IIF)
		e.Int32(linux.RTA_IIF, int32(r.IIF))
	}
	if r.Outs != nil {
		e.Rows(linux.RTA_MULTIPATH, func() {
			for _, out := range r.Outs {
				checkIndex(e, 0, out.Index)
				e.Row(sizeofOut, func(b []byte) {
					b[3] = out.TTL
					binary.NativeEndian.PutUint32(b[4:], uint32(out.Index))
				}, func() {})
			}
		})
	}
	if s := r.Stats; s != nil {
		b := e.StructAttr(linux.RTA_MFC_STATS, sizeofStats)
		for i, n := range [...]uint64{s.Packets, s.Bytes, s.WrongIf} {
			binary.NativeEndian.PutUint64(b[8*i:], n)
		}
	}
	if r.Idle != 0 || r.Stats != nil {
		wiretime.Put64(e, linux.RTA_EXPIRES, r.Idle, wiretime.Tick)
	}
}

// checkIndex fails if an index has more than 32 bits.
func checkIndex(e *rtattr.Encoder, typ uint16, index int) {
	if index < math.MinInt32 || index > math.MaxInt32 {
		e.Fail(typ, fmt.Errorf("interface index %d is out of range", index))
	}
}
