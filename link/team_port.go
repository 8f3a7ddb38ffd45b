package link

import "github.com/seed-030106aa/rawnl/rtattr"

// TeamPort is what a link has as a port of a [Team]: nothing but the kind. A port has
// to be down when it gets the team as its Master.
type TeamPort struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "team".
func (k *TeamPort) Kind() string { return "team" }

// Encode appends Unknown.
func (k *TeamPort) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_SLAVE_DATA.
func (k *TeamPort) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *TeamPort) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
