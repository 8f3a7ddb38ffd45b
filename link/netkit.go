package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Netkit is kind "netkit": one end of a virtual cable, as a [Veth] is, where BPF
// programs attached to the pair decide about each packet. The attributes are
// IFLA_NETKIT_* of linux/if_link.h.
//
// Both ends are made at once. The one that the request is about is the primary:
// by it alone settings of both can be changed, and of these only the policies.
// A change that has anything else of the kind is refused.
type Netkit struct {
	// Peer is the other end as it is to be made (IFLA_NETKIT_PEER_INFO), and may
	// be in another namespace. It is as in a [Veth], but that the kernel ignores
	// its Flags: they are an error. It is never read: an existing link has its
	// peer's index in ParentIndex.
	Peer *Link

	// Mode is NETKIT_L2 (0), an Ethernet interface with a HardwareAddr, or
	// NETKIT_L3 (1), one for IP packets, for which the kernel refuses a
	// HardwareAddr (IFLA_NETKIT_MODE). Nil leaves it out: the kernel takes
	// NETKIT_L3.
	Mode *uint32

	// Policy is what becomes of a packet that this end sends and no program
	// decides about, NETKIT_PASS (0) or NETKIT_DROP (2) (IFLA_NETKIT_POLICY), and
	// PeerPolicy the same of the other end (IFLA_NETKIT_PEER_POLICY). Nil leaves
	// one out; the kernel takes NETKIT_PASS.
	Policy, PeerPolicy *uint32

	// Scrub says whether a packet that this end sends into another namespace loses
	// its mark and its priority before programs see it, NETKIT_SCRUB_NONE (0) or
	// NETKIT_SCRUB_DEFAULT (1) (IFLA_NETKIT_SCRUB), and PeerScrub the same of the
	// other end (IFLA_NETKIT_PEER_SCRUB). Nil leaves one out; the kernel takes
	// NETKIT_SCRUB_DEFAULT.
	Scrub, PeerScrub *uint32

	// Headroom and Tailroom are the bytes that both ends want free before and
	// after a packet (IFLA_NETKIT_HEADROOM, IFLA_NETKIT_TAILROOM). Nil leaves one
	// out; the kernel takes 0.
	Headroom, Tailroom *uint16

	// Pairing is NETKIT_DEVICE_PAIR (0), or NETKIT_DEVICE_SINGLE (1) for an end
	// without another (IFLA_NETKIT_PAIRING). Nil leaves it out; the kernel takes
	// NETKIT_DEVICE_PAIR.
	Pairing *uint32

	// Primary says that this end is the primary (IFLA_NETKIT_PRIMARY). It is read
	// only: requests leave it out.
	Primary bool

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "netkit".
func (k *Netkit) Kind() string { return "netkit" }

// Encode appends what can be set.
func (k *Netkit) Encode(e *rtattr.Encoder) {
	if p := k.Peer; p != nil {
		refuse(e, linux.IFLA_NETKIT_PEER_INFO, p.Flags|p.Change != 0, errNetkitPeerFlags)
	}
	k.encode(e, false)
	e.Raws(k.Unknown)
}

func (k *Netkit) encodeAll(e *rtattr.Encoder) {
	k.encode(e, true)
	rtattr.NonZero(e.Bool, linux.IFLA_NETKIT_PRIMARY, k.Primary)
	e.Raws(k.Unknown)
}

func (k *Netkit) encode(e *rtattr.Encoder, full bool) {
	if k.Peer != nil {
		putPeer(e, linux.IFLA_NETKIT_PEER_INFO, k.Peer, full)
	}
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_MODE, k.Mode)
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_POLICY, k.Policy)
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_PEER_POLICY, k.PeerPolicy)
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_SCRUB, k.Scrub)
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_PEER_SCRUB, k.PeerScrub)
	rtattr.Opt(e.Uint16, linux.IFLA_NETKIT_HEADROOM, k.Headroom)
	rtattr.Opt(e.Uint16, linux.IFLA_NETKIT_TAILROOM, k.Tailroom)
	rtattr.Opt(e.Uint32, linux.IFLA_NETKIT_PAIRING, k.Pairing)
}

// Decode reads IFLA_INFO_DATA.
func (k *Netkit) Decode(d *rtattr.Decoder) { k.decode(d, new(memory)) }

func (k *Netkit) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_NETKIT_PEER_INFO:
			k.Peer = new(Link)
			k.Peer.decode(mem.nest(v), mem, true)
		case linux.IFLA_NETKIT_PRIMARY:
			k.Primary = v.Bool()
		case linux.IFLA_NETKIT_MODE:
			k.Mode = mem.uint32(v)
		case linux.IFLA_NETKIT_POLICY:
			k.Policy = mem.uint32(v)
		case linux.IFLA_NETKIT_PEER_POLICY:
			k.PeerPolicy = mem.uint32(v)
		case linux.IFLA_NETKIT_SCRUB:
			k.Scrub = mem.uint32(v)
		case linux.IFLA_NETKIT_PEER_SCRUB:
			k.PeerScrub = mem.uint32(v)
		case linux.IFLA_NETKIT_HEADROOM:
			k.Headroom = mem.uint16(v)
		case linux.IFLA_NETKIT_TAILROOM:
			k.Tailroom = mem.uint16(v)
		case linux.IFLA_NETKIT_PAIRING:
			k.Pairing = mem.uint32(v)
		default:
			mem.raw(&k.Unknown, v)
		}
	}
}

var errNetkitPeerFlags = errors.New("the kernel ignores flags of a netkit's peer: set them by a further request")
