package link

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add is the request to create l: RTM_NEWLINK, CREATE and EXCL. Its Data says
// of which kind. One of the same name or index is an error that is
// fs.ErrExist.
//
// What the kernel would ignore or refuse in a new link, such as Alias, Carrier
// and AFSpec, is an error: set it afterwards, which can be in the same batch. So
// is what it would refuse without a reason: a link without Data, and one without
// the ParentIndex that its kind needs.
func Add(l *Link) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link add",
		Type:  linux.RTM_NEWLINK,
		Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE | linux.NLM_F_EXCL,
		Body:  addBody{l},
	}
}

// Set is the request to change the link that ref names: RTM_NEWLINK without
// CREATE, since RTM_SETLINK ignores the attributes of the kind.
//
// What changes has is set, the rest stays as it is, except for the kinds of
// tunnels whose Data the kernel takes as a whole, resetting what it leaves out:
// [GRE], [Gretap], [Erspan], [IP6GRE], [IP6Gretap], [IP6Erspan], [IPIP], [SIT],
// [IP6Tnl], [VTI], [VTI6] and [XFRM]. [Changes] and [Modify] see to that. For all
// others changes is a new Link, with a new Data, that holds what is to change and nothing else, rather than
// one that was read: that holds what is chosen for good when a link is created,
// which is an error, and what a kernel may refuse to be told, such as the Carrier
// of a veth, or VLANFiltering of a bridge where that is not built in.
//
// A Name in it renames the link, for which ref must have an index: with a name
// the kernel would take the new one to select the link by.
//
// A Data without attributes is a kind only, and the kernel ignores it, even if
// the link is of another kind. One with attributes is refused then, with
// EOPNOTSUPP. A veth has none that could be changed. If ref is a [Link] whose kind
// is known, because it was read, a Data or a Port of another kind is refused
// before anything is sent.
//
// Kernels before 5.19, if no link has the name that ref gives, take a change
// with a Group for one of that whole group.
func Set(ref Ref, changes *Link) nlmsg.Request {
	if err := otherKind(ref, changes); err != nil {
		return invalid(ref, linux.IFLA_LINKINFO, err)
	}
	return nlmsg.Request{
		Op:    "link set",
		Type:  linux.RTM_NEWLINK,
		Flags: linux.NLM_F_ACK,
		Body:  setBody{selectorOf(ref), changes},
	}
}

// SetInGroup is the request to change all links of a group, as [Set] changes
// one.
func SetInGroup(group uint32, changes *Link) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link set",
		Type:  linux.RTM_NEWLINK,
		Flags: linux.NLM_F_ACK,
		Body:  groupBody{group, changes},
	}
}

// Del is the request to delete a link: RTM_DELLINK.
func Del(ref Ref) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link del",
		Type:  linux.RTM_DELLINK,
		Flags: linux.NLM_F_ACK,
		Body:  selectBody{selectorOf(ref)},
	}
}

// DelGroup is the request to delete all links of a group. If one of them cannot
// be deleted, none is.
func DelGroup(group uint32) nlmsg.Request {
	return nlmsg.Request{
		Op:    "link del",
		Type:  linux.RTM_DELLINK,
		Flags: linux.NLM_F_ACK,
		Body:  groupBody{group, &Link{}},
	}
}

// addBody is a new link.
type addBody struct{ link *Link }

// String names the kind too: "operation not supported" is about that.
func (b addBody) String() string {
	name := selectorOf(b.link).String()
	if b.link == nil || isNil(b.link.Data) || b.link.Data.Kind() == "" {
		return name
	}
	return strings.TrimPrefix(name+" type "+b.link.Data.Kind(), " ")
}

func (b addBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	l := b.link
	if l == nil {
		e.Fail(0, errNil)
		return e.Result()
	}
	rare := l.hasRare()
	if rare {
		checkNew(e, l)
	}
	if peer := peerOf(l.Data); peer != nil && peer.Index != 0 && l.Index == 0 {
		e.Fail(0, errPeerIndex)
	}
	l.encodeRequest(e, l.Index, rare)
	checkNewKind(e, l)
	return e.Result()
}

// setBody is a link that exists, and what changes in it.
type setBody struct {
	selector
	changes *Link
}

func (b setBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b setBody) encode(e *rtattr.Encoder) {
	l := b.changes
	if l == nil {
		e.Fail(0, errNil)
		return
	}
	b.check(e)
	if l.Index != 0 && l.Index != b.index {
		e.Fail(0, fmt.Errorf("the index cannot be changed to %d", l.Index))
	}
	checkExisting(e, l)
	if l.Name != "" && b.index == 0 {
		e.Fail(linux.IFLA_IFNAME, errRename)
	}
	l.encodeRequest(e, b.index, l.hasRare())
	b.put(e)
}

// groupBody is all links of a group, and what changes in them.
type groupBody struct {
	group   uint32
	changes *Link
}

func (b groupBody) String() string { return fmt.Sprintf("group %d", b.group) }

