package neigh

import (
	"bytes"
	"fmt"
	"iter"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// ListFDB returns the forwarding entries of all bridges and VXLANs, and the
// addresses that interfaces take frames for besides their own: those with
// FlagSelf that are no VXLAN's.
func ListFDB(conn *nlmsg.Conn) ([]FDB, error) { return FDBFilter{}.List(conn) }

// AllFDB yields what [ListFDB] returns, as it comes from the kernel. See
// [FDBFilter.All].
func AllFDB(conn *nlmsg.Conn) iter.Seq2[FDB, error] { return FDBFilter{}.All(conn) }

// FDBFilter says which forwarding entries to read. Zero fields match any value.
// The kernel looks at Index and Master alone; what does not match the others is
// dropped.
type FDBFilter struct {
	// Index is the port, the bridge itself or another interface that the entry
	// is of (ndm_ifindex).
	Index int

	// Master is the bridge (NDA_MASTER): its own entries, and those of the
	// interfaces that are its ports. Linux 4.19 does not look at it; there only
	// the entries of other bridges are dropped, and those of interfaces that
	// are no ports of any remain unless Flags has FlagMaster.
	Master int

	// VLAN is the VLAN.
	VLAN uint16

	// State are states, each of which matches: StateReachable|StateStale are
	// those of the entries that age, for example.
	State State

	// MAC is the address. Nil matches any.
	MAC net.HardwareAddr

	// Flags are what the entry must have, all of them. FlagSelf picks the
	// entries of interfaces themselves, and of VXLANs; FlagMaster, which no
	// entry has that was read, stands for those of bridges.
	Flags Flags
}

// List returns the forwarding entries that match f. If they kept changing while
// they were read, List returns what it has read together with
// [nlmsg.ErrDumpInterrupted].
func (f FDBFilter) List(conn *nlmsg.Conn) ([]FDB, error) {
	return nlmsg.List(conn, f.Request(), f.decoder())
}

// All yields the forwarding entries that match f, as they come from the kernel.
// An error is yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn.
// Unknown attributes are valid until the next entry: see [FDB.Clone]. All else
// stays as it is. Addresses are allocated 32 at a time.
func (f FDBFilter) All(conn *nlmsg.Conn) iter.Seq2[FDB, error] {
	return func(yield func(FDB, error) bool) {
		nlmsg.All(conn, f.Request(), f.decoder())(yield)
	}
}

// Request returns the request for a dump that [FDBFilter.List] and
// [FDBFilter.All] make: RTM_GETNEIGH.
func (f FDBFilter) Request() nlmsg.Request {
	op := "fdb list"
	if f.Index != 0 {
		op += fmt.Sprintf(" of index %d", f.Index)
	}
	if f.Master != 0 {
		op += fmt.Sprintf(" of bridge %d", f.Master)
	}
	return nlmsg.Request{Op: op, Type: linux.RTM_GETNEIGH, Flags: linux.NLM_F_DUMP, Body: fdbDump(f)}
}

// decoder returns a function that decodes a forwarding entry and reports whether
// it matches f.
func (f FDBFilter) decoder() func(*nlmsg.Message, *FDB) (bool, error) {
	r := streamReader()
	return func(m *nlmsg.Message, x *FDB) (bool, error) {
		if err := r.decodeFDB(m, x); err != nil {
			return false, err
		}
		return (f.Index == 0 || f.Index == x.Index) &&
			(f.Master == 0 || x.Master == 0 || f.Master == x.Master) &&
			(f.VLAN == 0 || f.VLAN == x.VLAN) &&
			(f.State == 0 || f.State&x.State != 0) &&
			(f.MAC == nil || bytes.Equal(f.MAC, x.MAC)) &&
			f.Flags&^x.ownFlags() == 0, nil
	}
}

// ownFlags returns the flags of an entry that was read, with FlagMaster if it is
// a bridge's.
func (f *FDB) ownFlags() Flags {
	if f.Master != 0 {
		return f.Flags.ownedBy(FlagMaster)
	}
	return f.Flags
}

// fdbDump is the body of a request for forwarding entries. Under strict checking
// its header has nothing but the family and the interface.
type fdbDump FDBFilter

func (f fdbDump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	header{family: linux.AF_BRIDGE, index: f.Index}.encode(e, false)
	if f.Master != 0 {
		e.Index(linux.NDA_MASTER, f.Master)
	}
	return e.Result()
}

// GetFDB returns a forwarding entry: that with the MAC and VLAN of key, of the
// bridge Master, or, if that is zero, of whatever Index and Flags name as they do
// in a change. Of a VXLAN it is the entry for SrcVNI, of which the first endpoint
// is returned. All else in key does not matter, so that an entry as it was read
// names itself. If there is none, GetFDB fails with ENOENT, which is
// [io/fs.ErrNotExist]. It needs Linux 5.0.
func GetFDB(conn *nlmsg.Conn, key *FDB) (*FDB, error) {
	m, err := conn.Get(GetFDBRequest(key))
	if err != nil {
		return nil, err
	}
	return DecodeFDB(m)
}

// GetFDBRequest returns the request that [GetFDB] makes: RTM_GETNEIGH. It has
// SrcVNI as NDA_VNI, which is where the kernel looks for it in this request.
func GetFDBRequest(key *FDB) nlmsg.Request {
	return nlmsg.Request{Op: "fdb get", Type: linux.RTM_GETNEIGH, Body: fdbQuery{fdbBody{key}}}
}

// fdbQuery is the body of a request for one forwarding entry. Under strict
// checking it has nothing but what names that.
type fdbQuery struct{ fdbBody }

func (q fdbQuery) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	q.encode(e)
	return e.Result()
}

func (q fdbQuery) encode(e *rtattr.Encoder) {
	switch {
	case q.FDB == nil:
		e.Fail(0, errNilFDB)
		return
	case len(q.MAC) == 0:
		e.Fail(linux.NDA_LLADDR, errNoMAC)
		return
	}
	h := header{family: linux.AF_BRIDGE, index: q.Index, flags: q.Flags & (FlagSelf | FlagMaster)}
	switch {
	case q.Master != 0:
		h.index = 0 // the kernel takes one of the two
	case q.endpoint() != 0:
		h.flags = h.flags.ownedBy(FlagSelf)
	}
	h.encode(e, false)
	checkMAC(e, q.MAC)
	e.HardwareAddr(linux.NDA_LLADDR, q.MAC)
	if q.VLAN != 0 {
		checkVLAN(e, q.VLAN)
		e.Uint16(linux.NDA_VLAN, q.VLAN)
	}
	checkVNI(e, linux.NDA_VNI, q.SrcVNI)
	rtattr.Opt(e.Uint32, linux.NDA_VNI, q.SrcVNI)
	if q.Master != 0 {
		e.Index(linux.NDA_MASTER, q.Master)
	}
}
