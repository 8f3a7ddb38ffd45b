package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// OVPN is kind "ovpn": the data channel of OpenVPN, since Linux 6.16. Its peers and
// their keys are set by generic netlink, family "ovpn": looking for that loads the
// kernel's module, making a link does not. The attributes are IFLA_OVPN_* of
// linux/if_link.h.
type OVPN struct {
	// Mode is 0, one peer (OVPN_MODE_P2P), or 1, a server of many (OVPN_MODE_MP)
	// (IFLA_OVPN_MODE). Nil leaves it out: the kernel takes 0. It cannot be changed.
	Mode *uint8

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ovpn".
func (k *OVPN) Kind() string { return "ovpn" }

// Encode appends what can be set.
func (k *OVPN) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint8, linux.IFLA_OVPN_MODE, k.Mode)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *OVPN) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *OVPN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_OVPN_MODE:
			k.Mode = mem.uint8(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
