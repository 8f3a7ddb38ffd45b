package link

import (
	"fmt"
	"math"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// decode reads the body of a message into l, which is zero. peer says that it
// is the one within VETH_INFO_PEER.
func (l *Link) decode(d *rtattr.Decoder, peer bool) {
	l.decodeHeader(d)
	var info rtattr.Value
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_IFNAME:
			l.Name = v.Str()
		case linux.IFLA_PROP_LIST:
			l.decodeProps(v.Nest())
		case linux.IFLA_ADDRESS:
			l.HardwareAddr = hardwareAddr(v)
		case linux.IFLA_BROADCAST:
			l.Broadcast = hardwareAddr(v)
		case linux.IFLA_MTU:
			l.MTU = natural(v)
		case linux.IFLA_TXQLEN:
			l.TxQLen = new(v.Uint32())
		case linux.IFLA_MASTER:
			l.Master = new(natural(v))
		case linux.IFLA_LINK:
			l.ParentIndex = new(natural(v))
		case linux.IFLA_LINK_NETNSID:
			l.ParentNetNSID = new(v.Int32())
		case linux.IFLA_NET_NS_FD, linux.IFLA_NET_NS_PID, linux.IFLA_TARGET_NETNSID:
			l.decodeNetNS(typ, v)
		case linux.IFLA_NEW_IFINDEX:
			l.NewIndex = natural(v)
		case linux.IFLA_GROUP:
			l.Group = new(v.Uint32())
		case linux.IFLA_IFALIAS:
			l.Alias = new(v.Str())
		case linux.IFLA_NUM_TX_QUEUES:
			l.NumTxQueues = v.Uint32()
		case linux.IFLA_NUM_RX_QUEUES:
			l.NumRxQueues = v.Uint32()
		case linux.IFLA_GSO_MAX_SEGS:
			l.GSOMaxSegs = new(v.Uint32())
		case linux.IFLA_GSO_MAX_SIZE:
			l.GSOMaxSize = new(v.Uint32())
		case linux.IFLA_GRO_MAX_SIZE:
			l.GROMaxSize = new(v.Uint32())
		case linux.IFLA_GSO_IPV4_MAX_SIZE:
			l.GSOIPv4MaxSize = new(v.Uint32())
		case linux.IFLA_GRO_IPV4_MAX_SIZE:
			l.GROIPv4MaxSize = new(v.Uint32())
		case linux.IFLA_CARRIER:
			l.Carrier = new(v.Bool())
		case linux.IFLA_OPERSTATE:
			l.OperState = OperState(v.Uint8())
		case linux.IFLA_LINKMODE:
			l.LinkMode = new(v.Uint8())
		case linux.IFLA_PROTO_DOWN:
			l.ProtoDown = new(v.Bool())
		case linux.IFLA_PROTO_DOWN_REASON:
			l.decodeProtoDownReason(v.Nest())
		case linux.IFLA_AF_SPEC:
			l.AFSpec = decodeAFSpec(v.Nest(), l.Family)
		case linux.IFLA_VFINFO_LIST:
			l.decodeVFs(v.Nest())
		case linux.IFLA_LINKINFO:
			info = v
		case linux.IFLA_PROTINFO:
			l.decodeProtInfo(v)
		case linux.IFLA_PAD:
		default:
			if !l.State.decode(typ, v) {
				l.Unknown = append(l.Unknown, v.Raw())
			}
		}
	}
	l.decodeInfo(info.Nest(), peer)
}

// natural returns a u32 that fits a positive int everywhere.
func natural(v rtattr.Value) int {
	n := v.Uint32()
	if n > math.MaxInt32 {
		v.Fail(fmt.Errorf("%d is out of range", n))
		return 0
	}
	return int(n)
}

func hardwareAddr(v rtattr.Value) net.HardwareAddr {
	const limit = 32 // MAX_ADDR_LEN, linux/netdevice.h
	a := v.HardwareAddr()
	if len(a) > limit {
		v.Fail(fmt.Errorf("link-layer address of %d bytes, at most %d are right", len(a), limit))
		return nil
	}
	return a
}

func (l *Link) decodeProps(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_ALT_IFNAME:
			l.AltNames = append(l.AltNames, v.Str())
		default:
			l.UnknownProps = append(l.UnknownProps, v.Raw())
		}
	}
}

func (l *Link) decodeProtoDownReason(d *rtattr.Decoder) {
	l.ProtoDownReason = new(Bits)
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_PROTO_DOWN_REASON_MASK:
			l.ProtoDownReason.Mask = v.Uint32()
		case linux.IFLA_PROTO_DOWN_REASON_VALUE:
			l.ProtoDownReason.Value = v.Uint32()
		default:
			l.UnknownReasons = append(l.UnknownReasons, v.Raw())
		}
	}
}