func (b groupBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b groupBody) encode(e *rtattr.Encoder) {
	l := b.changes
	if l == nil {
		e.Fail(0, errNil)
		return
	}
	// Each of these would select a link, or change the group itself.
	if l.Index != 0 || l.Name != "" || l.Group != nil {
		e.Fail(0, errGroup)
	}
	checkExisting(e, l)
	l.encodeRequest(e, 0, l.hasRare())
	e.Uint32(linux.IFLA_GROUP, b.group)
}

// selectBody is a link that exists, and nothing else.
type selectBody struct{ selector }

func (b selectBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b selectBody) encode(e *rtattr.Encoder) {
	b.check(e)
	putHeader(e, linux.AF_UNSPEC, 0, b.index, 0, 0)
	b.put(e)
}

// checkNew refuses what the kernel ignores in a new link, rare as it is.
func checkNew(e *rtattr.Encoder, l *Link) {
	refuse(e, linux.IFLA_IFALIAS, l.Alias != nil, errSetLater)
	refuse(e, linux.IFLA_CARRIER, l.Carrier != nil, errSetLater)
	refuse(e, linux.IFLA_PROTO_DOWN, l.ProtoDown != nil, errSetLater)
	refuse(e, linux.IFLA_PROTO_DOWN_REASON, l.ProtoDownReason != nil || len(l.UnknownReasons) > 0, errSetLater)
	refuse(e, linux.IFLA_VFINFO_LIST, len(l.VFs) > 0 || len(l.UnknownVFs) > 0, errSetLater)
	refuse(e, linux.IFLA_XDP, l.XDP != nil, errSetLater)
	refuse(e, linux.IFLA_MAP, l.Map != nil, errSetLater)
	refuse(e, linux.IFLA_VF_PORTS, len(l.VFPorts) > 0 || len(l.UnknownVFPorts) > 0, errSetLater)
	refuse(e, linux.IFLA_PORT_SELF, l.PortSelf != nil, errSetLater)
	refuse(e, linux.IFLA_AF_SPEC, l.AFSpec != nil, errNoFamilies)
	refuse(e, linux.IFLA_NEW_IFINDEX, l.NewIndex != 0, errNewIndex)
	if l.Port != nil {
		info := e.Begin(linux.IFLA_LINKINFO)
		e.Fail(linux.IFLA_INFO_SLAVE_DATA, errSetLater)
		e.End(info)
	}
}

// checkNewKind refuses a new link without what its kind needs, where the kernel
// does not say what that is.
func checkNewKind(e *rtattr.Encoder, l *Link) {
	if l.Data == nil {
		e.Fail(linux.IFLA_LINKINFO, errNoKind)
		return
	}
	if l.ParentIndex == nil && needsParent(l.Data) {
		e.Fail(linux.IFLA_LINK, fmt.Errorf("a link of kind %s needs a parent: give its index as ParentIndex", l.Data.Kind()))
	}
}

// needsParent reports whether a new link of kind k has to have a ParentIndex. The
// most used kind is looked for first.
func needsParent(k Kind) bool {
	if _, ok := k.(*Veth); ok {
		return false
	}
	switch k.(type) {
	case *IPoIB, *IPVLAN, *IPVTAP, *Macsec, *Macvlan, *Macvtap, *Rmnet, *VirtWifi, *VLAN:
		return !isNil(k)
	}
	return false
}

// checkExisting refuses what the kernel ignores in a link that exists.
func checkExisting(e *rtattr.Encoder, l *Link) {
	refuse(e, linux.IFLA_NUM_TX_QUEUES, l.NumTxQueues != 0, errSetBefore)
	refuse(e, linux.IFLA_NUM_RX_QUEUES, l.NumRxQueues != 0, errSetBefore)
	refuse(e, linux.IFLA_LINK, l.ParentIndex != nil, errSetBefore)
	refuse(e, linux.IFLA_LINK_NETNSID, l.ParentNetNSID != nil, errSetBefore)
	refuse(e, linux.IFLA_PARENT_DEV_NAME, l.ParentDevName != "", errSetBefore)
	refuse(e, linux.IFLA_NEW_IFINDEX, l.NewIndex != 0 && l.NetNS == nil, errNotMoved)
}

func refuse(e *rtattr.Encoder, typ uint16, given bool, err error) {
	if given {
		e.Fail(typ, err)
	}
}

var (
	errNil        = errors.New("the link is nil")
	errSetLater   = errors.New("the kernel ignores it in a new link: set it afterwards")
	errNoFamilies = errors.New("a new link has no address families yet: set it afterwards")
	errNoKind     = errors.New("no Data is given: a new link needs a kind")
	errSetBefore  = errors.New("it is chosen when the link is created: give Set a new Link that holds what changes")
	errNewIndex   = errors.New("it is for the move of a link to another namespace: a new link's own is Index")
	errNotMoved   = errors.New("it is for a move to another namespace, and no NetNS is given")
	errRename     = errors.New("a rename needs the link's index: its name would be taken for the new one")
	errGroup      = errors.New("a change of a group is for all its links, and has no index, name or group of its own")
	errAltNames   = errors.New("alternative names are changed by requests of their own, AddAltNames and DelAltNames: leave them out")
)
