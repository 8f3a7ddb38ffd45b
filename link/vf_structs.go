package link

import (
	"encoding/binary"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// put appends a struct of the function's number and n bytes, and returns these.
func (vf *VF) put(e *rtattr.Encoder, typ uint16, n int) []byte {
	b := e.StructAttr(typ, 4+n)
	binary.NativeEndian.PutUint32(b, vf.ID)
	return b[4:]
}

// parse takes the function's number from such a struct and returns the rest.
func (vf *VF) parse(v rtattr.Value, n int) []byte {
	b := v.Struct(4 + n)
	vf.ID = native32(b)
	return b[4:]
}

func (vf *VF) putUint32(e *rtattr.Encoder, typ uint16, p *uint32) {
	if p != nil {
		putUint32s(vf.put(e, typ, 4), *p)
	}
}

func (vf *VF) putBool(e *rtattr.Encoder, typ uint16, p *bool) {
	if p == nil {
		return
	}
	var n uint32
	if *p {
		n = 1
	}
	vf.putUint32(e, typ, &n)
}

// unsaid is what the kernel sends for a setting that the driver says nothing
// of.
const unsaid = ^uint32(0)

// hasNumber reports whether any attribute says which function it is of.
func (vf *VF) hasNumber() bool {
	return vf.HardwareAddr != nil || vf.VLAN != nil || len(vf.VLANs) > 0 || vf.TxRate != nil || vf.Rate != nil ||
		vf.SpoofCheck != nil || vf.Trust != nil || vf.RSSQuery != nil || vf.LinkState != nil ||
		vf.NodeGUID != nil || vf.PortGUID != nil
}

func (vf *VF) parseBool(v rtattr.Value) *bool {
	n := native32(vf.parse(v, 4))
	if n == unsaid {
		return nil
	}
	return new(n != 0)
}

// A GUID is a u64 aligned to eight bytes in struct ifla_vf_guid.

func (vf *VF) putGUID(e *rtattr.Encoder, typ uint16, p *uint64) {
	if p != nil {
		binary.NativeEndian.PutUint64(vf.put(e, typ, 12)[4:], *p)
	}
}

func (vf *VF) parseGUID(v rtattr.Value) *uint64 {
	return new(binary.NativeEndian.Uint64(vf.parse(v, 12)[4:]))
}

func putUint32s(b []byte, list ...uint32) {
	for i, n := range list {
		binary.NativeEndian.PutUint32(b[4*i:], n)
	}
}

func native32(b []byte) uint32 { return binary.NativeEndian.Uint32(b) }

// vfCounter is a counter and the number of its attribute.
type vfCounter struct {
	typ   uint16
	field *uint64
}

func (s *VFStats) counters() [8]vfCounter {
	return [...]vfCounter{
		{linux.IFLA_VF_STATS_RX_PACKETS, &s.RxPackets},
		{linux.IFLA_VF_STATS_TX_PACKETS, &s.TxPackets},
		{linux.IFLA_VF_STATS_RX_BYTES, &s.RxBytes},
		{linux.IFLA_VF_STATS_TX_BYTES, &s.TxBytes},
		{linux.IFLA_VF_STATS_BROADCAST, &s.Broadcast},
		{linux.IFLA_VF_STATS_MULTICAST, &s.Multicast},
		{linux.IFLA_VF_STATS_RX_DROPPED, &s.RxDropped},
		{linux.IFLA_VF_STATS_TX_DROPPED, &s.TxDropped},
	}
}

func (s *VFStats) encode(e *rtattr.Encoder) {
	for _, c := range s.counters() {
		e.Uint64(c.typ, *c.field)
	}
	e.Raws(s.Unknown)
}

func (s *VFStats) decode(d *rtattr.Decoder, mem *memory) {
	counters := s.counters()
	for typ, v := range d.All() {
		i := slices.IndexFunc(counters[:], func(c vfCounter) bool { return c.typ == typ })
		switch {
		case i >= 0:
			*counters[i].field = v.Uint64()
		case typ != linux.IFLA_VF_STATS_PAD:
			mem.raw(&s.Unknown, v)
		}
	}
}

func (vf *VF) decodeVLANs(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_VF_VLAN_INFO:
			b := vf.parse(v, 12)
			vf.VLANs = append(vf.VLANs, VFVLAN{
				ID: native32(b), QoS: native32(b[4:]), Protocol: binary.BigEndian.Uint16(b[8:]),
			})
		default:
			mem.raw(&vf.UnknownVLANs, v)
		}
	}
}
