package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// WWAN is kind "wwan": a data connection of a modem, which is the parent device
// (ParentDevName of the [Link], which is needed), not an interface. The attributes
// are IFLA_WWAN_* of linux/wwan.h; see also ip-link(8).
type WWAN struct {
	// LinkID is the number of the connection, from 0 (IFLA_WWAN_LINK_ID). A new link
	// needs it; nil leaves it out. It cannot be changed.
	LinkID *uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "wwan".
func (k *WWAN) Kind() string { return "wwan" }

// Encode appends what can be set.
func (k *WWAN) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint32, linux.IFLA_WWAN_LINK_ID, k.LinkID)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *WWAN) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *WWAN) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_WWAN_LINK_ID:
			k.LinkID = mem.uint32(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
