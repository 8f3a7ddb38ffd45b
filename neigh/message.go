package neigh

import (
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Neigh is a neighbour of an interface, or a proxy entry. The family, IPv4 or
// IPv6, is that of Dst.
type Neigh struct {
	// Index is the interface (ndm_ifindex). All requests need it, but for those
	// of proxy entries of IPv4: 0 stands for all interfaces there. The kernel
	// takes such an entry for that of any interface, if it finds it first.
	Index int

	// Dst is the neighbour's IP address (NDA_DST). All requests need it. On the
	// loopback and on point-to-point interfaces IPv4 has one neighbour for all
	// addresses, which is read as 0.0.0.0.
	Dst netip.Addr

	// LLAddr is the neighbour's link-layer address (NDA_LLADDR). Nil stands for
	// one that is not known, or that the kernel is to find, and for a change
	// that leaves it as it is. The kernel takes it only together with a State
	// that has an address, so it is refused beside zero, StateIncomplete and
	// StateFailed, and in a proxy entry. Beside FlagManaged and FlagUse the
	// kernel ignores it, whatever the State. Of one that is longer than those of
	// the interface the kernel takes the first bytes.
	LLAddr net.HardwareAddr

	// State is the state (ndm_state). Zero is NUD_NONE, an entry that nothing
	// is known of. What a request gives as a rule is [StatePermanent], and zero
	// with FlagManaged.
	State State

	// Flags are FlagUse, FlagProxy, FlagExtLearned, FlagOffloaded, FlagRouter,
	// FlagManaged and FlagExtValidated (ndm_flags, NDA_FLAGS_EXT).
	Flags Flags

	// Type is the type of route that leads to Dst, RTN_* (ndm_type), such as
	// RTN_UNICAST or RTN_MULTICAST. It is the kernel's report, which it ignores
	// in requests.
	Type uint8

	// Protocol is who made the entry (NDA_PROTOCOL), RTPROT_*. Zero stands for
	// nobody in particular, and for a change that leaves it as it is. Kernels
	// before 5.0 have none.
	Protocol uint8

	// Confirmed, Used and Updated are how long ago the neighbour was last heard
	// of, the entry was last used, and the entry last changed (ndm_confirmed,
	// ndm_used and ndm_updated of NDA_CACHEINFO), in hundredths of a second on
	// the wire. They are not sent.
	Confirmed, Used, Updated time.Duration

	// Refs is how many users the entry has within the kernel (ndm_refcnt of
	// NDA_CACHEINFO), and Probes how often it was asked for since it last
	// answered (NDA_PROBES). They are not sent.
	Refs, Probes uint32

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [Neigh.Clone].
	Unknown []rtattr.Raw
}

// String returns the address, the interface, and what is known of it, such as
// "192.0.2.5 on index 3 lladdr 02:00:00:00:00:05 permanent", or
// "proxy 192.0.2.5 on index 3" of a proxy entry.
func (n Neigh) String() string {
	s := n.name()
	if len(n.LLAddr) > 0 {
		s += fmt.Sprintf(" lladdr %v", n.LLAddr)
	}
	if n.State != 0 {
		s += fmt.Sprintf(" %v", n.State)
	}
	return s
}

// name names n in errors, such as "192.0.2.5 on index 3".
func (n *Neigh) name() string {
	s := fmt.Sprintf("%v on index %d", n.Dst, n.Index)
	if n.Flags&FlagProxy != 0 {
		s = "proxy " + s
	}
	return s
}

// Clone returns a copy of n that shares no memory with it. The Unknown
// attributes of a neighbour from [All] or [Decode] are part of the received
// message and valid only as long as that is.
func (n Neigh) Clone() Neigh { return deep.Copy(n) }

// Decode returns the neighbour in a message: in an answer, or in a notification
// of the group RTNLGRP_NEIGH that it is new or changed (RTM_NEWNEIGH), gone
// (RTM_DELNEIGH), or that somebody should look for it (RTM_GETNEIGH), which a
// kernel sends that was set up to ask a program. That group also tells of
// forwarding entries, messages of family AF_BRIDGE: these are for [DecodeFDB].
// Unknown attributes are part of m.Data; [Neigh.Clone] gives them bytes of their
// own.
func Decode(m nlmsg.Message) (*Neigh, error) {
	r := readers.Get().(*reader)
	defer r.release()
	n := new(Neigh)
	if err := r.decodeNeigh(&m, n); err != nil {
		return nil, err
	}
	return n, nil
}
