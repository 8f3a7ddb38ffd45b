package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Batadv is kind "batadv": a mesh of the protocol B.A.T.M.A.N. Advanced, as one
// Ethernet interface. The interfaces that it speaks by are made its ports (Master of
// the [Link]). The attributes are IFLA_BATADV_* of linux/batman_adv.h; see also
// ip-link(8).
type Batadv struct {
	// AlgoName is the routing algorithm, "BATMAN_IV" or "BATMAN_V"
	// (IFLA_BATADV_ALGO_NAME). It is chosen when the link is made, and never read.
	// Empty leaves it out: the kernel takes that of its module, BATMAN_IV.
	AlgoName string

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "batadv".
func (k *Batadv) Kind() string { return "batadv" }

// Encode appends what can be set.
func (k *Batadv) Encode(e *rtattr.Encoder) {
	if k.AlgoName != "" {
		e.String(linux.IFLA_BATADV_ALGO_NAME, k.AlgoName)
	}
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *Batadv) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Batadv) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_BATADV_ALGO_NAME:
			k.AlgoName = mem.str(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
