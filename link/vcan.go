package link

import "github.com/seed-030106aa/rawnl/rtattr"

// VCAN is kind "vcan": a CAN bus without hardware, on which the programs of the
// machine hear one another. It has no attributes of its own; an MTU of 16 is for
// classic CAN, 72 for CAN FD and 2060 for CAN XL.
type VCAN struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "vcan".
func (c *VCAN) Kind() string { return "vcan" }

// Encode appends Unknown.
func (c *VCAN) Encode(e *rtattr.Encoder) { e.Raws(c.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (c *VCAN) Decode(d *rtattr.Decoder) { c.decode(d, new(memory)) }

func (c *VCAN) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&c.Unknown, d) }

// VXCAN is kind "vxcan": one end of a CAN bus between two namespaces, as a
// [Veth] is of a cable. Its Peer is VXCAN_INFO_PEER of linux/can/vxcan.h, and
// what is said there holds for it too.
type VXCAN Veth

// Kind returns "vxcan".
func (c *VXCAN) Kind() string { return "vxcan" }

// Encode appends the peer, a whole ifinfomsg with attributes, unless it is
// nil.
func (c *VXCAN) Encode(e *rtattr.Encoder) { (*Veth)(c).Encode(e) }

func (c *VXCAN) encodeAll(e *rtattr.Encoder) { (*Veth)(c).encodeAll(e) }

// Decode reads IFLA_INFO_DATA.
func (c *VXCAN) Decode(d *rtattr.Decoder) { (*Veth)(c).Decode(d) }

func (c *VXCAN) decode(d *rtattr.Decoder, mem *memory) { (*Veth)(c).decode(d, mem) }
