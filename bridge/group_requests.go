package bridge

import (
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AddGroup returns a request to add an entry to the multicast database. One that
// exists already is EEXIST, which is [io/fs.ErrExist]. The bridge must be up.
func AddGroup(g *Group) nlmsg.Request {
	return groupRequest("mdb add", linux.RTM_NEWMDB, linux.NLM_F_CREATE|linux.NLM_F_EXCL, g)
}

// ReplaceGroup returns a request to add an entry, or to change the state, Mode,
// Sources and Protocol of the one that exists (since Linux 6.3).
func ReplaceGroup(g *Group) nlmsg.Request {
	return groupRequest("mdb replace", linux.RTM_NEWMDB, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, g)
}

// DelGroup returns a request to delete the entry with the group, Source, VLAN and
// Port of g, and of a VXLAN with its Dst and SrcVNI. An entry as it was read names
// itself. If there is none, a bridge fails with EINVAL.
func DelGroup(g *Group) nlmsg.Request {
	return nlmsg.Request{Op: "mdb del", Type: linux.RTM_DELMDB, Flags: linux.NLM_F_ACK, Body: deletedGroup{groupBody{g}}}
}

func groupRequest(op string, typ, flags uint16, g *Group) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: groupBody{g}}
}

// groupBody is a group to be added or changed.
type groupBody struct{ *Group }

func (b groupBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.Group == nil {
		e.Fail(0, errors.New("the group is nil"))
		return e.Result()
	}
	b.Group.encodeRequest(e, true)
	return e.Result()
}

// String returns what is to be added, changed or deleted, if it is not nil.
func (b groupBody) String() string {
	if b.Group == nil {
		return ""
	}
	return b.Group.String()
}

// deletedGroup is a group to be deleted, without what does not name it: the kernel
// checks that too.
type deletedGroup struct{ groupBody }

func (b deletedGroup) AppendBinary(buf []byte) ([]byte, error) {
	if b.Group != nil {
		named := *b.Group
		named.Mode, named.Sources, named.Protocol = nil, nil, 0
		b.Group = &named
	}
	return b.groupBody.AppendBinary(buf)
}

// encodeRequest writes what tells of a group on a port, or, without one, on any.
func (g *Group) encodeRequest(e *rtattr.Encoder, port bool) {
	switch {
	case !isIndex(g.Bridge):
		e.Fail(0, fmt.Errorf("ifindex: %d is the index of no bridge", g.Bridge))
		return
	case port && !isIndex(g.Port):
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("ifindex: %d is the index of no port", g.Port))
		return
	case g.Addr.IsValid() && g.HardwareAddr != nil:
		e.Fail(linux.MDBA_SET_ENTRY, errors.New("the group has an IP address and a link-layer address"))
		return
	case !g.Addr.IsValid() && len(g.HardwareAddr) != macLen:
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("the group has no IP address, and a link-layer address of %d bytes, want %d",
			len(g.HardwareAddr), macLen))
		return
	case g.Addr.Is4In6() || g.Addr.Zone() != "":
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("%v is an IPv4-mapped address or has a zone", g.Addr))
		return
	case g.VLAN > maxVLAN:
		e.Fail(linux.MDBA_SET_ENTRY, fmt.Errorf("vid: %d is no VLAN", g.VLAN))
		return
	}
	putHeader(e, g.Bridge)
	bare := *g
	bare.Flags = 0
	bare.putEntry(e, e.StructAttr(linux.MDBA_SET_ENTRY, sizeofEntry))
	attrs := e.Begin(linux.MDBA_SET_ENTRY_ATTRS)
	g.encodeAttrs(e)
	e.EndOpt(attrs)
}

func (g *Group) encodeAttrs(e *rtattr.Encoder) {
	g.putSource(e, linux.MDBE_ATTR_SOURCE, g.Source)
	if len(g.Sources) > 0 {
		list := e.Begin(linux.MDBE_ATTR_SRC_LIST)
		for _, s := range g.Sources {
			entry := e.Begin(linux.MDBE_SRC_LIST_ENTRY)
			if !s.Addr.IsValid() {
				e.Fail(linux.MDBE_SRCATTR_ADDRESS, errors.New("the source has no address"))
			}
			g.putSource(e, linux.MDBE_SRCATTR_ADDRESS, s.Addr)
			e.End(entry)
		}
		e.End(list)
	}
	if !g.Source.IsValid() {
		rtattr.Opt(e.Uint8, linux.MDBE_ATTR_GROUP_MODE, g.Mode)
	}
	rtattr.NonZero(e.Uint8, linux.MDBE_ATTR_RTPROT, g.Protocol)
	putEnd(e, linux.MDBE_ATTR_DST, g.Dst)
	rtattr.NonZero(e.Uint16, linux.MDBE_ATTR_DST_PORT, g.DstPort)
	putVNI(e, linux.MDBE_ATTR_VNI, g.VNI)
	rtattr.NonZero(e.Index, linux.MDBE_ATTR_IFINDEX, g.OIF)
	putVNI(e, linux.MDBE_ATTR_SRC_VNI, g.SrcVNI)
}

// putSource appends the address of a source, which must be of the group's family.
func (g *Group) putSource(e *rtattr.Encoder, typ uint16, source netip.Addr) {
	if source.IsValid() && source.BitLen() != g.Addr.BitLen() {
		e.Fail(typ, fmt.Errorf("source %v is not of the family of the group", source))
		return
	}
	putEnd(e, typ, source)
}

const maxVLAN = 4094 // VLAN_VID_MASK less one

func isIndex(n int) bool { return n > 0 && n <= math.MaxInt32 }
