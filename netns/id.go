package netns

import (
	"fmt"
	"slices"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NSID is the id that one network namespace has in another: what the kernel says
// of it, struct rtgenmsg of linux/rtnetlink.h and NETNSA_* of
// linux/net_namespace.h:
//
//	 0               8                               32
//	+---------------+-------------------------------+
//	| rtgen_family  | padding                       |
//	+---------------+-------------------------------+
//	| attributes: NETNSA_NSID, ...                  |
//	+-----------------------------------------------+
//
// Ids are numbers from 0, and mean something in the namespace that has given them
// only.
type NSID struct {
	// ID is the id (NETNSA_NSID). It is [NoID] if there is none.
	ID ID

	// CurrentID is the id that the same namespace has in that of the
	// connection (NETNSA_CURRENT_NSID), if ID is what [IDFilter.Target] calls
	// it, else nil. It is [NoID] if there is none.
	CurrentID *ID

	// Unknown are attributes that have no field here. See [NSID.Clone].
	Unknown []rtattr.Raw
}

// String returns the id as ip(8) shows it, such as "nsid 10" or
// "nsid 10 current-nsid 5".
func (n NSID) String() string {
	s := "nsid " + shown(n.ID)
	if n.CurrentID != nil {
		s += " current-nsid " + shown(*n.CurrentID)
	}
	return s
}

func shown(id ID) string {
	if id < 0 {
		return "unassigned"
	}
	return fmt.Sprint(int32(id))
}

// Clone returns a copy of n that shares no memory with it. The Unknown attributes
// of an NSID from [AllIDs] or [DecodeID] are part of the received message and
// valid only as long as that is.
func (n NSID) Clone() NSID {
	c := n
	if n.CurrentID != nil {
		c.CurrentID = new(*n.CurrentID)
	}
	c.Unknown = slices.Clone(n.Unknown)
	for i, raw := range c.Unknown {
		c.Unknown[i] = raw.Clone()
	}
	return c
}

// DecodeID returns the id in a message: in an answer, or in a notification that
// a namespace has been given one (RTM_NEWNSID) or is gone with it (RTM_DELNSID), of
// the group RTNLGRP_NSID. Unknown attributes are part of m.Data; [NSID.Clone] gives
// it bytes of its own.
func DecodeID(m nlmsg.Message) (*NSID, error) {
	n := new(NSID)
	if err := n.decode(&m); err != nil {
		return nil, err
	}
	return n, nil
}

// sizeofHeader is the size of struct rtgenmsg.
const sizeofHeader = 1

// decode decodes m into n, which is zero.
func (n *NSID) decode(m *nlmsg.Message) error {
	if m.Type != linux.RTM_NEWNSID && m.Type != linux.RTM_DELNSID {
		return fmt.Errorf("namespace id: message of type %d, want RTM_NEWNSID or RTM_DELNSID", m.Type)
	}
	n.ID = NoID
	d := rtattr.NewDecoder(m.Data, nlmsg.HeaderLen)
	d.Struct(sizeofHeader)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.NETNSA_NSID:
			n.ID = ID(v.Int32())
		case linux.NETNSA_CURRENT_NSID:
			n.CurrentID = new(ID(v.Int32()))
		default:
			n.Unknown = append(n.Unknown, v.Raw())
		}
	}
	if err := d.Err(); err != nil {
		return fmt.Errorf("namespace id: %w", nlmsg.NameError(*m, err))
	}
	return nil
}

// AppendBinary appends what follows the nlmsghdr of a message about n, as the
// kernel sends it. [SetID] makes a request.
func (n NSID) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	e.Int32(linux.NETNSA_NSID, int32(n.ID))
	if n.CurrentID != nil {
		e.Int32(linux.NETNSA_CURRENT_NSID, int32(*n.CurrentID))
	}
	e.Raws(n.Unknown)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWNSID, fmt.Sprintf("namespace id %d", n.ID), err)
	}
	return out, err
}

// SetID returns a request to give a namespace an id in that of the connection. An
// id that another namespace has, and a namespace that has an id already, fail with
// EEXIST, which is [io/fs.ErrExist]: an id stays until its namespace is gone.
func SetID(ref Ref, id ID) nlmsg.Request { return set("netns set id", newID{ref, id, false}) }

// SetAutoID is [SetID] with the lowest id that is free.
func SetAutoID(ref Ref) nlmsg.Request { return set("netns set id of", newID{ref, NoID, true}) }

func set(op string, body newID) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: linux.RTM_NEWNSID, Flags: linux.NLM_F_ACK, Body: body}
}

// newID is the body of a request to give a namespace an id.
type newID struct {
	ref  Ref
	id   ID
	auto bool
}

func (b newID) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	e.Struct(sizeofHeader)
	if id, ok := b.ref.(ID); ok {
		e.Fail(linux.NETNSA_NSID, fmt.Errorf("id %d is no name of a namespace that is to get one", int32(id)))
	}
	put(e, b.ref)
	if !b.auto {
		if err := b.id.valid(); err != nil {
			e.Fail(linux.NETNSA_NSID, err)
		}
	}
	e.Int32(linux.NETNSA_NSID, int32(b.id))
	return e.Result()
}

// String returns the namespace and its id.
func (b newID) String() string {
	if b.auto {
		return text(b.ref)
	}
	return fmt.Sprintf("%d of %s", int32(b.id), text(b.ref))
}
