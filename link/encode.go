package link

import (
	"errors"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// encodeAll writes everything in l, as the kernel does.
func (l *Link) encodeAll(e *rtattr.Encoder) {
	l.encode(e, l.Family, l.Type, l.Index, l.Change, true, true)
	l.State.encode(e)
}

// encodeRequest writes what can be set, and checks what the kernel would cut or
// ignore without a word. rare is l.hasRare().
func (l *Link) encodeRequest(e *rtattr.Encoder, index int, rare bool) {
	// A mask of zero would count as all ones (rtnl_dev_combine_flags).
	l.encode(e, linux.AF_UNSPEC, 0, index, l.Change|l.Flags, false, rare)
}

// hasRare reports whether l has any of the attributes that most requests leave
// out. To look at all of them once, in one place, takes less time than to look
// at each where it is checked and again where it is written.
func (l *Link) hasRare() bool {
	return len(l.AltNames)|len(l.UnknownProps)|len(l.VFs)|len(l.UnknownVFs)|
		len(l.VFPorts)|len(l.UnknownVFPorts)|len(l.ParentDevName)|
		len(l.UnknownReasons)|len(l.UnknownInfo)|len(l.Unknown)|l.NewIndex != 0 ||
		l.NumTxQueues|l.NumRxQueues|uint32(l.OperState) != 0 ||
		l.TxQLen != nil || l.ParentIndex != nil || l.ParentNetNSID != nil || l.Group != nil || l.Alias != nil ||
		l.GSOMaxSegs != nil || l.GSOMaxSize != nil || l.GROMaxSize != nil ||
		l.GSOIPv4MaxSize != nil || l.GROIPv4MaxSize != nil ||
		l.Carrier != nil || l.LinkMode != nil || l.ProtoDown != nil || l.ProtoDownReason != nil ||
		l.AFSpec != nil || l.Port != nil || l.XDP != nil || l.Map != nil || l.PortSelf != nil
}

// encode writes struct ifinfomsg and the attributes that a link and a request
// have in common, all of them in the first case: full is set then. rare is
// l.hasRare(), or true.
func (l *Link) encode(e *rtattr.Encoder, family uint8, typ uint16, index int, change uint32, full, rare bool) {
	putHeader(e, family, typ, index, l.Flags, change)
	if full {
		putString(e, linux.IFLA_IFNAME, l.Name)
		l.putProps(e)
	} else {
		if rare && len(l.AltNames)+len(l.UnknownProps) > 0 {
			e.Fail(linux.IFLA_PROP_LIST, errAltNames)
		}
		if l.Name != "" {
			e.IfName(linux.IFLA_IFNAME, l.Name)
		}
	}
	if l.HardwareAddr != nil {
		e.HardwareAddr(linux.IFLA_ADDRESS, l.HardwareAddr)
	}
	if l.Broadcast != nil {
		e.HardwareAddr(linux.IFLA_BROADCAST, l.Broadcast)
	}
	if l.MTU != 0 {
		putPositive(e, linux.IFLA_MTU, "MTU", l.MTU)
	}
	if rare {
		rtattr.Opt(e.Uint32, linux.IFLA_TXQLEN, l.TxQLen)
	}
	if l.Master != nil {
		e.Index(linux.IFLA_MASTER, *l.Master)
	}
	if rare {
		rtattr.Opt(e.Index, linux.IFLA_LINK, l.ParentIndex)
		rtattr.Opt(e.Int32, linux.IFLA_LINK_NETNSID, l.ParentNetNSID)
		putString(e, linux.IFLA_PARENT_DEV_NAME, l.ParentDevName)
	}
	if l.NetNS != nil {
		putNetNS(e, l.NetNS)
	}
	if rare {
		l.encodeRare(e, family, full)
	}
	if l.Data != nil || rare {
		l.encodeInfo(e, family, full)
		e.Raws(l.Unknown)
	}
}

// encodeRare writes those between IFLA_NET_NS_* and IFLA_LINKINFO.
func (l *Link) encodeRare(e *rtattr.Encoder, family uint8, full bool) {
	if l.NewIndex != 0 {
		putPositive(e, linux.IFLA_NEW_IFINDEX, "interface index", l.NewIndex)
	}
	rtattr.Opt(e.Uint32, linux.IFLA_GROUP, l.Group)
	if l.Alias != nil {
		putAlias(e, *l.Alias, full)
	}
	rtattr.NonZero(e.Uint32, linux.IFLA_NUM_TX_QUEUES, l.NumTxQueues)
	rtattr.NonZero(e.Uint32, linux.IFLA_NUM_RX_QUEUES, l.NumRxQueues)
	refuse(e, linux.IFLA_GSO_MAX_SEGS, !full && l.GSOMaxSegs != nil && *l.GSOMaxSegs > math.MaxUint16, errGSOMaxSegs)
	rtattr.Opt(e.Uint32, linux.IFLA_GSO_MAX_SEGS, l.GSOMaxSegs)
	rtattr.Opt(e.Uint32, linux.IFLA_GSO_MAX_SIZE, l.GSOMaxSize)
	rtattr.Opt(e.Uint32, linux.IFLA_GRO_MAX_SIZE, l.GROMaxSize)
	rtattr.Opt(e.Uint32, linux.IFLA_GSO_IPV4_MAX_SIZE, l.GSOIPv4MaxSize)
	rtattr.Opt(e.Uint32, linux.IFLA_GRO_IPV4_MAX_SIZE, l.GROIPv4MaxSize)
	rtattr.Opt(e.Bool, linux.IFLA_CARRIER, l.Carrier)
	rtattr.NonZero(e.Uint8, linux.IFLA_OPERSTATE, uint8(l.OperState))
	rtattr.Opt(e.Uint8, linux.IFLA_LINKMODE, l.LinkMode)
	rtattr.Opt(e.Bool, linux.IFLA_PROTO_DOWN, l.ProtoDown)
	if l.ProtoDownReason != nil || len(l.UnknownReasons) > 0 {
		l.putProtoDownReason(e, full)
	}
	if l.AFSpec != nil {
		l.AFSpec.encode(e, family, full)
	}
	if l.XDP != nil {
		l.XDP.encode(e, full)
	}
	if l.Map != nil {
		b := l.Map.bytes()
		e.Bytes(linux.IFLA_MAP, b[:])
	}
	if len(l.VFs)+len(l.UnknownVFs) > 0 {
		l.putVFs(e, full)
	}
	if len(l.VFPorts)+len(l.UnknownVFPorts) > 0 {
		l.putVFPorts(e, full)
	}
	if l.PortSelf != nil {
		nest := e.Begin(linux.IFLA_PORT_SELF)
		l.PortSelf.encode(e, full)
		e.End(nest)
	}
}

// Older kernels take the lower 16 bits of it for a new link.
var errGSOMaxSegs = errors.New("more than 65535 segments")

// putPositive appends a u32 that the kernel reads as a positive int.
func putPositive(e *rtattr.Encoder, typ uint16, what string, v int) {
	if v <= 0 || v > math.MaxInt32 {
		e.Fail(typ, fmt.Errorf("%s %d is out of range", what, v))
		return
	}
	e.Uint32(typ, uint32(v))
}

// putAlias appends an alias. A request has it without NUL, for an empty one
// deletes and a NUL would be a text of one byte.
func putAlias(e *rtattr.Encoder, alias string, full bool) {
	const limit = 255 // IFALIASZ less NUL, linux/if.h
	switch {
	case full:
		e.String(linux.IFLA_IFALIAS, alias)
	case len(alias) > limit:
		e.Fail(linux.IFLA_IFALIAS, fmt.Errorf("alias of %d bytes, at most %d fit", len(alias), limit))
	case hasNUL(alias):
		e.Fail(linux.IFLA_IFALIAS, errors.New("the alias holds a NUL"))
	default:
		copy(e.StructAttr(linux.IFLA_IFALIAS, len(alias)), alias)
	}
}

func (l *Link) putProps(e *rtattr.Encoder) {
	if len(l.AltNames)+len(l.UnknownProps) == 0 {
		return
	}
	e.Nest(linux.IFLA_PROP_LIST, func() {
		for _, name := range l.AltNames {
			e.String(linux.IFLA_ALT_IFNAME, name)
		}
		e.Raws(l.UnknownProps)
	})
}

func (l *Link) putProtoDownReason(e *rtattr.Encoder, full bool) {
	e.Nest(linux.IFLA_PROTO_DOWN_REASON, func() {
		if b := l.ProtoDownReason; b != nil {
			rtattr.NonZero(e.Uint32, linux.IFLA_PROTO_DOWN_REASON_MASK, b.mask(full))
			e.Uint32(linux.IFLA_PROTO_DOWN_REASON_VALUE, b.Value)
		}
		e.Raws(l.UnknownReasons)
	})
}
