package link

import (
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"sync"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Link is a network interface: struct ifinfomsg and the attributes IFLA_* of
// linux/if_link.h. It says what a link is, when read, and what it is to be or
// to become, in a request.
//
// One rule holds for all fields. Where zero is no valid value, zero leaves the
// attribute out; where zero means something, the field is a pointer and nil
// leaves it out. What a request leaves out stays as it is, but for the Data of
// some tunnels: see [Set].
type Link struct {
	// Family is ifi_family. It is AF_BRIDGE in what the kernel says about the
	// ports of bridges, AF_INET6 in what IPv6 says about a link (the group
	// RTNLGRP_IPV6_IFINFO), else AF_UNSPEC. Requests do not need it.
	Family uint8

	// Type is ifi_type, the kind of hardware, ARPHRD_*: ARPHRD_ETHER is 1. It
	// is read only.
	Type uint16

	// Index is ifi_index, the number of the link in its namespace. In [Add] it
	// chooses the number; zero lets the kernel choose.
	Index int

	// Flags is ifi_flags, IFF_*, and Change is ifi_change, the mask of those
	// that a request sets or clears. A flag set in Flags is always part of the
	// mask, so Change is needed to clear one only. Flags that only the kernel
	// can set, such as IFF_RUNNING, are ignored by it.
	Flags, Change uint32

	// Name is IFLA_IFNAME, 1 to 15 bytes. If an added link has none, the kernel
	// makes one of the kind and a number; it also completes a name such as
	// "veth%d". In [Set] it is the new name.
	Name string

	// AltNames are other names of the link, up to 127 bytes each
	// (IFLA_PROP_LIST). [AddAltNames] and [DelAltNames] change them; other
	// requests refuse them, since the kernel would ignore them.
	AltNames []string

	// HardwareAddr is the link-layer address, IFLA_ADDRESS, such as a MAC
	// address. Nil leaves it out; the kernel gives an added link a random one. Of
	// one that is longer than the link's addresses it takes the first bytes, and
	// some tunnels and ipvlan take that of their end or their parent instead.
	// A bridge whose address was never set takes the lowest of its ports', which
	// changes as they come and go: set one to keep it.
	HardwareAddr net.HardwareAddr

	// Broadcast is the link-layer broadcast address, IFLA_BROADCAST. For a
	// tunnel it is the remote end. Nil leaves it out.
	Broadcast net.HardwareAddr

	// MTU is the largest packet in bytes, IFLA_MTU. Zero leaves it out. New tunnels
	// over IPv4 have at most what fits into IP, if it is larger.
	MTU int

	// TxQLen is the length of the transmit queue in packets, IFLA_TXQLEN. Nil
	// leaves it out.
	TxQLen *uint32

	// Master is the index of the bridge or other device that the link is a
	// port of, IFLA_MASTER. Zero removes the link from its master, nil leaves
	// it where it is.
	Master *int

	// ParentIndex is IFLA_LINK, the index of the link that this one sits on,
	// as for macvlan and vlan, or of the other end of a veth. It may be an
	// index of another namespace, see ParentNetNSID.
	ParentIndex *int

	// ParentNetNSID is the namespace of ParentIndex if that is another one,
	// IFLA_LINK_NETNSID: its id in this namespace, or -1 for one without an id.
	ParentNetNSID *int32

	// ParentDevName is the device below the link, such as "0000:03:00.0" of PCI,
	// IFLA_PARENT_DEV_NAME. A new link of kind "wwan" needs it, in place of
	// ParentIndex; the kernel ignores it for other kinds.
	ParentDevName string

	// NetNS is the namespace to create the link in or to move it to. Nil is
	// the namespace of the connection.
	NetNS NetNS

	// NewIndex is the index that the link has or is to have after a move to
	// another namespace, IFLA_NEW_IFINDEX. A request takes it together with
	// NetNS in [Set] only. In what is read, it is part of the notification that
	// the link has left.
	NewIndex int

	// Group is the number of the group of links that this one belongs to,
	// IFLA_GROUP. All are in group 0 at first. Nil leaves it out. See
	// [SetInGroup].
	Group *uint32

	// Alias is a free text of up to 255 bytes, IFLA_IFALIAS. Empty deletes it.
	Alias *string

	// NumTxQueues and NumRxQueues are the numbers of queues, IFLA_NUM_TX_QUEUES
	// and IFLA_NUM_RX_QUEUES. They are chosen when the link is created.
	NumTxQueues, NumRxQueues uint32

	// What segmentation offload may build and what receive offload may merge:
	// IFLA_GSO_MAX_SEGS in segments, the others in bytes (IFLA_GSO_MAX_SIZE,
	// IFLA_GRO_MAX_SIZE, IFLA_GSO_IPV4_MAX_SIZE, IFLA_GRO_IPV4_MAX_SIZE).
	GSOMaxSegs, GSOMaxSize, GROMaxSize, GSOIPv4MaxSize, GROIPv4MaxSize *uint32

	// Carrier says whether the link has a connection, IFLA_CARRIER. Few kinds
	// let it be set.
	Carrier *bool

	// OperState is the operational state of RFC 2863, IFLA_OPERSTATE. Set, it
	// is a hint for a device whose LinkMode is dormant. OperUnknown, which is
	// zero, leaves it out.
	OperState OperState

	// LinkMode is IFLA_LINKMODE: 0 default, 1 a program decides when the link
	// is up (dormant), 2 testing.
	LinkMode *uint8

	// ProtoDown says that a protocol holds the link down, IFLA_PROTO_DOWN, and
	// ProtoDownReason for which reasons, IFLA_PROTO_DOWN_REASON: numbers that
	// administrators give a meaning. Zero Bits take all reasons away.
	ProtoDown       *bool
	ProtoDownReason *Bits

	// AFSpec holds what belongs to address families, IFLA_AF_SPEC. A new link has
	// none yet, so that [Add] refuses it: set it afterwards.
	AFSpec *AFSpec

	// XDP is the program that packets which are received go to first, IFLA_XDP.
	// It is nil if there is none. See [SetXDP].
	XDP *XDP

	// Map is where an old device is on its bus, IFLA_MAP. Nil leaves it out, and
	// is what is read if all of it is zero.
	Map *HardwareMap

	// VFs are the virtual functions of an SR-IOV device, IFLA_VFINFO_LIST.
	VFs []VF

	// VFPorts are the ports of virtual functions at a switch that knows virtual
	// machines, IFLA_VF_PORTS, and PortSelf is that of the link itself,
	// IFLA_PORT_SELF. They are nil for a device without such.
	VFPorts  []PortProfile
	PortSelf *PortProfile

	// Data is the kind of the link with its own attributes: IFLA_INFO_KIND and
	// IFLA_INFO_DATA in IFLA_LINKINFO. It is nil for what is no virtual link,
	// and for lo. In Add it is needed; in Set nil leaves the kind's attributes
	// as they are.
	Data Kind

	// Port is what the link has as a port of its master: IFLA_INFO_SLAVE_KIND
	// and IFLA_INFO_SLAVE_DATA, or IFLA_PROTINFO in a message of AF_BRIDGE. It
	// is nil for what is no port, or of a master without such attributes.
	Port Kind

	// UnknownInfo are attributes in IFLA_LINKINFO that have no field here, and
	// so are UnknownProps in IFLA_PROP_LIST, UnknownReasons in
	// IFLA_PROTO_DOWN_REASON, UnknownVFs in IFLA_VFINFO_LIST and UnknownVFPorts
	// in IFLA_VF_PORTS.
	UnknownInfo, UnknownProps, UnknownReasons, UnknownVFs, UnknownVFPorts []rtattr.Raw

	// Unknown are attributes that have no field here, as a newer kernel may
	// send them. Requests send them as they are.
	Unknown []rtattr.Raw

	// State is what the kernel alone says. Requests leave it out.
	State
}

// ifinfomsgLen is the size of struct ifinfomsg.
const ifinfomsgLen = 16

// String returns the name in quotes or, without one, "index 3".
func (l Link) String() string {
	if l.Name != "" {
		return Name(l.Name).String()
	}
	return Index(l.Index).String()
}

// AppendBinary appends all of l, what is read only as well, to b: the body of a
// message as the kernel sends it. [Add] and [Set] make requests.
func (l Link) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(b)
	l.encodeAll(e)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWLINK, fmt.Sprintf("link %v", l), err)
	}
	return out, err
}

