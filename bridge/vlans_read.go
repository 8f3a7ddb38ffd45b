package bridge

import (
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VLANFilter says which VLANs to read.
type VLANFilter struct {
	// Index is that of a port or of a bridge. Zero stands for all.
	Index int

	// Stats asks for the counters too (BRIDGE_VLANDB_DUMPF_STATS).
	Stats bool

	// Options asks for what bridges have set for VLANs, in place of the members
	// (BRIDGE_VLANDB_DUMPF_GLOBAL).
	Options bool
}

// ListVLANs returns the VLANs of all bridges and their ports, one VLANs for each,
// in which consecutive VLANs without a difference are a range. Kernels up to 6.18
// do not look at NeighSuppress and McastMaxGroups there, and tell of those of one
// VLAN of the range: with Stats each VLAN is by itself.
func ListVLANs(conn *nlmsg.Conn) ([]VLANs, error) { return VLANFilter{}.List(conn) }

// AllVLANs yields what [ListVLANs] returns, as it comes from the kernel. See
// [VLANFilter.All].
func AllVLANs(conn *nlmsg.Conn) iter.Seq2[VLANs, error] { return VLANFilter{}.All(conn) }

// List returns the VLANs that match f. If they kept changing while they were
// read, List returns what it has read together with [nlmsg.ErrDumpInterrupted].
func (f VLANFilter) List(conn *nlmsg.Conn) ([]VLANs, error) {
	parts, err := nlmsg.List(conn, f.Request(), decodeVLANs)
	// Many VLANs come in several messages.
	var list []VLANs
	for _, part := range parts {
		if n := len(list); n > 0 && list[n-1].Index == part.Index {
			last := &list[n-1]
			last.List = append(last.List, part.List...)
			last.Options = append(last.Options, part.Options...)
			last.Unknown = append(last.Unknown, part.Unknown...)
			continue
		}
		list = append(list, part)
	}
	return list, err
}

// All yields the VLANs that match f, as they come from the kernel: those of a port
// with many of them in several parts, one after the other. An error is yielded
// last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown attributes are
// valid until the next part: see [VLANs.Clone].
func (f VLANFilter) All(conn *nlmsg.Conn) iter.Seq2[VLANs, error] {
	return nlmsg.All(conn, f.Request(), decodeVLANs)
}

func decodeVLANs(m *nlmsg.Message, v *VLANs) (bool, error) { return true, v.decode(m) }

// Request returns the request for a dump that [VLANFilter.List] and
// [VLANFilter.All] make.
func (f VLANFilter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "vlan list", Type: linux.RTM_GETVLAN, Flags: linux.NLM_F_DUMP, Body: vlanDump(f)}
}

// vlanDump is the body of a request for VLANs.
type vlanDump VLANFilter

func (f vlanDump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if f.Index != 0 && !isIndex(f.Index) {
		e.Fail(0, fmt.Errorf("ifindex: %d is the index of no interface", f.Index))
		return e.Result()
	}
	putHeader(e, f.Index)
	var flags uint32
	if f.Stats {
		flags |= linux.BRIDGE_VLANDB_DUMPF_STATS
	}
	if f.Options {
		flags |= linux.BRIDGE_VLANDB_DUMPF_GLOBAL
	}
	e.Uint32(linux.BRIDGE_VLANDB_DUMP_FLAGS, flags)
	return e.Result()
}
