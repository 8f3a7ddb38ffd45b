package link

import (
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// HSR is kind "hsr": an interface that sends each frame twice, by two Ethernet
// interfaces, so that a network of the protocols HSR or PRP (IEC 62439-3) goes on
// without a pause when one path fails. The attributes are IFLA_HSR_* of
// linux/if_link.h; see also ip-link(8).
//
// All is chosen when the link is made. The kernel refuses a change of it with
// EOPNOTSUPP.
type HSR struct {
	// Slave1 and Slave2 are the indexes of the two interfaces (IFLA_HSR_SLAVE1,
	// IFLA_HSR_SLAVE2). A new link needs both. Zero leaves one out, and reads so
	// if the interface is gone.
	Slave1, Slave2 int

	// Interlink is the index of an interface by which devices that speak no HSR
	// are reached, as by a RedBox; not with PRP (IFLA_HSR_INTERLINK). Zero is
	// none, and so is an index that no interface has. Linux 6.12 takes it and
	// does not report it.
	Interlink int

	// Protocol is HSR_PROTOCOL_* (IFLA_HSR_PROTOCOL): HSR (0) or PRP (1). Nil
	// leaves it out: the kernel takes HSR.
	Protocol *uint8

	// Version is that of HSR, 0 or 1 (IFLA_HSR_VERSION). Nil leaves it out, as
	// PRP requires: the kernel takes 0. Linux 6.12 does not report
	// it.
	Version *uint8

	// MulticastSpec is the last byte of the address that supervision frames are
	// sent to, 01:15:4e:00:01:xx (IFLA_HSR_MULTICAST_SPEC). Nil leaves it out:
	// the kernel takes 0. It is never read: SupervisionAddr is.
	MulticastSpec *uint8

	// SupervisionAddr is the address that supervision frames are sent to
	// (IFLA_HSR_SUPERVISION_ADDR), and SeqNr the sequence number of the next
	// frame (IFLA_HSR_SEQ_NR). They are read only: requests leave them out.
	SupervisionAddr net.HardwareAddr
	SeqNr           uint16

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "hsr".
func (k *HSR) Kind() string { return "hsr" }

// Encode appends what can be set.
func (k *HSR) Encode(e *rtattr.Encoder) {
	k.encode(e)
	e.Raws(k.Unknown)
}

func (k *HSR) encodeAll(e *rtattr.Encoder) {
	k.encode(e)
	if k.SupervisionAddr != nil {
		putMAC(e, linux.IFLA_HSR_SUPERVISION_ADDR, k.SupervisionAddr)
	}
	rtattr.NonZero(e.Uint16, linux.IFLA_HSR_SEQ_NR, k.SeqNr)
	e.Raws(k.Unknown)
}

func (k *HSR) encode(e *rtattr.Encoder) {
	rtattr.NonZero(e.Index, linux.IFLA_HSR_SLAVE1, k.Slave1)
	rtattr.NonZero(e.Index, linux.IFLA_HSR_SLAVE2, k.Slave2)
	rtattr.NonZero(e.Index, linux.IFLA_HSR_INTERLINK, k.Interlink)
	rtattr.Opt(e.Uint8, linux.IFLA_HSR_PROTOCOL, k.Protocol)
	rtattr.Opt(e.Uint8, linux.IFLA_HSR_VERSION, k.Version)
	rtattr.Opt(e.Uint8, linux.IFLA_HSR_MULTICAST_SPEC, k.MulticastSpec)
}

// Decode reads IFLA_INFO_DATA.
func (k *HSR) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *HSR) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_HSR_SLAVE1:
			k.Slave1 = natural(v)
		case linux.IFLA_HSR_SLAVE2:
			k.Slave2 = natural(v)
		case linux.IFLA_HSR_INTERLINK:
			k.Interlink = natural(v)
		case linux.IFLA_HSR_PROTOCOL:
			k.Protocol = mem.uint8(v)
		case linux.IFLA_HSR_VERSION:
			k.Version = mem.uint8(v)
		case linux.IFLA_HSR_MULTICAST_SPEC:
			k.MulticastSpec = mem.uint8(v)
		case linux.IFLA_HSR_SUPERVISION_ADDR:
			k.SupervisionAddr = mem.mac(v)
		case linux.IFLA_HSR_SEQ_NR:
			k.SeqNr = v.Uint16()
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}
