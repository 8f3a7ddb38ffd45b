package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Veth is kind "veth": one end of a virtual cable. What is sent into one end
// comes out of the other.
//
// Both ends are made at once, the peer first. The peer cannot be made up, having no
// other end yet, so IFF_UP in its flags is an error, as it is ENOTCONN in the
// kernel: set it up by a further request, which can be part of the same batch.
type Veth struct {
	// Peer is the other end as it is to be made, VETH_INFO_PEER, and may be in
	// another namespace. It is never read: an existing veth has its peer's index
	// in ParentIndex.
	//
	// Nil leaves it to the kernel, which names the peer first: the first in a
	// namespace becomes "veth0", so that the link itself cannot.
	//
	// An Index for it goes only with one for the link itself: without, the
	// kernel ignores it, and [Add] refuses it. One that is taken is EBUSY.
	//
	// The kernel takes from it what describes a new device: Index, Flags, Name,
	// HardwareAddr, Broadcast, MTU, TxQLen, NetNS, Group, OperState, LinkMode
	// and the numbers of queues and offload limits. The rest is refused.
	Peer *Link

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// vethKind is IFLA_INFO_KIND of a veth, encoded once for all.
var vethKind = func() [12]byte {
	e := rtattr.NewEncoder(nil)
	e.String(linux.IFLA_INFO_KIND, "veth")
	b, _ := e.Result()
	return [12]byte(b)
}()

// Kind returns "veth".
func (v *Veth) Kind() string { return "veth" }

// Encode appends the peer, a whole ifinfomsg with attributes, unless it is
// nil.
func (v *Veth) Encode(e *rtattr.Encoder) { v.encode(e, false) }

func (v *Veth) encodeAll(e *rtattr.Encoder) { v.encode(e, true) }

func (v *Veth) encode(e *rtattr.Encoder, full bool) {
	if v.Peer != nil {
		putPeer(e, linux.VETH_INFO_PEER, v.Peer, full)
	}
	e.Raws(v.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (v *Veth) Decode(d *rtattr.Decoder) { v.decode(d, new(memory)) }

func (v *Veth) decode(d *rtattr.Decoder, mem *memory) {
	for typ, val := d.Next(); val.Present(); typ, val = d.Next() {
		switch typ {
		case linux.VETH_INFO_PEER:
			v.Peer = new(Link)
			v.Peer.decode(mem.nest(val), mem, true)
		default:
			mem.raw(&v.Unknown, val)
		}
	}
}
