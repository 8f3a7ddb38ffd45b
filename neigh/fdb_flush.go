package neigh

import (
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// FDBFlush says which forwarding entries [FlushFDB] deletes. Beside Index, zero
// fields match any value.
type FDBFlush struct {
	// Index is the bridge, a port of it, or a VXLAN (ndm_ifindex). It must be
	// given.
	Index int

	// Flags say first whose entries these are: with FlagSelf those of Index
	// itself, the bridge or the VXLAN; with FlagMaster those that a bridge has of
	// its port Index. Neither stands for FlagSelf if there is a Dst, UDPPort, VNI,
	// SrcVNI or NHID, and else for FlagMaster. The other flags
	// are what an entry must have of those in FlagsMask (ndm_flags,
	// NDA_NDM_FLAGS_MASK). A bridge knows FlagExtLearned, FlagOffloaded,
	// FlagSticky, and FlagUse for the entries that were added by a request; a
	// VXLAN knows FlagExtLearned, FlagOffloaded and FlagRouter.
	Flags, FlagsMask Flags

	// State is what an entry must have of the states in StateMask (ndm_state,
	// NDA_NDM_STATE_MASK): StatePermanent and StateNoARP. So a mask of both with
	// neither in State deletes the entries that age, and a bridge's that have
	// FlagExtLearned.
	State, StateMask State

	// VLAN is the VLAN of a bridge's entries (NDA_VLAN).
	VLAN uint16

	// Port is the port of the bridge, if Index is the bridge (NDA_IFINDEX).
	Port int

	// What follows is for a VXLAN (since Linux 6.7): the endpoint (NDA_DST), its
	// UDP port (NDA_PORT), the network identifiers to send with and that the
	// entry is for (NDA_VNI, NDA_SRC_VNI; nil matches any), and the nexthop
	// group (NDA_NH_ID).
	Dst         netip.Addr
	UDPPort     uint16
	VNI, SrcVNI *uint32
	NHID        uint32
}

// FlushFDB returns a request to delete many forwarding entries at once: all those
// that match f (RTM_DELNEIGH with NLM_F_BULK). That none does is no error. It
// needs Linux 5.19. An older kernel refuses it: with EINVAL, as a request that
// names no address or has unknown attributes, or with EOPNOTSUPP.
func FlushFDB(f *FDBFlush) nlmsg.Request {
	return nlmsg.Request{Op: "fdb flush", Type: linux.RTM_DELNEIGH,
		Flags: linux.NLM_F_BULK | linux.NLM_F_ACK, Body: flushBody{f}}
}

// flushBody is the body of a request for deletion in bulk.
type flushBody struct{ *FDBFlush }

func (b flushBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

// encode refuses what is not in the mask that belongs to it: without the mask the
// kernel would ignore it, and delete everything.
func (b flushBody) encode(e *rtattr.Encoder) {
	switch {
	case b.FDBFlush == nil:
		e.Fail(0, errors.New("what to flush is nil"))
		return
	case b.Index <= 0 || int64(b.Index) > math.MaxInt32:
		e.Fail(0, noIndex(b.Index))
		return
	case (b.Flags|b.FlagsMask)>>extShift != 0:
		e.Fail(linux.NDA_NDM_FLAGS_MASK, fmt.Errorf("%v: only flags of the header can be asked for", b.Flags|b.FlagsMask))
		return
	case b.Flags&^(b.FlagsMask|FlagSelf|FlagMaster) != 0:
		e.Fail(linux.NDA_NDM_FLAGS_MASK, fmt.Errorf("the mask %v lacks some of the flags %v", b.FlagsMask, b.Flags))
		return
	case b.State&^b.StateMask != 0:
		e.Fail(linux.NDA_NDM_STATE_MASK, fmt.Errorf("the mask %v lacks some of the state %v", b.StateMask, b.State))
		return
	}
	owner := FlagMaster
	if b.ofVXLAN() {
		owner = FlagSelf
	}
	header{family: linux.AF_BRIDGE, index: b.Index, state: b.State, flags: b.Flags.ownedBy(owner)}.encode(e, false)
	if b.VLAN != 0 {
		checkVLAN(e, b.VLAN)
		e.Uint16(linux.NDA_VLAN, b.VLAN)
	}
	if b.Port != 0 {
		e.Index(linux.NDA_IFINDEX, b.Port)
	}
	if b.Dst.IsValid() && checkDst(e, b.Dst) {
		e.Addr(linux.NDA_DST, b.Dst)
	}
	if b.UDPPort != 0 {
		e.Uint16BE(linux.NDA_PORT, b.UDPPort)
	}
	checkVNI(e, linux.NDA_VNI, b.VNI)
	rtattr.Opt(e.Uint32, linux.NDA_VNI, b.VNI)
	checkVNI(e, linux.NDA_SRC_VNI, b.SrcVNI)
	rtattr.Opt(e.Uint32, linux.NDA_SRC_VNI, b.SrcVNI)
	if b.NHID != 0 {
		e.Uint32(linux.NDA_NH_ID, b.NHID)
	}
	if b.FlagsMask != 0 {
		e.Uint8(linux.NDA_NDM_FLAGS_MASK, uint8(b.FlagsMask))
	}
	if b.StateMask != 0 {
		e.Uint16(linux.NDA_NDM_STATE_MASK, uint16(b.StateMask))
	}
}

// ofVXLAN reports whether b says what only the entries of a VXLAN have.
func (b flushBody) ofVXLAN() bool {
	return b.Dst.IsValid() || b.UDPPort != 0 || b.VNI != nil || b.SrcVNI != nil || b.NHID != 0
}

// String returns the interface that is to be flushed.
func (b flushBody) String() string {
	if b.FDBFlush == nil {
		return ""
	}
	return fmt.Sprintf("of index %d", b.Index)
}
