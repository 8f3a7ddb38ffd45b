package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VRF is kind "vrf": a routing domain. The addresses and routes of its ports,
// whose Master it is, are in a table of their own. The attributes are IFLA_VRF_*
// of linux/if_link.h; see also ip-link(8).
type VRF struct {
	// Table is the routing table, such as 100 (IFLA_VRF_TABLE). A new link needs
	// it, and nothing of the kind can be changed later: the kernel answers
	// EOPNOTSUPP. Zero leaves it out.
	Table uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "vrf".
func (k *VRF) Kind() string { return "vrf" }

// Encode appends what can be set.
func (k *VRF) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.IFLA_VRF_TABLE, k.Table)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *VRF) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *VRF) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VRF_TABLE:
			k.Table = v.Uint32()
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}

// VRFPort is what a link has as a port of a [VRF]. Nobody can set it.
type VRFPort struct {
	// Table is the routing table of the VRF (IFLA_VRF_PORT_TABLE). It is read
	// only: requests leave it out.
	Table uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "vrf".
func (p *VRFPort) Kind() string { return "vrf" }

// Encode appends Unknown.
func (p *VRFPort) Encode(e *rtattr.Encoder) { e.Raws(p.Unknown) }

func (p *VRFPort) encodeAll(e *rtattr.Encoder) {
	rtattr.NonZero(e.Uint32, linux.IFLA_VRF_PORT_TABLE, p.Table)
	e.Raws(p.Unknown)
}

// Decode reads IFLA_INFO_SLAVE_DATA.
func (p *VRFPort) Decode(d *rtattr.Decoder) { p.decode(d, new(memory)) }

func (p *VRFPort) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_VRF_PORT_TABLE:
			p.Table = v.Uint32()
		default:
			mem.raw(&p.Unknown, v)
		}
	}
}
