package link

import "github.com/seed-030106aa/rawnl/rtattr"

// Netdevsim is kind "netdevsim": a network device that the kernel simulates, for
// tests. It has no attributes of its own, and no request makes one: the kernel
// refuses [Add] with EOPNOTSUPP and points to /sys/bus/netdevsim/new_device.
type Netdevsim struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "netdevsim".
func (k *Netdevsim) Kind() string { return "netdevsim" }

// Encode appends Unknown.
func (k *Netdevsim) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *Netdevsim) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Netdevsim) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
