package link

import "github.com/seed-030106aa/rawnl/rtattr"

// WireGuard is kind "wireguard": a tunnel that encrypts. It has no attributes of
// its own here: keys and peers are set by generic netlink, family "wireguard".
type WireGuard struct {
	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "wireguard".
func (w *WireGuard) Kind() string { return "wireguard" }

// Encode appends Unknown.
func (w *WireGuard) Encode(e *rtattr.Encoder) { e.Raws(w.Unknown) }

// Decode reads IFLA_INFO_DATA.
func (w *WireGuard) Decode(d *rtattr.Decoder) { w.decode(d, new(memory)) }

func (w *WireGuard) decode(d *rtattr.Decoder, mem *memory) { mem.rest(&w.Unknown, d) }
