package link

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VF is a virtual function of an SR-IOV device: IFLA_VF_INFO, with IFLA_VF_* of
// linux/if_link.h. Each attribute is a struct that begins with the function's
// number.
type VF struct {
	// ID is the number of the function, from 0.
	ID uint32

	// HardwareAddr is its link-layer address (IFLA_VF_MAC).
	HardwareAddr net.HardwareAddr

	// VLAN is the VLAN that all its frames belong to (IFLA_VF_VLAN), for which
	// a Protocol is an error, and VLANs the same with the EtherType of the tag
	// (IFLA_VF_VLAN_LIST), of which the kernel takes one.
	VLAN  *VFVLAN
	VLANs []VFVLAN

	// TxRate is how much it may send, in Mbit/s, 0 for any (IFLA_VF_TX_RATE).
	// Rate is the newer form, with a share that it is sure of (IFLA_VF_RATE).
	TxRate *uint32
	Rate   *VFRate

	// SpoofCheck lets only its own link-layer address out (IFLA_VF_SPOOFCHK),
	// Trust lets it change what is privileged (IFLA_VF_TRUST), and RSSQuery lets
	// it read how packets are spread to queues (IFLA_VF_RSS_QUERY_EN). They are
	// nil if the device does not say.
	SpoofCheck, Trust, RSSQuery *bool

	// LinkState is 0 as the device's own, 1 up, 2 down (IFLA_VF_LINK_STATE).
	LinkState *uint32

	// NodeGUID and PortGUID are those of an InfiniBand function
	// (IFLA_VF_IB_NODE_GUID, IFLA_VF_IB_PORT_GUID). A request with both is an
	// error, since the kernel looks at one: give them in two VFs of the same ID.
	NodeGUID, PortGUID *uint64

	// Broadcast is its link-layer broadcast address (IFLA_VF_BROADCAST). It is
	// read only. Kernels of before May 2026 may send other bytes behind it, up to
	// 32 in all.
	Broadcast net.HardwareAddr

	// Stats are its counters (IFLA_VF_STATS). They are read only.
	Stats *VFStats

	// Unknown are attributes that have no field here, and so are UnknownVLANs
	// in IFLA_VF_VLAN_LIST.
	Unknown, UnknownVLANs []rtattr.Raw
}

// VFVLAN is struct ifla_vf_vlan, or ifla_vf_vlan_info, which has a Protocol.
type VFVLAN struct {
	ID       uint32 // up to 4095, 0 for none
	QoS      uint32 // priority, 0 to 7
	Protocol uint16 // EtherType of the tag, 0x8100 or 0x88a8, in host byte order
}

// VFRate is struct ifla_vf_rate, in Mbit/s. Zero is no limit.
type VFRate struct {
	MinTx, MaxTx uint32
}

// VFStats are the counters of a virtual function, IFLA_VF_STATS_*.
type VFStats struct {
	RxPackets, TxPackets, RxBytes, TxBytes uint64
	Broadcast, Multicast                   uint64 // packets received
	RxDropped, TxDropped                   uint64

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

var (
	errVLANProtocol = errors.New("it has no room for a protocol: give the VLAN in VLANs")
	errVFAddr       = errors.New("the address has neither 6 bytes, as of Ethernet, nor 20, as of InfiniBand")
	errVFVLAN       = errors.New("a tag has room for VLANs up to 4095 and priorities up to 7")
	errTwoGUIDs     = errors.New("the kernel ignores it beside a NodeGUID: give it in a VF of its own")
)

// vfMACLen is the room for an address in struct ifla_vf_mac and struct
// ifla_vf_broadcast.
const vfMACLen = 32

// fits reports whether a tag has room for v. The kernel would hand the lower bits
// to the driver.
func (v VFVLAN) fits() bool { return v.ID < 1<<12 && v.QoS < 1<<3 }

func (l *Link) putVFs(e *rtattr.Encoder, full bool) {
	e.Nest(linux.IFLA_VFINFO_LIST, func() {
		for i := range l.VFs {
			e.Nest(linux.IFLA_VF_INFO, func() { l.VFs[i].encode(e, full) })
		}
		e.Raws(l.UnknownVFs)
	})
}

func (l *Link) decodeVFs(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_VF_INFO:
			var vf VF
			vf.decode(mem.nest(v), mem)
			l.VFs = append(l.VFs, vf)
		default:
			mem.raw(&l.UnknownVFs, v)
		}
	}
}

