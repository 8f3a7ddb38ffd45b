package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// PortRange are the UDP ports that the packets of a tunnel come from: which one
// depends on the flow, so that routers can spread the load. It is struct
// ifla_vxlan_port_range and struct ifla_geneve_port_range of linux/if_link.h,
// big-endian on the wire.
type PortRange struct {
	Low, High uint16 // both are part of it; not both zero, or the kernel chooses
}

const portRangeLen = 4

func putPortRange(e *rtattr.Encoder, typ uint16, r *PortRange) {
	if r == nil {
		return
	}
	b := e.StructAttr(typ, portRangeLen)
	binary.BigEndian.PutUint16(b, r.Low)
	binary.BigEndian.PutUint16(b[2:], r.High)
}

func (m *memory) portRange(v rtattr.Value) *PortRange {
	b := v.Struct(portRangeLen)
	r := one(&m.room.portRange)
	*r = PortRange{binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])}
	return r
}
