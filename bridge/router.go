package bridge

import (
	"encoding/binary"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Router is a port with a multicast router behind it (MDBA_ROUTER_PORT): the
// index of the port, as a bare number, and MDBA_ROUTER_PATTR_* of
// linux/if_bridge.h. It is read only.
type Router struct {
	// Port is the index of the port.
	Port int

	// VLAN is where the router is, zero for anywhere (MDBA_ROUTER_PATTR_VID).
	VLAN uint16

	// Type is how the router is known, MDB_RTR_TYPE_* (MDBA_ROUTER_PATTR_TYPE):
	// disabled (0), temporary, from its queries (1), permanent, as set (2), or
	// temporary by setting (3).
	Type uint8

	// Timer is how long a temporary one stays without a query, and Timer4 and
	// Timer6 the same for each family, in hundredths of a second
	// (MDBA_ROUTER_PATTR_TIMER, _INET_TIMER, _INET6_TIMER).
	Timer, Timer4, Timer6 time.Duration

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Clone returns a copy of r that shares no memory with it.
func (r Router) Clone() Router { return deep.Copy(r) }

// decodeRouters reads MDBA_ROUTER. The kernel gives its nests one number.
func decodeRouters(d *rtattr.Decoder) []Router {
	list := []Router{}
	for _, port := range d.All() {
		var r Router
		d := port.Nest()
		r.Port = int(int32(binary.NativeEndian.Uint32(d.Struct(4))))
		for typ, v := range d.All() {
			switch typ {
			case linux.MDBA_ROUTER_PATTR_TIMER:
				r.Timer = ticks(v)
			case linux.MDBA_ROUTER_PATTR_TYPE:
				r.Type = v.Uint8()
			case linux.MDBA_ROUTER_PATTR_INET_TIMER:
				r.Timer4 = ticks(v)
			case linux.MDBA_ROUTER_PATTR_INET6_TIMER:
				r.Timer6 = ticks(v)
			case linux.MDBA_ROUTER_PATTR_VID:
				r.VLAN = v.Uint16()
			default:
				r.Unknown = append(r.Unknown, v.Raw())
			}
		}
		list = append(list, r)
	}
	return list
}

func encodeRouters(e *rtattr.Encoder, list []Router) {
	for _, r := range list {
		port := e.Begin(linux.MDBA_ROUTER_PORT)
		setIndex(e, e.Struct(4), r.Port)
		putTicks(e, linux.MDBA_ROUTER_PATTR_TIMER, r.Timer)
		rtattr.NonZero(e.Uint8, linux.MDBA_ROUTER_PATTR_TYPE, r.Type)
		putTicks(e, linux.MDBA_ROUTER_PATTR_INET_TIMER, r.Timer4)
		putTicks(e, linux.MDBA_ROUTER_PATTR_INET6_TIMER, r.Timer6)
		rtattr.NonZero(e.Uint16, linux.MDBA_ROUTER_PATTR_VID, r.VLAN)
		e.Raws(r.Unknown)
		e.End(port)
	}
}
