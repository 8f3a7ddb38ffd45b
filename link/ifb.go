package link

import "github.com/seed-030106aa/rawnl/rtattr"

// IFB is kind "ifb": an interface to redirect packets to, so that its queueing
// discipline shapes what other interfaces receive. The packets go on afterwards
// where they came from. It has no attributes of its own.
type IFB struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "ifb".
func (k *IFB) Kind() string { return "ifb" }

// Encode appends Unknown.
func (k *IFB) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *IFB) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IFB) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
