package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NextHop is one of several ways of a route (RTA_MULTIPATH). On the wire it is
// struct rtnexthop of linux/rtnetlink.h, followed by attributes of its own:
//
//	 0               8               16              24            32
//	+-------------------------------+---------------+---------------+
//	| rtnh_len                      | rtnh_flags    | rtnh_hops     |
//	+-------------------------------+---------------+---------------+
//	| rtnh_ifindex                                                  |
//	+---------------------------------------------------------------+
//	| attributes: RTA_GATEWAY or RTA_VIA, RTA_FLOW, RTA_ENCAP, ...  |
//	+---------------------------------------------------------------+
type NextHop struct {
	// OIF is the index of the interface that packets leave by (rtnh_ifindex).
	// Zero stands for that of the gateway.
	OIF int

	// Gateway is the next router, as in [Route].
	Gateway netip.Addr

	// Weight is the share of packets, from 1 to 256, that this way gets
	// (rtnh_hops plus one). Zero stands for 1.
	Weight int

	// Flags are RTNH_F_* (rtnh_flags), as in [Route].
	Flags uint8

	// Flow holds the realms (RTA_FLOW), as in [Route].
	Flow uint32

	// Encap is what packets are wrapped in, as in [Route].
	Encap encap.Encap

	// Unknown are attributes that have no field here. They are sent as they
	// are.
	Unknown []rtattr.Raw
}

// sizeofNextHop is the size of struct rtnexthop.
const sizeofNextHop = 8

// maxWeight is what rtnh_hops, a u8, has room for.
const maxWeight = 256

func (n *NextHop) encode(e *rtattr.Encoder, dst netip.Addr, full bool) {
	weight := max(n.Weight, 1)
	switch {
	case n.Weight < 0 || n.Weight > maxWeight:
		e.Fail(0, fmt.Errorf("rtnh_hops: weight %d is not in the range of 1 to %d", n.Weight, maxWeight))
		return
	case n.OIF < 0 || int64(n.OIF) > 1<<31-1:
		e.Fail(0, fmt.Errorf("rtnh_ifindex: interface index %d is out of range", n.OIF))
		return
	}
	flags := n.Flags
	if !full {
		flags &^= state & 0xff
	}
	e.Row(sizeofNextHop, func(b []byte) {
		b[2] = flags
		b[3] = uint8(weight - 1)
		binary.NativeEndian.PutUint32(b[4:], uint32(n.OIF))
	}, func() {
		encodeGateway(e, dst, n.Gateway, full)
		rtattr.NonZero(e.Uint32, linux.RTA_FLOW, n.Flow)
		encodeEncap(e, dst, n.Encap, full)
		e.Raws(n.Unknown)
	})
}

func decodeMultiPath(v rtattr.Value, family uint8) []NextHop {
	rows := v.Rows(sizeofNextHop)
	hops := make([]NextHop, len(rows))
	for i, row := range rows {
		hops[i].decode(row, family)
	}
	return hops
}

func (n *NextHop) decode(d *rtattr.Decoder, family uint8) {
	h := d.Struct(sizeofNextHop)
	n.Flags = h[2]
	n.Weight = int(h[3]) + 1
	n.OIF = int(int32(binary.NativeEndian.Uint32(h[4:])))
	var encapType, encapData rtattr.Value
	for typ, v := range d.All() {
		switch typ {
		case linux.RTA_GATEWAY:
			n.Gateway = decodeAddr(v, family)
		case linux.RTA_VIA:
			decodeVia(v, &n.Gateway, &n.Unknown)
		case linux.RTA_FLOW:
			n.Flow = v.Uint32()
		case linux.RTA_ENCAP_TYPE:
			encapType = v
		case linux.RTA_ENCAP:
			encapData = v
		case linux.RTA_PAD:
		default:
			n.Unknown = append(n.Unknown, v.Raw())
		}
	}
	n.Encap = encap.Decode(encapType, encapData)
}

// encodeGateway appends a gateway, if there is one, of the family of dst as
// RTA_GATEWAY and of another as RTA_VIA (struct rtvia):
//
//	+---------------+---------------+-------------------------------+
//	| rtvia_family  | rtvia_addr, 4 or 16 bytes                     |
//	+---------------+-----------------------------------------------+
func encodeGateway(e *rtattr.Encoder, dst, gateway netip.Addr, full bool) {
	switch {
	case !gateway.IsValid():
	case gateway.Is4In6() && !full:
		e.Fail(linux.RTA_GATEWAY, mapped(gateway))
	case gateway.Is4() == dst.Is4():
		e.Addr(linux.RTA_GATEWAY, gateway)
	case !dst.Is4() && !full:
		e.Fail(linux.RTA_GATEWAY, fmt.Errorf("IPv4 address %v cannot be the gateway of an IPv6 route", gateway))
	case gateway.Zone() != "":
		e.Fail(linux.RTA_VIA, fmt.Errorf("%v: a zone cannot be sent, give the interface's index instead", gateway))
	default:
		x := gateway.AsSlice()
		b := e.StructAttr(linux.RTA_VIA, 2+len(x))
		binary.NativeEndian.PutUint16(b, uint16(familyOf(gateway)))
		copy(b[2:], x)
	}
}

// decodeVia decodes RTA_VIA. One of a family that is not IP is kept as it is.
func decodeVia(v rtattr.Value, gateway *netip.Addr, unknown *[]rtattr.Raw) {
	b := v.Bytes()
	if len(b) < 2 {
		v.Fail(errVia)
		return
	}
	family := binary.NativeEndian.Uint16(b)
	if family != linux.AF_INET && family != linux.AF_INET6 {
		*unknown = append(*unknown, v.Raw())
		return
	}
	x, _ := netip.AddrFromSlice(b[2:])
	if uint16(familyOf(x)) != family {
		v.Fail(errVia)
		return
	}
	*gateway = x
}

var errVia = errors.New("no address family, or an address of another")
