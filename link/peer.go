package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Links of some kinds are made in pairs. The request for one end has a message
// body for the other, its peer.

// hasPeer reports whether links of a kind have a peer.
func hasPeer(kind []byte) bool {
	switch string(kind) {
	case "netkit", "veth", "vxcan":
		return true
	}
	return false
}

// peerOf returns the peer that a link of kind k is to be made with, or nil.
func peerOf(k Kind) *Link {
	switch k := k.(type) {
	case *Veth:
		if k != nil {
			return k.Peer
		}
	case *VXCAN:
		if k != nil {
			return k.Peer
		}
	case *Netkit:
		if k != nil {
			return k.Peer
		}
	}
	return nil
}

// putPeer appends a peer as attribute typ: a whole ifinfomsg with attributes. One
// with a peer of its own is no further looked at: that may be the link itself, and
// there would be no end.
func putPeer(e *rtattr.Encoder, typ uint16, peer *Link, full bool) {
	nest := e.Begin(typ)
	switch {
	case peer.Data != nil && peerOf(peer.Data) != nil:
		e.Fail(linux.IFLA_LINKINFO, errNestedPeer)
	case full:
		peer.encodeAll(e)
	default:
		rare := peer.hasRare()
		if rare || peer.Flags != 0 || peer.Data != nil || peer.Master != nil {
			checkNewPeer(e, peer)
		}
		peer.encodeRequest(e, peer.Index, rare)
	}
	e.End(nest)
}

// checkNewPeer refuses what the kernel would ignore in a peer.
func checkNewPeer(e *rtattr.Encoder, peer *Link) {
	checkNew(e, peer)
	refuse(e, 0, peer.Flags&linux.IFF_UP != 0, errPeerUp)
	if peer.Data != nil {
		e.Fail(linux.IFLA_LINKINFO, errNestedPeer)
	}
	refuse(e, linux.IFLA_MASTER, peer.Master != nil, errSetLater)
	refuse(e, linux.IFLA_LINK, peer.ParentIndex != nil, errPeerParent)
	refuse(e, linux.IFLA_PARENT_DEV_NAME, peer.ParentDevName != "", errPeerParent)
}

var (
	errNestedPeer = errors.New("a peer is of the same kind as the link, and has no kind or peer of its own")
	errPeerUp     = errors.New("a peer cannot be made up: set it up by a further request")
	errPeerParent = errors.New("the parent of a peer is the link that it is made with")
	errPeerIndex  = errors.New("an index is given for the peer and none for the link, so the kernel would ignore it")
)
