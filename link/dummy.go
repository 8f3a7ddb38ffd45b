package link

import "github.com/seed-030106aa/rawnl/rtattr"

// Dummy is kind "dummy": an interface that drops all packets sent through it. It
// has no attributes of its own.
type Dummy struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "dummy".
func (k *Dummy) Kind() string { return "dummy" }

// Encode appends Unknown.
func (k *Dummy) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *Dummy) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Dummy) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
