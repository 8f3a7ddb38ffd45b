package link

import (
	"errors"
	"net"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// State is what the kernel says about a link and nobody can set. It is read
// only: requests leave it out.
type State struct {
	// QDisc is the name of the queueing discipline, IFLA_QDISC.
	QDisc string

	// Stats are the counters, IFLA_STATS64. They are nil if they were not
	// asked for. The same in 32 bits, IFLA_STATS, is not read.
	Stats *Stats

	// CarrierChanges counts how often the carrier came or went, CarrierUpCount
	// and CarrierDownCount each way (IFLA_CARRIER_CHANGES,
	// IFLA_CARRIER_UP_COUNT, IFLA_CARRIER_DOWN_COUNT).
	CarrierChanges, CarrierUpCount, CarrierDownCount uint32

	// Promiscuity and AllMulti count who wants all packets (IFLA_PROMISCUITY)
	// or all multicast packets (IFLA_ALLMULTI).
	Promiscuity, AllMulti uint32

	// MinMTU and MaxMTU are the limits of MTU in bytes, 0 for none
	// (IFLA_MIN_MTU, IFLA_MAX_MTU).
	MinMTU, MaxMTU uint32

	// TSOMaxSize in bytes and TSOMaxSegs are the limits of the device for
	// segmentation offload (IFLA_TSO_MAX_SIZE, IFLA_TSO_MAX_SEGS).
	TSOMaxSize, TSOMaxSegs uint32

	// Headroom and Tailroom are the bytes that the device wants free before
	// and after a packet (IFLA_HEADROOM, IFLA_TAILROOM).
	Headroom, Tailroom uint16

	// PermAddress is the link-layer address that the device was made with,
	// IFLA_PERM_ADDRESS.
	PermAddress net.HardwareAddr

	// ParentDevBusName is the bus of ParentDevName, such as "pci"
	// (IFLA_PARENT_DEV_BUS_NAME).
	ParentDevBusName string

	// PhysPortID and PhysPortName tell the ports of a device apart, and
	// PhysSwitchID the switches (IFLA_PHYS_PORT_ID, IFLA_PHYS_PORT_NAME,
	// IFLA_PHYS_SWITCH_ID).
	PhysPortID   net.HardwareAddr
	PhysPortName string
	PhysSwitchID net.HardwareAddr

	// DevlinkPort is the link's port in devlink, IFLA_DEVLINK_PORT, and DPLLPin
	// the pin of its clock, IFLA_DPLL_PIN. They are nil if it has none.
	DevlinkPort *DevlinkPort
	DPLLPin     *DPLLPin

	// MaxPacingOffloadHorizon is how far ahead of time the device takes packets
	// and sends them when their time has come, IFLA_MAX_PACING_OFFLOAD_HORIZON, in
	// nanoseconds on the wire. Zero is not at all.
	MaxPacingOffloadHorizon time.Duration

	// NumVF is the number of virtual functions, IFLA_NUM_VF.
	NumVF uint32

	// NetNSImmutable says that the link cannot be moved to another namespace,
	// IFLA_NETNS_IMMUTABLE.
	NetNSImmutable bool

	// Event is why a notification was sent, IFLA_EVENT_*, or 0: 1 reboot, 2
	// features, 3 another port of a bond is active, 4 notify peers, 5 IGMP resend,
	// 6 options of a bond.
	Event uint32

	// NewNetNSID is the namespace that the link has left for, IFLA_NEW_NETNSID:
	// its id in this one, or -1. It is part of the notification of that.
	NewNetNSID *int32

	// ProtInfo is what IPv6 says about the link in a message of Family AF_INET6,
	// IFLA_PROTINFO. In other messages, AFSpec.Inet6 is that.
	ProtInfo *Inet6

	// XStats are statistics of the kind's own form, IFLA_INFO_XSTATS.
	XStats []byte

	// Rest are attributes that are read only and have no field here:
	// IFLA_WIRELESS, an event of the old wireless extensions; IFLA_PROTINFO of
	// families other than AF_BRIDGE and AF_INET6; IFLA_COST, IFLA_PRIORITY and
	// IFLA_WEIGHT, which the kernel has no use for.
	Rest []rtattr.Raw
}

func (s *State) encode(e *rtattr.Encoder) {
	putString(e, linux.IFLA_QDISC, s.QDisc)
	if s.Stats != nil {
		s.Stats.put(e.StructAttr(linux.IFLA_STATS64, statsLen))
		s.Stats.put32(e.StructAttr(linux.IFLA_STATS, stats32Len))
	}
	rtattr.NonZero(e.Uint32, linux.IFLA_CARRIER_CHANGES, s.CarrierChanges)
	rtattr.NonZero(e.Uint32, linux.IFLA_CARRIER_UP_COUNT, s.CarrierUpCount)
	rtattr.NonZero(e.Uint32, linux.IFLA_CARRIER_DOWN_COUNT, s.CarrierDownCount)
	rtattr.NonZero(e.Uint32, linux.IFLA_PROMISCUITY, s.Promiscuity)
	rtattr.NonZero(e.Uint32, linux.IFLA_ALLMULTI, s.AllMulti)
	rtattr.NonZero(e.Uint32, linux.IFLA_MIN_MTU, s.MinMTU)
	rtattr.NonZero(e.Uint32, linux.IFLA_MAX_MTU, s.MaxMTU)
	rtattr.NonZero(e.Uint32, linux.IFLA_TSO_MAX_SIZE, s.TSOMaxSize)
	rtattr.NonZero(e.Uint32, linux.IFLA_TSO_MAX_SEGS, s.TSOMaxSegs)
	rtattr.NonZero(e.Uint16, linux.IFLA_HEADROOM, s.Headroom)
	rtattr.NonZero(e.Uint16, linux.IFLA_TAILROOM, s.Tailroom)
	putBytes(e, linux.IFLA_PERM_ADDRESS, s.PermAddress)
	putString(e, linux.IFLA_PARENT_DEV_BUS_NAME, s.ParentDevBusName)
	putBytes(e, linux.IFLA_PHYS_PORT_ID, s.PhysPortID)
	putString(e, linux.IFLA_PHYS_PORT_NAME, s.PhysPortName)
	putBytes(e, linux.IFLA_PHYS_SWITCH_ID, s.PhysSwitchID)
	if s.DevlinkPort != nil {
		e.Nest(linux.IFLA_DEVLINK_PORT, func() { s.DevlinkPort.encode(e) })
	}
	if p := s.DPLLPin; p != nil {
		e.Nest(linux.IFLA_DPLL_PIN, func() {
			e.Uint32(linux.DPLL_A_PIN_ID, p.ID)
			e.Raws(p.Unknown)
		})
	}
	refuse(e, linux.IFLA_MAX_PACING_OFFLOAD_HORIZON, s.MaxPacingOffloadHorizon < 0, errHorizon)
	rtattr.NonZero(e.Uint, linux.IFLA_MAX_PACING_OFFLOAD_HORIZON, uint64(s.MaxPacingOffloadHorizon))
	rtattr.NonZero(e.Uint32, linux.IFLA_NUM_VF, s.NumVF)
	rtattr.NonZero(e.Bool, linux.IFLA_NETNS_IMMUTABLE, s.NetNSImmutable)
	rtattr.NonZero(e.Uint32, linux.IFLA_EVENT, s.Event)
	rtattr.Opt(e.Int32, linux.IFLA_NEW_NETNSID, s.NewNetNSID)
	if s.ProtInfo != nil {
		e.Nest(linux.IFLA_PROTINFO, func() { s.ProtInfo.encode(e, true) })
	}
	e.Raws(s.Rest)
}

var errHorizon = errors.New("the time is below zero")

func putString(e *rtattr.Encoder, typ uint16, s string) {
	if s != "" {
		e.String(typ, s)
	}
}

func putBytes(e *rtattr.Encoder, typ uint16, b []byte) {
	if len(b) > 0 {
		e.Bytes(typ, b)
	}
}
