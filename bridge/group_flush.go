package bridge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// GroupFlush says which entries of a multicast database [FlushGroups] deletes.
// Zero fields match any value.
type GroupFlush struct {
	// Bridge is the index of the bridge or of the VXLAN, and needed.
	Bridge int

	// Port is the index of a port.
	Port int

	// VLAN is that of the group.
	VLAN uint16

	// Permanent picks the permanent entries, or the others. Nil matches both
	// (MDBE_ATTR_STATE_MASK).
	Permanent *bool

	// Protocol is who made the entries, RTPROT_*.
	Protocol uint8

	// Dst, DstPort, VNI and SrcVNI are those of a VXLAN's entries.
	Dst         netip.Addr
	DstPort     uint16
	VNI, SrcVNI *uint32
}

// FlushGroups returns one request to delete all entries that match f (NLM_F_BULK,
// since Linux 6.8).
func FlushGroups(f *GroupFlush) nlmsg.Request {
	return nlmsg.Request{Op: "mdb flush", Type: linux.RTM_DELMDB, Flags: linux.NLM_F_BULK | linux.NLM_F_ACK, Body: flush{f}}
}

// flush is the body of a request to delete entries in bulk.
type flush struct{ *GroupFlush }

func (f flush) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	switch {
	case f.GroupFlush == nil:
		e.Fail(0, errors.New("what to flush is nil"))
	case !isIndex(f.Bridge):
		e.Fail(0, fmt.Errorf("ifindex: %d is the index of no bridge", f.Bridge))
	case f.Port != 0 && !isIndex(f.Port):
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("ifindex: %d is the index of no port", f.Port))
	case f.VLAN > maxVLAN:
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("vid: %d is no VLAN", f.VLAN))
	default:
		f.encode(e)
	}
	return e.Result()
}

func (f flush) encode(e *rtattr.Encoder) {
	putHeader(e, f.Bridge)
	b := e.StructAttr(linux.MDBA_SET_ENTRY, sizeofEntry)
	binary.NativeEndian.PutUint32(b, uint32(f.Port))
	binary.NativeEndian.PutUint16(b[6:], f.VLAN)
	if f.Permanent != nil && *f.Permanent {
		b[4] = linux.MDB_PERMANENT
	}
	attrs := e.Begin(linux.MDBA_SET_ENTRY_ATTRS)
	if f.Permanent != nil {
		e.Uint8(linux.MDBE_ATTR_STATE_MASK, linux.MDB_PERMANENT)
	}
	rtattr.NonZero(e.Uint8, linux.MDBE_ATTR_RTPROT, f.Protocol)
	putEnd(e, linux.MDBE_ATTR_DST, f.Dst)
	rtattr.NonZero(e.Uint16, linux.MDBE_ATTR_DST_PORT, f.DstPort)
	putVNI(e, linux.MDBE_ATTR_VNI, f.VNI)
	putVNI(e, linux.MDBE_ATTR_SRC_VNI, f.SrcVNI)
	e.EndOpt(attrs)
}

// String returns the bridge whose entries are to be deleted.
func (f flush) String() string {
	if f.GroupFlush == nil {
		return ""
	}
	return fmt.Sprintf("of bridge %d", f.Bridge)
}
