package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Veth is kind "veth": one end of a virtual cable. What is sent into one end
// comes out of the other.
//
// Both ends are made at once, the peer first. It cannot be made up, having no
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
	if peer := v.Peer; peer != nil {
		nest := e.Begin(linux.VETH_INFO_PEER)
		if full {
			peer.encodeAll(e)
		} else {
			rare := peer.hasRare()
			if rare || peer.Flags != 0 || peer.Data != nil || peer.Master != nil {
				checkNewPeer(e, peer)
			}
			peer.encodeRequest(e, peer.Index, rare)
		}
		e.End(nest)
	}
	putRaws(e, v.Unknown)
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

// checkNewPeer refuses what the kernel would ignore in a peer.
func checkNewPeer(e *rtattr.Encoder, peer *Link) {
	checkNew(e, peer)
	refuse(e, 0, peer.Flags&linux.IFF_UP != 0, errPeerUp)
	if peer.Data != nil {
		e.Fail(linux.IFLA_LINKINFO, errNestedPeer)
	}
	refuse(e, linux.IFLA_MASTER, peer.Master != nil, errSetLater)
	refuse(e, linux.IFLA_AF_SPEC, peer.AFSpec != nil, errSetLater)
	refuse(e, linux.IFLA_LINK, peer.ParentIndex != nil, errPeerParent)
}

var (
	errNestedPeer = errors.New("a veth's peer is a veth, and has no kind or peer of its own")
	errPeerUp     = errors.New("a veth's peer cannot be made up: set it up by a further request")
	errPeerParent = errors.New("a veth's parent is its peer")
	errPeerIndex  = errors.New("an index is given for the peer and none for the link, so the kernel would ignore it")
)
