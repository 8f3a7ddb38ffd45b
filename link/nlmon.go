package link

import "github.com/seed-030106aa/rawnl/rtattr"

// Nlmon is kind "nlmon": an interface from which a program receives a copy of each
// netlink message in its namespace, by a packet socket. It has no attributes of its
// own.
type Nlmon struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "nlmon".
func (k *Nlmon) Kind() string { return "nlmon" }

// Encode appends Unknown.
func (k *Nlmon) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *Nlmon) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Nlmon) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
