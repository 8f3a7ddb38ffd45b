package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Erspan is kind "erspan": a tunnel that sends copies of Ethernet frames to
// where they are looked at, Encapsulated Remote Switched Port Analyzer, in GRE
// over IPv4. Its attributes are those of a [GRE], with which it shares how they
// are changed, and its own of the ERSPAN header.
//
// IKey and OKey are the number of the session, of 10 bits. The kernel wants both
// a key and a sequence number, be it of those packets that come in or of those
// that go out, and no other flags, but for version 0 and with CollectMetadata.
type Erspan struct {
	GRE

	// Version is that of the header (IFLA_GRE_ERSPAN_VER): 0, the type I, which
	// has none; 1, the type II; 2, the type III. Nil leaves it out; it is 1 at
	// first.
	Version *uint8

	// Index is the port of the source, of 20 bits (IFLA_GRE_ERSPAN_INDEX). Only
	// version 1 has it. Nil leaves it out; it is zero at first.
	Index *uint32

	// Dir is where the frames were seen (IFLA_GRE_ERSPAN_DIR): as they came in
	// (0, ingress) or went out (1, egress). Only version 2 has it. Nil leaves it
	// out; it is zero at first.
	Dir *uint8

	// HWID is a number of 6 bits for the machine that makes the copies
	// (IFLA_GRE_ERSPAN_HWID). Only version 2 has it. Nil leaves it out; it is
	// zero at first.
	HWID *uint16
}

// Kind returns "erspan".
func (k *Erspan) Kind() string { return "erspan" }

// Encode appends what can be set.
func (k *Erspan) Encode(e *rtattr.Encoder) {
	k.encodeHeader(e)
	k.GRE.encode(e, unless(netip.IPv4Unspecified(), k.Remote))
}

func (k *Erspan) encodeAll(e *rtattr.Encoder) {
	k.encodeHeader(e)
	k.GRE.encode(e, k.Remote)
}

// encodeHeader appends what is of the ERSPAN header.
func (k *Erspan) encodeHeader(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint32, linux.IFLA_GRE_ERSPAN_INDEX, k.Index)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_ERSPAN_VER, k.Version)
	rtattr.Opt(e.Uint8, linux.IFLA_GRE_ERSPAN_DIR, k.Dir)
	rtattr.Opt(e.Uint16, linux.IFLA_GRE_ERSPAN_HWID, k.HWID)
}

// Decode reads IFLA_INFO_DATA.
func (k *Erspan) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Erspan) decode(d *rtattr.Decoder, mem *memory) {
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
