package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// IP6Erspan is kind "ip6erspan": what [Erspan] is, over IPv6. Its attributes are
// those of an [IP6GRE], and its own of the ERSPAN header. A change resets what it
// leaves out, but for Encap; where there is a link ip6gre0, none is taken with
// CollectMetadata.
//
// IKey and OKey are the number of the session, of 10 bits. The kernel wants both
// a key and a sequence number, be it of those packets that come in or of those
// that go out, and no other flags, but with CollectMetadata.
type IP6Erspan struct {
	IP6GRE

	// Version is that of the header (IFLA_GRE_ERSPAN_VER): 1, the type II; 2, the
	// type III. Nil is 1.
	Version *uint8

	// Index is the port of the source, of 20 bits (IFLA_GRE_ERSPAN_INDEX). Only
	// version 1 has it. Nil is zero.
	Index *uint32

	// Dir is where the frames were seen (IFLA_GRE_ERSPAN_DIR): as they came in
	// (0, ingress) or went out (1, egress). Only version 2 has it. Nil is zero.
	Dir *uint8

	// HWID is a number of 6 bits for the machine that makes the copies
	// (IFLA_GRE_ERSPAN_HWID). Only version 2 has it. Nil is zero.
	HWID *uint16
}

// Kind returns "ip6erspan".
func (k *IP6Erspan) Kind() string { return "ip6erspan" }

// Encode appends what can be set.
func (k *IP6Erspan) Encode(e *rtattr.Encoder) {
	k.encodeHeader(e)
	k.IP6GRE.encodeRequest(e, unless(netip.IPv6Unspecified(), k.Remote))
}

func (k *IP6Erspan) encodeAll(e *rtattr.Encoder) {
	k.encodeHeader(e)
	k.IP6GRE.encodeAll(e)
}

// encodeHeader appends what is of the ERSPAN header.
func (k *IP6Erspan) encodeHeader(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint32, linux.IFLA_GRE_ERSPAN_INDEX, k.Index)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_ERSPAN_VER, k.Version)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_ERSPAN_DIR, k.Dir)
	rtattr.Opt(e.Uint16, linux.IFLA_GRE_ERSPAN_HWID, k.HWID)
}

// Decode reads IFLA_INFO_DATA.
func (k *IP6Erspan) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *IP6Erspan) decode(d *rtattr.Decoder, mem *memory) {
	k.decodeWith(d, mem, func(typ uint16, v rtattr.Value) bool {
		switch typ {
		case linux.IFLA_GRE_ERSPAN_INDEX:
			k.Index = mem.uint32(v)
		case linux.IFLA_GRE_ERSPAN_VER:
			k.Version = mem.uint8(v)
		case linux.IFLA_GRE_ERSPAN_DIR:
			k.Dir = mem.uint8(v)
		case linux.IFLA_GRE_ERSPAN_HWID:
			k.HWID = mem.uint16(v)
		default:
			return false
		}
		return true
	})
}
