package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// DSA is kind "dsa": a port of an Ethernet switch within the machine, Distributed
// Switch Architecture. The driver of the switch makes such links, no request does.
// The attributes are IFLA_DSA_* of linux/if_link.h; see also ip-link(8).
type DSA struct {
	// Conduit is the index of the interface that carries the port's frames between
	// switch and machine (IFLA_DSA_CONDUIT, IFLA_DSA_MASTER on older kernels). The
	// port must be down to change it. Zero leaves it as it is.
	Conduit int

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "dsa".
func (k *DSA) Kind() string { return "dsa" }

// Encode appends what can be set.
func (k *DSA) Encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Index, linux.IFLA_DSA_CONDUIT, k.Conduit)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *DSA) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *DSA) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_DSA_CONDUIT:
			k.Conduit = natural(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
