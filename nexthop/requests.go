package nexthop

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add an object. One with the same ID that exists is
// EEXIST, which is [io/fs.ErrExist]. [Create] also returns the ID, if that is the
// kernel's choice.
func Add(n *NextHop) nlmsg.Request {
	return request("nexthop add", linux.RTM_NEWNEXTHOP, linux.NLM_F_CREATE|linux.NLM_F_EXCL, n)
}

// Replace returns a request to add an object, or to put it in the place of the one
// with its ID, for all routes and groups that use that. A group replaces a group
// of the same type only, and a way a way: for a resilient group n needs a Resilient,
// an empty one if nothing but the members is to change. The Protocol of a group
// stays as it was.
func Replace(n *NextHop) nlmsg.Request {
	return request("nexthop replace", linux.RTM_NEWNEXTHOP, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, n)
}

// Del returns a request to delete the object with an id, and with it all routes
// that use it; groups lose a member. If there is none, it fails with ENOENT, which
// is [io/fs.ErrNotExist].
func Del(id uint32) nlmsg.Request {
	return nlmsg.Request{Op: "nexthop del", Type: linux.RTM_DELNEXTHOP, Flags: linux.NLM_F_ACK, Body: query{id: id}}
}

func request(op string, typ, flags uint16, n *NextHop) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: body{n}}
}

// body is an object to be added or changed.
type body struct{ object *NextHop }

func (b body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.object == nil {
		e.Fail(0, errors.New("the nexthop is nil"))
	} else if attr, err := b.object.check(); err != nil {
		e.Fail(attr, err)
	} else {
		b.object.encode(e, false)
	}
	return e.Result()
}

// String returns what is to be added or changed, if it is not nil.
func (b body) String() string {
	if b.object == nil {
		return ""
	}
	return b.object.String()
}
