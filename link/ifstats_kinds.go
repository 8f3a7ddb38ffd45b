package link

import (
	"encoding/binary"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BridgeStats is what a bridge counts for itself, or for a port
// (LINK_XSTATS_TYPE_BRIDGE, with BRIDGE_XSTATS_* of linux/if_bridge.h).
type BridgeStats struct {
	// VLANs are the counters of each VLAN (BRIDGE_XSTATS_VLAN), if the bridge
	// counts by VLAN.
	VLANs []BridgeVLANStats

	// Mcast are packets of IGMP and MLD (BRIDGE_XSTATS_MCAST), if the bridge counts
	// them.
	Mcast *BridgeMcastStats

	// STP are those of the spanning tree (BRIDGE_XSTATS_STP), of a port.
	STP *BridgeSTPStats

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// BridgeVLANStats are the counters of a VLAN, struct bridge_vlan_xstats.
type BridgeVLANStats struct {
	RxBytes, RxPackets, TxBytes, TxPackets uint64

	VLAN  uint16 // its number
	Flags uint16 // BRIDGE_VLAN_INFO_*
}

// BridgeMcastStats are packets of IGMP and MLD, struct br_mcast_stats: those
// received and those sent.
type BridgeMcastStats struct {
	IGMPv1Queries, IGMPv2Queries, IGMPv3Queries RxTx
	IGMPLeaves                                  RxTx
	IGMPv1Reports, IGMPv2Reports, IGMPv3Reports RxTx
	IGMPParseErrors                             uint64
	MLDv1Queries, MLDv2Queries                  RxTx
	MLDLeaves                                   RxTx
	MLDv1Reports, MLDv2Reports                  RxTx
	MLDParseErrors                              uint64
	McastBytes, McastPackets                    RxTx
}

// RxTx counts what was received and what was sent.
type RxTx struct{ Rx, Tx uint64 }

// BridgeSTPStats are those of the spanning tree, struct bridge_stp_xstats.
type BridgeSTPStats struct {
	ToBlocking, ToForwarding uint64 // how often the port came into the state
	RxBPDU, TxBPDU           uint64 // packets
	RxTCN, TxTCN             uint64 // notifications of a topology change
}

// BondStats is what a bond counts for itself, or for a port
// (LINK_XSTATS_TYPE_BOND, with BOND_XSTATS_* of linux/if_bonding.h).
type BondStats struct {
	// LACP are packets of LACP (BOND_XSTATS_3AD). Nil stands for a bond of another
	// mode than [Bond8023AD].
	LACP *LACPStats

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// LACPStats are packets of LACP (BOND_3AD_STAT_* of linux/if_bonding.h): those with
// data (LACPDU), and those that ask whether frames are still on their way, and
// answer that (marker).
type LACPStats struct {
	LACPDURx, LACPDUTx               uint64
	LACPDUUnknownRx, LACPDUIllegalRx uint64
	MarkerRx, MarkerTx               uint64
	MarkerRespRx, MarkerRespTx       uint64
	MarkerUnknownRx                  uint64

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

const bridgeVLANStatsLen = 40 // struct bridge_vlan_xstats

func (s *BridgeStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BRIDGE_XSTATS_VLAN:
			b := v.Struct(bridgeVLANStatsLen)
			s.VLANs = append(s.VLANs, BridgeVLANStats{
				RxBytes: binary.NativeEndian.Uint64(b), RxPackets: binary.NativeEndian.Uint64(b[8:]),
				TxBytes: binary.NativeEndian.Uint64(b[16:]), TxPackets: binary.NativeEndian.Uint64(b[24:]),
				VLAN: binary.NativeEndian.Uint16(b[32:]), Flags: binary.NativeEndian.Uint16(b[34:]),
			})
		case linux.BRIDGE_XSTATS_MCAST:
			s.Mcast = new(BridgeMcastStats)
			counters(v, s.Mcast.fields()...)
		case linux.BRIDGE_XSTATS_STP:
			s.STP = new(BridgeSTPStats)
			counters(v, s.STP.fields()...)
		case linux.BRIDGE_XSTATS_PAD:
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}

func (s *BridgeStats) encode(e *rtattr.Encoder) {
	for _, v := range s.VLANs {
		b := e.StructAttr(linux.BRIDGE_XSTATS_VLAN, bridgeVLANStatsLen)
		for i, n := range []uint64{v.RxBytes, v.RxPackets, v.TxBytes, v.TxPackets} {
			binary.NativeEndian.PutUint64(b[8*i:], n)
		}
		binary.NativeEndian.PutUint16(b[32:], v.VLAN)
		binary.NativeEndian.PutUint16(b[34:], v.Flags)
	}
	if s.Mcast != nil {
		putCounters(e, linux.BRIDGE_XSTATS_MCAST, values(s.Mcast.fields())...)
	}
	if s.STP != nil {
		putCounters(e, linux.BRIDGE_XSTATS_STP, values(s.STP.fields())...)
	}
	e.Raws(s.Unknown)
}

// fields are in the order of the struct.
func (s *BridgeMcastStats) fields() []*uint64 {
	var list []*uint64
	both := func(counts ...*RxTx) {
		for _, c := range counts {
			list = append(list, &c.Rx, &c.Tx)
		}
	}
	both(&s.IGMPv1Queries, &s.IGMPv2Queries, &s.IGMPv3Queries, &s.IGMPLeaves)
	both(&s.IGMPv1Reports, &s.IGMPv2Reports, &s.IGMPv3Reports)
	list = append(list, &s.IGMPParseErrors)
	both(&s.MLDv1Queries, &s.MLDv2Queries, &s.MLDLeaves, &s.MLDv1Reports, &s.MLDv2Reports)
	list = append(list, &s.MLDParseErrors)
	both(&s.McastBytes, &s.McastPackets)
	return list
}

// fields are in the order of the struct.
func (s *BridgeSTPStats) fields() []*uint64 {
	return []*uint64{&s.ToBlocking, &s.ToForwarding, &s.RxBPDU, &s.TxBPDU, &s.RxTCN, &s.TxTCN}
}

// fields are in the order of BOND_3AD_STAT_*, from zero.
func (s *LACPStats) fields() []*uint64 {
	return []*uint64{
		&s.LACPDURx, &s.LACPDUTx, &s.LACPDUUnknownRx, &s.LACPDUIllegalRx,
		&s.MarkerRx, &s.MarkerTx, &s.MarkerRespRx, &s.MarkerRespTx, &s.MarkerUnknownRx,
	}
}

func (s *BondStats) decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		switch typ {
		case linux.BOND_XSTATS_3AD:
			s.LACP = new(LACPStats)
			s.LACP.decode(v.Nest())
		default:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}

func (s *LACPStats) decode(d *rtattr.Decoder) {
	fields := s.fields()
	for typ, v := range d.All() {
		switch {
		case int(typ) < len(fields):
			*fields[typ] = v.Uint64()
		case typ != linux.BOND_3AD_STAT_PAD:
			s.Unknown = append(s.Unknown, v.Raw())
		}
	}
}

func (s *BondStats) encode(e *rtattr.Encoder) {
	if s.LACP != nil {
		nest := e.Begin(linux.BOND_XSTATS_3AD)
		s.LACP.encode(e)
		e.End(nest)
	}
	e.Raws(s.Unknown)
}

func (s *LACPStats) encode(e *rtattr.Encoder) {
	for i, n := range s.fields() {
		e.Uint64(uint16(i), *n)
	}
	e.Raws(s.Unknown)
}
