package link

import "github.com/seed-030106aa/rawnl/rtattr"

// PFCP is kind "pfcp": the packet forwarding control protocol of mobile networks
// (3GPP TS 29.244), on UDP port 8805, for tc filters that look into its packets. It
// has no attributes of its own.
type PFCP struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "pfcp".
func (k *PFCP) Kind() string { return "pfcp" }

// Encode appends Unknown.
func (k *PFCP) Encode(e *rtattr.Encoder) { e.Raws(k.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (k *PFCP) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *PFCP) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&k.Unknown, d) }
