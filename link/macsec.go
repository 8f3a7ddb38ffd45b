package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Macsec is kind "macsec": an interface that secures frames on an Ethernet
// interface, its parent (ParentIndex of the [Link], which is needed), as IEEE
// 802.1AE has it. The attributes are IFLA_MACSEC_* of linux/if_link.h; see also
// ip-link(8) and ip-macsec(8). Keys, and the channels that it receives, are set by
// the generic netlink family "macsec".
//
// SCI, Port, CipherSuite and ICVLen are chosen when the link is made. A change
// that has one of them is refused.
type Macsec struct {
	// SCI is the identifier of the secure channel that it sends by: an Ethernet
	// address in the upper six bytes and a port number in the lower two
	// (IFLA_MACSEC_SCI, big-endian on the wire). Nil leaves it out: the kernel
	// takes the link's own address and Port, and for one of all ones too.
	SCI *uint64

	// Port is the port number of the SCI where the kernel makes that
	// (IFLA_MACSEC_PORT, big-endian on the wire). With an SCI it is ignored. Zero
	// leaves it out: the kernel takes 1. It is never read.
	Port uint16

	// CipherSuite is MACSEC_CIPHER_ID_* of linux/if_macsec.h
	// (IFLA_MACSEC_CIPHER_SUITE): GCM-AES-128 (0x0080c20001000001), GCM-AES-256
	// (...2), GCM-AES-XPN-128 (...3) or GCM-AES-XPN-256 (...4). Zero leaves it
	// out: the kernel takes GCM-AES-128, which reads as MACSEC_DEFAULT_CIPHER_ID
	// (0x0080020001000001).
	CipherSuite uint64

	// ICVLen is the length of the integrity check value in bytes, 8 to 16
	// (IFLA_MACSEC_ICV_LEN). Zero leaves it out: the kernel takes 16.
	ICVLen uint8

	// EncodingSA is which of the four secure associations is used to send, 0 to 3
	// (IFLA_MACSEC_ENCODING_SA). Nil leaves it out; the kernel takes 0.
	EncodingSA *uint8

	// Encrypt says that frames are sent encrypted (IFLA_MACSEC_ENCRYPT), and
	// Protect that they are sent with an integrity check value
	// (IFLA_MACSEC_PROTECT). Nil leaves one out; the kernel takes false and true.
	Encrypt, Protect *bool

	// SendSCI says that frames are sent with the SCI (IFLA_MACSEC_INC_SCI). Only
	// one of SendSCI, EndStation (IFLA_MACSEC_ES) and SCB (IFLA_MACSEC_SCB), bits
	// of a frame that speak of a channel without an SCI, can be true in a
	// request. Nil leaves one out; the kernel takes true, false and false.
	SendSCI, EndStation, SCB *bool

	// ReplayProtect says that frames received late are dropped
	// (IFLA_MACSEC_REPLAY_PROTECT), and Window by how many packets they may be
	// late (IFLA_MACSEC_WINDOW). Zero is a window: frames have to be in order. Nil
	// leaves one out; the kernel takes false, and needs a Window for true. It is
	// read with ReplayProtect only.
	ReplayProtect *bool
	Window        *uint32

	// Validation is what becomes of received frames without protection or with a
	// wrong one, MACSEC_VALIDATE_* (IFLA_MACSEC_VALIDATION): disabled (0) and
	// check (1), they are accepted; strict (2), they are dropped. Nil leaves it
	// out; the kernel takes strict.
	Validation *uint8

	// Offload is who does the work, MACSEC_OFFLOAD_* (IFLA_MACSEC_OFFLOAD): the
	// kernel (0), or the PHY (1) or MAC (2) of the parent. Nil leaves it out; the
	// kernel takes 0. Linux 6.1 does not report it.
	Offload *uint8

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "macsec".
func (k *Macsec) Kind() string { return "macsec" }

// Encode appends what can be set.
func (k *Macsec) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint64BE, linux.IFLA_MACSEC_SCI, k.SCI)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_MACSEC_PORT, k.Port)
	rtattr.NonZero(e.Uint64, linux.IFLA_MACSEC_CIPHER_SUITE, k.CipherSuite)
	rtattr.NonZero(e.Uint8, linux.IFLA_MACSEC_ICV_LEN, k.ICVLen)
	rtattr.Opt(e.Uint8, linux.IFLA_MACSEC_ENCODING_SA, k.EncodingSA)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_ENCRYPT, k.Encrypt)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_PROTECT, k.Protect)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_INC_SCI, k.SendSCI)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_ES, k.EndStation)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_SCB, k.SCB)
	rtattr.Opt(e.Bool, linux.IFLA_MACSEC_REPLAY_PROTECT, k.ReplayProtect)
	rtattr.Opt(e.Uint32, linux.IFLA_MACSEC_WINDOW, k.Window)
	rtattr.Opt(e.Uint8, linux.IFLA_MACSEC_VALIDATION, k.Validation)
	rtattr.Opt(e.Uint8, linux.IFLA_MACSEC_OFFLOAD, k.Offload)
	e.Raws(k.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (k *Macsec) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Macsec) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_MACSEC_SCI:
			k.SCI = mem.room.uint64s.put(v.Uint64BE())
		case linux.IFLA_MACSEC_PORT:
			k.Port = v.Uint16BE()
		case linux.IFLA_MACSEC_CIPHER_SUITE:
			k.CipherSuite = v.Uint64()
		case linux.IFLA_MACSEC_ICV_LEN:
			k.ICVLen = v.Uint8()
		case linux.IFLA_MACSEC_ENCODING_SA:
			k.EncodingSA = mem.uint8(v)
		case linux.IFLA_MACSEC_ENCRYPT:
			k.Encrypt = mem.bool(v)
		case linux.IFLA_MACSEC_PROTECT:
			k.Protect = mem.bool(v)
		case linux.IFLA_MACSEC_INC_SCI:
			k.SendSCI = mem.bool(v)
		case linux.IFLA_MACSEC_ES:
			k.EndStation = mem.bool(v)
		case linux.IFLA_MACSEC_SCB:
			k.SCB = mem.bool(v)
		case linux.IFLA_MACSEC_REPLAY_PROTECT:
			k.ReplayProtect = mem.bool(v)
		case linux.IFLA_MACSEC_WINDOW:
			k.Window = mem.uint32(v)
		case linux.IFLA_MACSEC_VALIDATION:
			k.Validation = mem.uint8(v)
		case linux.IFLA_MACSEC_OFFLOAD:
			k.Offload = mem.uint8(v)
		case linux.IFLA_MACSEC_PAD:
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
