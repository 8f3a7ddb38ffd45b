package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// PPP is kind "ppp": the packets of a point-to-point protocol connection, whose
// control protocols a program speaks. The attributes are IFLA_PPP_* of
// linux/if_link.h. Others are set by ioctls on FD.
type PPP struct {
	// FD is a file descriptor of the sender: /dev/ppp, open and not attached yet, to
	// which the link belongs from then on (IFLA_PPP_DEV_FD). A new link needs it. It
	// is never read.
	FD *int

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ppp".
func (k *PPP) Kind() string { return "ppp" }

// Encode appends what can be set.
func (k *PPP) Encode(e *rtattr.Encoder) {
	putFD(e, linux.IFLA_PPP_DEV_FD, k.FD, 0, false)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *PPP) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *PPP) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_PPP_DEV_FD:
			k.FD = mem.natural(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
