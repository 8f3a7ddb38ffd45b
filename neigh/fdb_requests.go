package neigh

import (
	"errors"
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
func AppendFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb append", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_APPEND, f)
}

// DelFDB returns a request to delete a forwarding entry: that with the MAC, and
// VLAN or SrcVNI, of f. Of a VXLAN it deletes the one endpoint that f has, or,
// without Dst, all of them. An entry as it was read matches itself. Deleting one
// that does not exist fails with ENOENT, which is [io/fs.ErrNotExist].
func DelFDB(f *FDB) nlmsg.Request {
	return fdbRequest("fdb del", linux.RTM_DELNEIGH, 0, f)
}

func fdbRequest(op string, typ, flags uint16, f *FDB) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: fdbBody{f}}
}

// fdbBody is a forwarding entry to be added, changed or deleted.
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
		b.FDB.encode(e, b.owner(), false)
	}
}

var (
	errNilFDB = errors.New("the forwarding entry is nil")
	errNoMAC  = errors.New("no address")
)

// owner returns the flags with one that says whose entry it is, so that what was
// read of a bridge, without any, can be written back.
func (b fdbBody) owner() Flags {
	if b.Master == b.Index {
		return b.Flags.ownedBy(FlagSelf)
	}
	return b.Flags.ownedBy(FlagMaster)
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
