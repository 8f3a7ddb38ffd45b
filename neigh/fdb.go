package neigh

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// FDB is an entry of a forwarding database: where a bridge or a VXLAN sends
// frames to a MAC address, or an address that an interface itself takes frames
// for. Its message is that of a neighbour with family AF_BRIDGE.
//
// State says how long it stays. A request needs one of these:
//
//	StatePermanent             an address of the bridge's own ("permanent", "local")
//	StateNoARP|StatePermanent  the same, as iproute2 says it
//	StateNoARP|StateReachable  an entry that stays ("static")
//	StateReachable             an entry that ages as if it were learned ("dynamic")
//
// A bridge refuses the last with EPERM for a port that does not forward yet.
// For interfaces that are no bridge, such as a VXLAN, StatePermanent is what
// stays.
// What is read of a bridge has one state: StatePermanent, StateNoARP, or
// StateReachable and then StateStale. A VXLAN keeps what it was given. A bridge's
// entry with FlagExtLearned stays whatever its State is.
type FDB struct {
	// Index is the port of the bridge, the bridge for an address of its own,
	// or the interface whose entry it is (ndm_ifindex). All changes need it.
	Index int

	// MAC is the address, 6 bytes (NDA_LLADDR). All changes but those in bulk
	// need it. A VXLAN sends frames without an entry to those of the zero
	// address.
	MAC net.HardwareAddr

	// State is how long the entry stays (ndm_state).
	State State

	// Flags are those of the entry (ndm_flags, NDA_FLAGS_EXT). FlagMaster and
	// FlagSelf choose whose entry it is: FlagMaster that of the bridge that
	// Index is a port of, FlagSelf that of the interface itself. What is read of
	// a bridge has neither. In a request, neither stands for FlagSelf if there
	// is a Dst, Port, VNI, SrcVNI, NHID or Via, or if Index and Master are the
	// same, and else for FlagMaster. With FlagMaster alone, those fields are
	// refused: a bridge would ignore them.
	Flags Flags

	// Type is RTN_* (ndm_type). The kernel ignores it in requests.
	Type uint8

	// Master is the bridge whose entry it is (NDA_MASTER). It is the kernel's
	// report, which it ignores in changes.
	Master int

	// VLAN is the VLAN, 1 to 4094 (NDA_VLAN). Zero stands for none; in a
	// change, for none and for each VLAN of the port.
	VLAN uint16

	// Dst is the IP address of the VXLAN endpoint to send to (NDA_DST). The
	// zero Addr stands for none.
	Dst netip.Addr

	// Port is the UDP port of the endpoint (NDA_PORT, big-endian). Zero stands
	// for the VXLAN's own.
	Port uint16

	// VNI is the network identifier to send with (NDA_VNI), at most 24 bits.
	// Nil stands for the VXLAN's own.
	VNI *uint32

	// SrcVNI is the network identifier that the entry is for (NDA_SRC_VNI), if
	// the VXLAN has many ("external"). Nil stands for the VXLAN's own. One that has
	// a single network takes any number and reports none, so that such an entry
	// is not deleted by what was read of it.
	SrcVNI *uint32

	// NHID is the nexthop group, one for forwarding entries, to take the
	// endpoints from (NDA_NH_ID). Zero stands for none.
	NHID uint32

	// Via is the interface to send through (NDA_IFINDEX). Zero stands for what
	// the routing table says.
	Via int

	// LinkNetNSID is the id of the namespace that Via and the endpoints are in
	// (NDA_LINK_NETNSID). Nil stands for that of the VXLAN. It is the kernel's
	// report, which it ignores in requests.
	LinkNetNSID *int32

	// Ext are further settings (NDA_FDB_EXT_ATTRS). Nil stands for none.
	Ext *FDBExt

	// Used and Updated are how long ago the entry was last used, and last
	// changed (ndm_used and ndm_updated of NDA_CACHEINFO), in hundredths of a
	// second on the wire. Confirmed and Refs, for which a forwarding database
	// has no use, are zero as a rule. They are not sent.
	Confirmed, Used, Updated time.Duration
	Refs                     uint32

	// Unknown are attributes that have no field here. They are sent as they
	// are. See [FDB.Clone].
	Unknown []rtattr.Raw
}

// FDBExt are settings of a bridge's entry (NFEA_*). They are for entries that a
// program keeps for hosts which several bridges serve.
type FDBExt struct {
	// ActivityNotify says whether the kernel tells when the host behind an
	// entry that stays falls silent and when it is heard again
	// (NFEA_ACTIVITY_NOTIFY): FDB_NOTIFY_BIT turns that on, and with
	// FDB_NOTIFY_INACTIVE_BIT the host counts as silent already. Zero turns it
	// off, nil leaves it as it is.
	ActivityNotify *uint8

	// DontRefresh leaves Updated as it is (NFEA_DONT_REFRESH). It is for
	// requests.
	DontRefresh bool

	// Unknown are attributes that have no field here. They are sent as they
	// are.
	Unknown []rtattr.Raw
}

// String returns the address, what belongs to it and the interface, such as
// "02:00:00:00:00:05 vlan 10 on index 3" and
// "00:00:00:00:00:00 dst 192.0.2.5 on index 4".
func (f FDB) String() string {
	var b strings.Builder
	if b.WriteString(f.MAC.String()); len(f.MAC) == 0 {
		b.WriteString("no address")
	}
	if f.VLAN != 0 {
		fmt.Fprintf(&b, " vlan %d", f.VLAN)
	}
	if f.SrcVNI != nil {
		fmt.Fprintf(&b, " src_vni %d", *f.SrcVNI)
	}
	if f.Dst.IsValid() {
		fmt.Fprintf(&b, " dst %v", f.Dst)
	}
	fmt.Fprintf(&b, " on index %d", f.Index)
	return b.String()
}

// Clone returns a copy of f that shares no memory with it. The Unknown
// attributes of an entry from [AllFDB] or [DecodeFDB] are part of the received
// message and valid only as long as that is.
func (f FDB) Clone() FDB { return deep.Copy(f) }

// DecodeFDB returns the forwarding entry in a message of family AF_BRIDGE: in an
// answer, or in a notification of the group RTNLGRP_NEIGH that it is new or
// changed (RTM_NEWNEIGH) or gone (RTM_DELNEIGH). Unknown attributes are part of
// m.Data; [FDB.Clone] gives them bytes of their own.
func DecodeFDB(m nlmsg.Message) (*FDB, error) {
	r := readers.Get().(*reader)
	defer r.release()
	f := new(FDB)
	if err := r.decodeFDB(&m, f); err != nil {
		return nil, err
	}
	return f, nil
}
