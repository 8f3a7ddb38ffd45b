package neigh

import (
	"errors"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AddFDB returns a request to add a forwarding entry. Adding one that exists
// fails with EEXIST, which is [io/fs.ErrExist].
func AddFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb add", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_EXCL, f)
}

// ReplaceFDB returns a request to add a forwarding entry, or to change the one
// that exists already: that with the same MAC, and VLAN or SrcVNI, of the same
// bridge or interface. A VXLAN refuses it with EOPNOTSUPP for multicast addresses
// and the zero address, which may have several.
func ReplaceFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb replace", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, f)
}

// ChangeFDB returns a request to change a forwarding entry that exists. If there
// is none, it fails with ENOENT, which is [io/fs.ErrNotExist].
func ChangeFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb change", linux.RTM_NEWNEIGH, linux.NLM_F_REPLACE, f)
}

// AppendFDB returns a request to add another endpoint of a VXLAN to those of a
// multicast address or the zero address: frames are sent to each of them.
// Appending one that exists changes nothing.
//
// Other addresses have one endpoint: it adds the first, and the kernel ignores
// the request for a second, and reports success. A bridge has no endpoints: there
// it does what [AddFDB] does, and replaces an entry that exists.
func AppendFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb append", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_APPEND, f)
}

// DelFDB returns a request to delete a forwarding entry: that with the MAC, and
// VLAN or SrcVNI, of f. Of a VXLAN it deletes the one endpoint that f has, or,
// without Dst, all of them. An entry as it was read matches itself. Deleting one
// that does not exist fails with ENOENT, which is [io/fs.ErrNotExist].
func DelFDB(f *FDB) nlmsg.Request {
	r := fdbRequest("fdb del", linux.RTM_DELNEIGH, 0, f)
	r.Body = fdbBody{f}
	return r
}

func fdbRequest(op string, typ, flags uint16, f *FDB) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: fdbWritten{fdbBody{f}}}
}

// fdbBody is a forwarding entry to be deleted, or part of the types below.
type fdbBody struct{ *FDB }

func (b fdbBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b fdbBody) encode(e *rtattr.Encoder) {
	switch {
	case b.FDB == nil:
		e.Fail(0, errNilFDB)
	case len(b.MAC) == 0:
		e.Fail(linux.NDA_LLADDR, errNoMAC)
	case b.Index <= 0 || int64(b.Index) > math.MaxInt32:
		e.Fail(0, noIndex(b.Index))
	default:
		flags := b.owner()
		if typ := b.endpoint(); typ != 0 && flags&FlagSelf == 0 {
			e.Fail(typ, errBridge)
		}
		b.FDB.encode(e, flags, false)
	}
}

var (
	errNilFDB = errors.New("the forwarding entry is nil")
	errNoMAC  = errors.New("no address")
	errBridge = errors.New("a bridge ignores it: it is for an entry with FlagSelf")
)

// owner returns the flags with one that says whose entry it is, so that what was
// read of a bridge, without any, can be written back.
func (f *FDB) owner() Flags {
	if f.Master == f.Index || f.endpoint() != 0 {
		return f.Flags.ownedBy(FlagSelf)
	}
	return f.Flags.ownedBy(FlagMaster)
}

// endpoint returns an attribute that f has and only a VXLAN knows, or 0.
func (f *FDB) endpoint() uint16 {
	switch {
	case f.Dst.IsValid():
		return linux.NDA_DST
	case f.Port != 0:
		return linux.NDA_PORT
	case f.VNI != nil:
		return linux.NDA_VNI
	case f.SrcVNI != nil:
		return linux.NDA_SRC_VNI
	case f.NHID != 0:
		return linux.NDA_NH_ID
	case f.Via != 0:
		return linux.NDA_IFINDEX
	}
	return 0
}

// ownedBy returns f, with owner if it has neither FlagSelf nor FlagMaster. The
// kernel takes a request without any flag as one with FlagMaster, but refuses one
// with other flags alone.
func (f Flags) ownedBy(owner Flags) Flags {
	if f&(FlagSelf|FlagMaster) == 0 {
		return f | owner
	}
	return f
}

// String returns what is to be added, changed or deleted, if it is not nil.
func (b fdbBody) String() string {
	if b.FDB == nil {
		return ""
	}
	return b.FDB.String()
}

// fdbWritten is a forwarding entry to be added or changed.
type fdbWritten struct{ fdbBody }

func (b fdbWritten) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

// encode refuses an entry of no state, to which the kernel says nothing but
// EINVAL.
func (b fdbWritten) encode(e *rtattr.Encoder) {
	if b.FDB != nil && b.State&(StatePermanent|StateNoARP|StateReachable) == 0 {
		e.Fail(0, fmt.Errorf("ndm_state: %v is none of StatePermanent, StateNoARP and StateReachable", b.State))
	}
	b.fdbBody.encode(e)
}