func (vf *VF) encode(e *rtattr.Encoder, full bool) {
	if a := vf.HardwareAddr; a != nil {
		refuse(e, linux.IFLA_VF_MAC, len(a) > vfMACLen || !full && !isVFAddr(a), errVFAddr)
		copy(vf.put(e, linux.IFLA_VF_MAC, vfMACLen), a)
	}
	if v := vf.VLAN; v != nil {
		refuse(e, linux.IFLA_VF_VLAN, v.Protocol != 0, errVLANProtocol)
		refuse(e, linux.IFLA_VF_VLAN, !full && !v.fits(), errVFVLAN)
		putUint32s(vf.put(e, linux.IFLA_VF_VLAN, 8), v.ID, v.QoS)
	}
	e.OptNest(linux.IFLA_VF_VLAN_LIST, func() {
		for _, v := range vf.VLANs {
			refuse(e, linux.IFLA_VF_VLAN_INFO, !full && !v.fits(), errVFVLAN)
			b := vf.put(e, linux.IFLA_VF_VLAN_INFO, 12)
			putUint32s(b, v.ID, v.QoS)
			binary.BigEndian.PutUint16(b[8:], v.Protocol)
		}
		e.Raws(vf.UnknownVLANs)
	})
	vf.putUint32(e, linux.IFLA_VF_TX_RATE, vf.TxRate)
	if r := vf.Rate; r != nil {
		putUint32s(vf.put(e, linux.IFLA_VF_RATE, 8), r.MinTx, r.MaxTx)
	}
	vf.putBool(e, linux.IFLA_VF_SPOOFCHK, vf.SpoofCheck)
	vf.putBool(e, linux.IFLA_VF_TRUST, vf.Trust)
	vf.putBool(e, linux.IFLA_VF_RSS_QUERY_EN, vf.RSSQuery)
	vf.putUint32(e, linux.IFLA_VF_LINK_STATE, vf.LinkState)
	refuse(e, linux.IFLA_VF_IB_PORT_GUID, vf.NodeGUID != nil && vf.PortGUID != nil && !full, errTwoGUIDs)
	vf.putGUID(e, linux.IFLA_VF_IB_NODE_GUID, vf.NodeGUID)
	vf.putGUID(e, linux.IFLA_VF_IB_PORT_GUID, vf.PortGUID)
	e.Raws(vf.Unknown)
	if !full {
		return
	}
	if !vf.hasNumber() {
		vf.putUint32(e, linux.IFLA_VF_SPOOFCHK, new(unsaid))
	}
	if a := vf.Broadcast; a != nil {
		refuse(e, linux.IFLA_VF_BROADCAST, len(a) > vfMACLen, errVFAddr)
		copy(e.StructAttr(linux.IFLA_VF_BROADCAST, vfMACLen), a)
	}
	if vf.Stats != nil {
		e.Nest(linux.IFLA_VF_STATS, func() { vf.Stats.encode(e) })
	}
}

func (vf *VF) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := range d.All() {
		switch typ {
		case linux.IFLA_VF_MAC:
			vf.HardwareAddr = trimAddr(vf.parse(v, vfMACLen))
		case linux.IFLA_VF_VLAN:
			b := vf.parse(v, 8)
			vf.VLAN = &VFVLAN{ID: native32(b), QoS: native32(b[4:])}
		case linux.IFLA_VF_VLAN_LIST:
			vf.decodeVLANs(mem.nest(v), mem)
		case linux.IFLA_VF_TX_RATE:
			vf.TxRate = new(native32(vf.parse(v, 4)))
		case linux.IFLA_VF_RATE:
			b := vf.parse(v, 8)
			vf.Rate = &VFRate{MinTx: native32(b), MaxTx: native32(b[4:])}
		case linux.IFLA_VF_SPOOFCHK:
			vf.SpoofCheck = vf.parseBool(v)
		case linux.IFLA_VF_TRUST:
			vf.Trust = vf.parseBool(v)
		case linux.IFLA_VF_RSS_QUERY_EN:
			vf.RSSQuery = vf.parseBool(v)
		case linux.IFLA_VF_LINK_STATE:
			vf.LinkState = new(native32(vf.parse(v, 4)))
		case linux.IFLA_VF_IB_NODE_GUID:
			vf.NodeGUID = vf.parseGUID(v)
		case linux.IFLA_VF_IB_PORT_GUID:
			vf.PortGUID = vf.parseGUID(v)
		case linux.IFLA_VF_BROADCAST:
			vf.Broadcast = trimAddr(v.Struct(vfMACLen))
		case linux.IFLA_VF_STATS:
			vf.Stats = new(VFStats)
			vf.Stats.decode(mem.nest(v), mem)
		default:
			mem.raw(&vf.Unknown, v)
		}
	}
}

// isVFAddr reports whether a has the length of an address. The struct has no
// length of it: the driver would take what is missing for zeros.
func isVFAddr(a net.HardwareAddr) bool { return len(a) == macLen || len(a) == 20 }

// trimAddr returns an address without the room that it does not need: that of
// Ethernet has 6 bytes, that of InfiniBand 20.
func trimAddr(b []byte) net.HardwareAddr {
	for _, n := range []int{macLen, 20} {
		if len(bytes.Trim(b[n:], "\x00")) == 0 {
			return bytes.Clone(b[:n])
		}
	}
	return bytes.Clone(b)
}
