package link

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VNIRange are networks of a [VXLAN] that has a VNIFilter: it takes the packets
// of these and drops those of others. It is VXLAN_VNIFILTER_ENTRY of
// linux/if_link.h, since Linux 5.18; see also bridge-vni(8).
type VNIRange struct {
	// First and Last are the networks, of 24 bits and not 0, both part of the
	// range (VXLAN_VNIFILTER_ENTRY_START, VXLAN_VNIFILTER_ENTRY_END). A Last of
	// zero stands for First; what is read always has one.
	First, Last uint32

	// Group is where packets of these networks go whose destination is not
	// known: another machine or a multicast group, which needs the VXLAN's Link
	// (VXLAN_VNIFILTER_ENTRY_GROUP, VXLAN_VNIFILTER_ENTRY_GROUP6). The zero Addr
	// leaves it to the VXLAN's Remote.
	Group netip.Addr

	// Stats are the counters, if they were asked for. They are read only.
	Stats *VNIStats

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// AddVNIs is the request that a VXLAN take the packets of some networks:
// RTM_NEWTUNNEL. One that it takes already gets the Group of its range, or none.
// If the kernel refuses one, those before it are added. ref must have an index.
func AddVNIs(ref Ref, ranges ...VNIRange) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link add networks of",
		Type:  linux.RTM_NEWTUNNEL,
		Flags: linux.NLM_F_ACK,
		Body:  vniBody{selectorOf(ref), ranges, true},
	}
}

// DelVNIs is the request that a VXLAN no longer take the packets of some networks:
// RTM_DELTUNNEL. First and Last of the ranges count, the rest is left out, so
// that they can be those that were read. If one is not taken, the error is
// fs.ErrNotExist, and those before it are deleted. ref must have an index.
func DelVNIs(ref Ref, ranges ...VNIRange) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link del networks of",
		Type:  linux.RTM_DELTUNNEL,
		Flags: linux.NLM_F_ACK,
		Body:  vniBody{selectorOf(ref), ranges, false},
	}
}

// vniBody are networks to add or to delete.
type vniBody struct {
	selector
	ranges []VNIRange
	add    bool
}

func (b vniBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b vniBody) encode(e *rtattr.Encoder) {
	b.check(e)
	putTunnelHeader(e, 0, b.index)
	if b.index == 0 {
		e.Fail(0, errors.New("a request about networks needs the link's index"))
	}
	if len(b.ranges) == 0 {
		e.Fail(linux.VXLAN_VNIFILTER_ENTRY, errors.New("no networks are given"))
	}
	for i := range b.ranges {
		r := &b.ranges[i]
		nest := e.Begin(linux.VXLAN_VNIFILTER_ENTRY)
		r.check(e)
		if b.add {
			r.encode(e, false)
		} else {
			(&VNIRange{First: r.First, Last: r.Last}).encode(e, false)
		}
		e.End(nest)
	}
}

// check refuses what the kernel takes and makes nothing of, or something else.
func (r *VNIRange) check(e *rtattr.Encoder) {
	const limit = 1<<24 - 1 // VXLAN_N_VID, net/vxlan.h
	refuseMapped(e, linux.VXLAN_VNIFILTER_ENTRY_GROUP6, r.Group)
	switch {
	case r.First == 0 || r.First > limit:
		e.Fail(linux.VXLAN_VNIFILTER_ENTRY_START, fmt.Errorf("network %d is out of range", r.First))
	case r.Last > limit:
		e.Fail(linux.VXLAN_VNIFILTER_ENTRY_END, fmt.Errorf("network %d is out of range", r.Last))
	case r.Last != 0 && r.Last < r.First:
		e.Fail(linux.VXLAN_VNIFILTER_ENTRY_END, fmt.Errorf("the last network, %d, is before the first, %d", r.Last, r.First))
	}
}

func (r *VNIRange) encode(e *rtattr.Encoder, full bool) {
	e.Uint32(linux.VXLAN_VNIFILTER_ENTRY_START, r.First)
	if r.Last != r.First {
		rtattr.NonZero(e.Uint32, linux.VXLAN_VNIFILTER_ENTRY_END, r.Last)
	}
	putAddrByFamily(e, linux.VXLAN_VNIFILTER_ENTRY_GROUP, linux.VXLAN_VNIFILTER_ENTRY_GROUP6, r.Group)
	if full && r.Stats != nil {
		r.Stats.encode(e)
	}
	e.Raws(r.Unknown)
}

// putTunnelHeader appends struct tunnel_msg.
func putTunnelHeader(e *rtattr.Encoder, flags uint8, index int) {
	if index < 0 || index > math.MaxInt32 {
		e.Fail(0, fmt.Errorf("interface index %d is out of range", index))
	}
	b := e.Struct(tunnelMsgLen)
	b[0] = linux.AF_BRIDGE
	b[1] = flags
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
}

const tunnelMsgLen = 8
