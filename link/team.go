package link

import "github.com/seed-030106aa/rawnl/rtattr"

// Team is kind "team": several links, its ports, that act as one. What it does with
// them is set by the generic netlink family "team", as the program teamd does: it
// has no attributes of its own here.
type Team struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "team".
func (k *Team) Kind() string { return "team" }

// Encode appends Unknown.
func (k *Team) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *Team) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Team) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
