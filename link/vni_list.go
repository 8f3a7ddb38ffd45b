package link

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VNIs are the networks that a VXLAN takes, or some of them: a message of type
// RTM_NEWTUNNEL or RTM_DELTUNNEL. It begins with struct tunnel_msg of
// linux/if_link.h:
//
//	 0       8       16              32
//	+-------+-------+---------------+
//	| family| flags |       0       |   AF_BRIDGE; 1 asks for Stats
//	+-------+-------+---------------+
//	| ifindex                       |   Index
//	+-------------------------------+
//	| VXLAN_VNIFILTER_ENTRY         |   a VNIRange; more follow
//	| ...                           |
type VNIs struct {
	// Index is the VXLAN.
	Index int

	// Ranges are the networks in ascending order. Those that follow one another
	// with the same Group are one range, unless Stats were asked for.
	Ranges []VNIRange

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Clone returns a copy of v that shares no memory with it.
func (v VNIs) Clone() VNIs { return deep.Copy(v) }

// AppendBinary appends all of v to b: the body of a message as the kernel sends
// it. [AddVNIs] and [DelVNIs] make requests.
func (v VNIs) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(b)
	putTunnelHeader(e, 0, v.Index)
	for i := range v.Ranges {
		nest := e.Begin(linux.VXLAN_VNIFILTER_ENTRY)
		v.Ranges[i].encode(e, true)
		e.End(nest)
	}
	e.Raws(v.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWTUNNEL, fmt.Sprintf("networks of link index %d", v.Index), err)
	}
	return out, err
}

// ListVNIs returns the networks of all VXLANs that have a VNIFilter.
func ListVNIs(conn *nlmsg.Conn) ([]VNIs, error) { return VNIsFilter{}.List(conn) }

// VNIsFilter says which networks to list. The zero VNIsFilter lists those of all
// VXLANs.
type VNIsFilter struct {
	// Index is a VXLAN. One without a VNIFilter is an error, EINVAL.
	Index int

	// Stats asks for the counters too (TUNNEL_MSG_FLAG_STATS). Each network is a
	// range then.
	Stats bool
}

// List returns the networks, one VNIs for each VXLAN.
func (f VNIsFilter) List(conn *nlmsg.Conn) ([]VNIs, error) {
	parts, err := nlmsg.List(conn, f.Request(), decodeVNIs)
	// One with many comes in several messages.
	var list []VNIs
	for _, v := range parts {
		if n := len(list); n > 0 && list[n-1].Index == v.Index {
			last := &list[n-1]
			last.Ranges = append(last.Ranges, v.Ranges...)
			last.Unknown = append(last.Unknown, v.Unknown...)
			continue
		}
		list = append(list, v)
	}
	return list, err
}

// All yields the networks as they come from the kernel: a VXLAN with many comes
// in parts. An error comes last, see [nlmsg.Conn.Dump]. Unknown attributes are
// valid until the next VNIs: [VNIs.Clone] keeps them.
func (f VNIsFilter) All(conn *nlmsg.Conn) iter.Seq2[VNIs, error] {
	return nlmsg.All(conn, f.Request(), decodeVNIs)
}

// Request is the request for a dump that List and All make: RTM_GETTUNNEL.
func (f VNIsFilter) Request() nlmsg.Request {
	return nlmsg.Request{
		Op:    "link list networks",
		Type:  linux.RTM_GETTUNNEL,
		Flags: linux.NLM_F_DUMP,
		Body:  vniListBody{f},
	}
}

type vniListBody struct{ VNIsFilter }

func (f vniListBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f vniListBody) encode(e *rtattr.Encoder) {
	var flags uint8
	if f.Stats {
		flags = linux.TUNNEL_MSG_FLAG_STATS
	}
	putTunnelHeader(e, flags, f.Index)
}

// DecodeVNIs returns the networks in a message: in an answer, or in a notification
// that they are new or changed (RTM_NEWTUNNEL) or gone (RTM_DELTUNNEL): m.Type
// says which. Raw bytes in it are part of m.Data.
func DecodeVNIs(m nlmsg.Message) (*VNIs, error) {
	v := new(VNIs)
	if _, err := decodeVNIs(&m, v); err != nil {
		return nil, err
	}
	return v, nil
}

func decodeVNIs(m *nlmsg.Message, v *VNIs) (bool, error) {
	if m.Type != linux.RTM_NEWTUNNEL && m.Type != linux.RTM_DELTUNNEL {
		return false, fmt.Errorf("link decode networks: message of type %d, want RTM_NEWTUNNEL", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	v.decode(d)
	if err := d.Err(); err != nil {
		return false, fmt.Errorf("link decode networks: %w", nlmsg.NameError(*m, err))
	}
	return true, nil
}

func (v *VNIs) decode(d *rtattr.Decoder) {
	v.Index = int(int32(binary.NativeEndian.Uint32(d.Struct(tunnelMsgLen)[4:])))
	if v.Index < 0 {
		d.Fail(fmt.Errorf("interface index %d is negative", v.Index))
	}
	for typ, attr := range d.All() {
		if typ != linux.VXLAN_VNIFILTER_ENTRY {
			v.Unknown = append(v.Unknown, attr.Raw())
			continue
		}
		v.Ranges = append(v.Ranges, VNIRange{})
		v.Ranges[len(v.Ranges)-1].decode(attr.Nest())
	}
}