// Decode returns the link in a message: in an answer, or in a notification that
// it is new or changed (RTM_NEWLINK) or gone (RTM_DELLINK): m.Type says which. Raw
// bytes in it are part of m.Data; [Link.Clone] gives it bytes of its own.
//
// In a message with Family AF_BRIDGE the type is about the port: RTM_DELLINK says
// that the link is no longer a port of the bridge. The link itself still exists.
func Decode(m nlmsg.Message) (*Link, error) {
	mem := memories.Get().(*memory)
	*mem = linkMemory()
	defer func() {
		*mem = memory{}
		memories.Put(mem)
	}()
	l := new(Link)
	if err := l.decodeMessage(&m, mem); err != nil {
		return nil, err
	}
	return l, nil
}

// memories saves an allocation in Decode.
var memories = sync.Pool{New: func() any { return new(memory) }}

// decodeMessage decodes m into l, which is zero.
func (l *Link) decodeMessage(m *nlmsg.Message, mem *memory) error {
	switch m.Type {
	case linux.RTM_NEWLINK, linux.RTM_DELLINK, linux.RTM_GETLINK, linux.RTM_SETLINK,
		linux.RTM_NEWLINKPROP, linux.RTM_DELLINKPROP:
	default:
		return fmt.Errorf("link decode: message of type %d, want RTM_NEWLINK", m.Type)
	}
	d := mem.begin(m)
	l.decode(d, mem, false)
	if err := d.Err(); err != nil {
		return fmt.Errorf("link decode: %w", nlmsg.NameError(*m, err))
	}
	return nil
}

// putHeader appends struct ifinfomsg.
func putHeader(e *rtattr.Encoder, family uint8, typ uint16, index int, flags, change uint32) {
	if index < 0 || index > math.MaxInt32 {
		failHeader(e, index)
		return
	}
	b := e.Struct(ifinfomsgLen)
	b[0] = family
	binary.NativeEndian.PutUint16(b[2:], typ)
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	binary.NativeEndian.PutUint32(b[8:], flags)
	binary.NativeEndian.PutUint32(b[12:], change)
}

func failHeader(e *rtattr.Encoder, index int) {
	e.Fail(0, fmt.Errorf("interface index %d is out of range", index))
	e.Struct(ifinfomsgLen) // after which the attributes are found
}

func (l *Link) decodeHeader(d *rtattr.Decoder) {
	b := d.Struct(ifinfomsgLen)
	l.Family = b[0]
	l.Type = binary.NativeEndian.Uint16(b[2:])
	l.Index = int(int32(binary.NativeEndian.Uint32(b[4:])))
	l.Flags = binary.NativeEndian.Uint32(b[8:])
	l.Change = binary.NativeEndian.Uint32(b[12:])
	if l.Index < 0 {
		d.Fail(fmt.Errorf("interface index %d is negative", l.Index))
	}
}
