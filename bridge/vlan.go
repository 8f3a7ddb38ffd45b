package bridge

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VLAN is a VLAN, or a range of them, that a port or the bridge itself is a member
// of: BRIDGE_VLANDB_ENTRY, with BRIDGE_VLANDB_ENTRY_* of linux/if_bridge.h.
type VLAN struct {
	// ID is the number of the VLAN, 1 to 4094 (vid of struct bridge_vlan_info),
	// and Last that of the last one of a range, which begins with ID
	// (BRIDGE_VLANDB_ENTRY_RANGE). Zero in Last stands for no range.
	ID, Last uint16

	// PVID says that frames without tag belong to the VLAN as they come in, and
	// Untagged that its frames go out without (BRIDGE_VLAN_INFO_PVID,
	// BRIDGE_VLAN_INFO_UNTAGGED). In a request of [SetVLANs] they do not count.
	PVID, Untagged bool

	// Flags are other BRIDGE_VLAN_INFO_* (flags). Requests need none.
	Flags uint16

	// State is that of the spanning tree, [StateForwarding] and others
	// (BRIDGE_VLANDB_ENTRY_STATE). Nil leaves it out.
	State *uint8

	// TunnelID is the id of the tunnel that frames of the VLAN go through, such as
	// the network of a VXLAN; of a range, that of the first VLAN, and the others
	// follow (BRIDGE_VLANDB_TINFO_ID). It needs the port's VLANTunnel. Nil leaves
	// it out. DelTunnel takes it away.
	TunnelID  *uint32
	DelTunnel bool

	// McastRouter says whether there is a multicast router: 0 never, 1 if
	// detected, 2 always (BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, since Linux 5.15). Nil
	// leaves it out.
	McastRouter *uint8

	// McastNGroups is how many groups have members here
	// (BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS). It is read only. McastMaxGroups is how
	// many there may be, zero for any number
	// (BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS). Nil leaves it out.
	McastNGroups   *uint32
	McastMaxGroups *uint32

	// NeighSuppress answers requests for neighbours in place of those who are
	// known (BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS), and NeighForwardGrat lets
	// announcements through even so (BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT). Nil
	// leaves them out.
	NeighSuppress    *bool
	NeighForwardGrat *bool

	// Stats are the counters (BRIDGE_VLANDB_ENTRY_STATS), if they were asked for.
	// They are read only.
	Stats *VLANStats

	// Unknown are attributes that have no field here, and UnknownTunnel those in
	// BRIDGE_VLANDB_ENTRY_TUNNEL_INFO.
	Unknown, UnknownTunnel []rtattr.Raw
}

// The states of a spanning tree, BR_STATE_* of linux/if_bridge.h, for [VLAN].State.
const (
	StateDisabled   uint8 = iota // passes no frames, since it is down or told to
	StateListening               // spanning tree is finding out
	StateLearning                // learns addresses, does not forward yet
	StateForwarding              // passes frames
	StateBlocking                // spanning tree keeps it from making a loop
)

