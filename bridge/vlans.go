package bridge

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// VLANs are the VLANs of a port or of a bridge, or those that a notification tells
// of: struct br_vlan_msg and BRIDGE_VLANDB_* of linux/if_bridge.h.
type VLANs struct {
	// Index is that of the port, or of the bridge (ifindex).
	Index int

	// List are its VLANs (BRIDGE_VLANDB_ENTRY).
	List []VLAN

	// Options are what a bridge has set for VLANs on all of its ports
	// (BRIDGE_VLANDB_GLOBAL_OPTIONS).
	Options []VLANOptions

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// AddVLANs returns a request that makes a port, or a bridge itself, a member of
// VLANs (RTM_NEWVLAN). Of those that it is a member of already, PVID and Untagged
// change, and what else is given. The kernel does them one after the other, and
// ends with the first that fails: of that the port is a member if what was refused
// is not its PVID or Untagged.
func AddVLANs(index int, list ...VLAN) nlmsg.Request {
	return vlanRequest("vlan add", linux.RTM_NEWVLAN, vlansBody{index, list, 0})
}

// SetVLANs returns a request that changes what is given of VLANs that a port or
// bridge is a member of already, but for PVID and Untagged
// (BRIDGE_VLAN_INFO_ONLY_OPTS). One that it is not a member of is ENOENT, which is
// [io/fs.ErrNotExist].
func SetVLANs(index int, list ...VLAN) nlmsg.Request {
	return vlanRequest("vlan set", linux.RTM_NEWVLAN, vlansBody{index, list, linux.BRIDGE_VLAN_INFO_ONLY_OPTS})
}

// DelVLANs returns a request that ends the membership of a port or bridge in
// VLANs. Only their numbers count.
func DelVLANs(index int, list ...VLAN) nlmsg.Request {
	return vlanRequest("vlan del", linux.RTM_DELVLAN, vlansBody{index, list, 0})
}

// SetVLANOptions returns a request that sets options of VLANs of a bridge.
func SetVLANOptions(bridge int, list ...VLANOptions) nlmsg.Request {
	return vlanRequest("vlan set options", linux.RTM_NEWVLAN, optionsBody{bridge, list})
}

func vlanRequest(op string, typ uint16, body nlmsg.Body) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: linux.NLM_F_ACK, Body: body}
}

// vlansBody is the body of a request about VLANs of a port or bridge.
type vlansBody struct {
	index int
	list  []VLAN
	flags uint16 // of each, besides its own
}

func (b vlansBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if checkVLANs(e, b.index, len(b.list)) {
		putHeader(e, b.index)
		for i := range b.list {
			b.list[i].encode(e, b.flags, false)
		}
	}
	return e.Result()
}

func (b vlansBody) String() string { return aboutVLANs(b.list, b.index) }

// optionsBody is the body of a request about options of a bridge's VLANs.
type optionsBody struct {
	index int
	list  []VLANOptions
}

func (b optionsBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if checkVLANs(e, b.index, len(b.list)) {
		putHeader(e, b.index)
		for i := range b.list {
			b.list[i].encode(e, false)
		}
	}
	return e.Result()
}

func (b optionsBody) String() string {
	list := make([]VLAN, len(b.list))
	for i, o := range b.list {
		list[i] = VLAN{ID: o.ID, Last: o.Last}
	}
	return aboutVLANs(list, b.index)
}

func checkVLANs(e *rtattr.Encoder, index, n int) bool {
	switch {
	case !isIndex(index):
		e.Fail(0, fmt.Errorf("ifindex: %d is the index of no interface", index))
	case n == 0:
		e.Fail(0, fmt.Errorf("no VLANs are given"))
	default:
		return true
	}
	return false
}

// aboutVLANs names VLANs of an interface, such as "10, 100-200 of index 3".
func aboutVLANs(list []VLAN, index int) string {
	s := ""
	for i, v := range list {
		if i > 0 {
			s += ", "
		}
		s += v.String()
	}
	if s != "" {
		s += " "
	}
	return fmt.Sprintf("%sof index %d", s, index)
}

// DecodeVLANs returns what a message tells of VLANs: an answer, or a notification
// of the group RTNLGRP_BRVLAN, that they are there or changed (RTM_NEWVLAN) or gone
// (RTM_DELVLAN). What it holds as bytes is part of m.Data; [VLANs.Clone] gives it
// bytes of its own.
func DecodeVLANs(m nlmsg.Message) (*VLANs, error) {
	v := new(VLANs)
	if err := v.decode(&m); err != nil {
		return nil, err
	}
	return v, nil
}

func (v *VLANs) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWVLAN && m.Type != linux.RTM_DELVLAN {
		return fmt.Errorf("vlans: message of type %d, want RTM_NEWVLAN or RTM_DELVLAN", m.Type)
	}
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	v.Index = header(d)
	for typ, val := range d.All() {
		switch typ {
		case linux.BRIDGE_VLANDB_ENTRY:
			var one VLAN
			one.decode(val.Nest())
			v.List = append(v.List, one)
		case linux.BRIDGE_VLANDB_GLOBAL_OPTIONS:
			var o VLANOptions
			o.decode(val.Nest())
			v.Options = append(v.Options, o)
		default:
			v.Unknown = append(v.Unknown, val.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("vlans of index %d: %w", v.Index, nlmsg.NameError(*m, err))
	}
	return nil
}

// AppendBinary appends what follows the nlmsghdr of a message about v, as the
// kernel sends it.
func (v *VLANs) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	putHeader(e, v.Index)
	for i := range v.List {
		v.List[i].encode(e, 0, true)
	}
	for i := range v.Options {
		v.Options[i].encode(e, true)
	}
	e.Raws(v.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWVLAN, fmt.Sprintf("vlans of index %d", v.Index), err)
	}
	return out, err
}

// String returns the VLANs and the interface, such as "10, 100-200 of index 3".
func (v VLANs) String() string { return aboutVLANs(v.List, v.Index) }

// Clone returns a copy of v that shares no memory with it.
func (v VLANs) Clone() VLANs { return deep.Copy(v) }