// VLANStats are the counters of a VLAN (BRIDGE_VLANDB_STATS_*).
type VLANStats struct {
	RxBytes, RxPackets, TxBytes, TxPackets uint64

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// String returns the number, or the first and the last, such as "100-200".
func (v VLAN) String() string {
	if v.Last != 0 {
		return fmt.Sprintf("%d-%d", v.ID, v.Last)
	}
	return fmt.Sprint(v.ID)
}

// Clone returns a copy of v that shares no memory with it.
func (v VLAN) Clone() VLAN { return deep.Copy(v) }

const sizeofInfo = 4 // struct bridge_vlan_info

// encode writes BRIDGE_VLANDB_ENTRY. full writes what the kernel alone says, too,
// and does not check.
func (v *VLAN) encode(e *rtattr.Encoder, flags uint16, full bool) {
	if !full {
		v.check(e)
	}
	entry := e.Begin(linux.BRIDGE_VLANDB_ENTRY)
	if v.PVID {
		flags |= linux.BRIDGE_VLAN_INFO_PVID
	}
	if v.Untagged {
		flags |= linux.BRIDGE_VLAN_INFO_UNTAGGED
	}
	b := e.StructAttr(linux.BRIDGE_VLANDB_ENTRY_INFO, sizeofInfo)
	binary.NativeEndian.PutUint16(b, v.Flags|flags)
	binary.NativeEndian.PutUint16(b[2:], v.ID)
	rtattr.NonZero(e.Uint16, linux.BRIDGE_VLANDB_ENTRY_RANGE, v.Last)
	rtattr.Opt(e.Uint8, linux.BRIDGE_VLANDB_ENTRY_STATE, v.State)
	v.encodeTunnel(e, full)
	rtattr.Opt(e.Uint8, linux.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, v.McastRouter)
	rtattr.Opt(e.Uint32, linux.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, v.McastMaxGroups)
	rtattr.Opt(e.Bool, linux.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, v.NeighSuppress)
	rtattr.Opt(e.Bool, linux.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, v.NeighForwardGrat)
	if full {
		rtattr.Opt(e.Uint32, linux.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, v.McastNGroups)
		if v.Stats != nil {
			v.Stats.encode(e)
		}
	}
	e.Raws(v.Unknown)
	e.End(entry)
}

func (v *VLAN) encodeTunnel(e *rtattr.Encoder, full bool) {
	tunnel := e.Begin(linux.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO)
	rtattr.Opt(e.Uint32, linux.BRIDGE_VLANDB_TINFO_ID, v.TunnelID)
	switch {
	case v.DelTunnel:
		e.Uint32(linux.BRIDGE_VLANDB_TINFO_CMD, linux.RTM_DELLINK)
	case v.TunnelID != nil && !full:
		e.Uint32(linux.BRIDGE_VLANDB_TINFO_CMD, linux.RTM_SETLINK)
	}
	e.Raws(v.UnknownTunnel)
	e.EndOpt(tunnel)
}

// check refuses what is no VLAN, and what says two things at once.
func (v *VLAN) check(e *rtattr.Encoder) {
	switch {
	case v.ID == 0 || v.ID > maxVLAN:
		e.Fail(linux.BRIDGE_VLANDB_ENTRY, fmt.Errorf("vid: %d is no VLAN", v.ID))
	case v.Last != 0 && (v.Last <= v.ID || v.Last > maxVLAN):
		e.Fail(linux.BRIDGE_VLANDB_ENTRY, fmt.Errorf("%v is no range of VLANs", *v))
	case v.PVID && v.Last != 0:
		e.Fail(linux.BRIDGE_VLANDB_ENTRY, fmt.Errorf("a port has one PVID, and %v are several", *v))
	case v.TunnelID != nil && v.DelTunnel:
		e.Fail(linux.BRIDGE_VLANDB_ENTRY, errors.New("a tunnel to be set and to be deleted"))
	}
}

func (v *VLAN) decode(d *rtattr.Decoder) {
	for typ, val := range d.All() {
		switch typ {
		case linux.BRIDGE_VLANDB_ENTRY_INFO:
			b := val.Struct(sizeofInfo)
			const plain = linux.BRIDGE_VLAN_INFO_PVID | linux.BRIDGE_VLAN_INFO_UNTAGGED
			flags := binary.NativeEndian.Uint16(b)
			v.PVID = flags&linux.BRIDGE_VLAN_INFO_PVID != 0
			v.Untagged = flags&linux.BRIDGE_VLAN_INFO_UNTAGGED != 0
			v.Flags = flags &^ plain
			v.ID = binary.NativeEndian.Uint16(b[2:])
		case linux.BRIDGE_VLANDB_ENTRY_RANGE:
			v.Last = val.Uint16()
		case linux.BRIDGE_VLANDB_ENTRY_STATE:
			v.State = new(val.Uint8())
		case linux.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO:
			v.decodeTunnel(val.Nest())
		case linux.BRIDGE_VLANDB_ENTRY_STATS:
			v.Stats = new(VLANStats)
			v.Stats.decode(val.Nest())
		case linux.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER:
			v.McastRouter = new(val.Uint8())
		case linux.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS:
			v.McastNGroups = new(val.Uint32())
		case linux.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS:
			v.McastMaxGroups = new(val.Uint32())
		case linux.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS:
			v.NeighSuppress = new(val.Bool())
		case linux.BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT:
			v.NeighForwardGrat = new(val.Bool())
		default:
			v.Unknown = append(v.Unknown, val.Raw())
		}
	}
}

func (v *VLAN) decodeTunnel(d *rtattr.Decoder) {
	for typ, val := range d.All() {
		switch typ {
		case linux.BRIDGE_VLANDB_TINFO_ID:
			v.TunnelID = new(val.Uint32())
		case linux.BRIDGE_VLANDB_TINFO_CMD:
			v.DelTunnel = val.Uint32() == linux.RTM_DELLINK
		default:
			v.UnknownTunnel = append(v.UnknownTunnel, val.Raw())
		}
	}
}

func (s *VLANStats) encode(e *rtattr.Encoder) {
	stats := e.Begin(linux.BRIDGE_VLANDB_ENTRY_STATS)
	e.Uint64(linux.BRIDGE_VLANDB_STATS_RX_BYTES, s.RxBytes)
	e.Uint64(linux.BRIDGE_VLANDB_STATS_RX_PACKETS, s.RxPackets)
	e.Uint64(linux.BRIDGE_VLANDB_STATS_TX_BYTES, s.TxBytes)
	e.Uint64(linux.BRIDGE_VLANDB_STATS_TX_PACKETS, s.TxPackets)
	e.Raws(s.Unknown)
	e.End(stats)
}

func (s *VLANStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BRIDGE_VLANDB_STATS_RX_BYTES:
			s.RxBytes = v.Uint64()
		case linux.BRIDGE_VLANDB_STATS_RX_PACKETS:
			s.RxPackets = v.Uint64()
		case linux.BRIDGE_VLANDB_STATS_TX_BYTES:
			s.TxBytes = v.Uint64()
		case linux.BRIDGE_VLANDB_STATS_TX_PACKETS:
			s.TxPackets = v.Uint64()
		case linux.BRIDGE_VLANDB_STATS_PAD:
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}
