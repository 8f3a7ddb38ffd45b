package mpls

import (
	"errors"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add a route. If there is one of the same Label,
// adding fails with EEXIST, which is [io/fs.ErrExist].
func Add(r *Route) nlmsg.Request {
	return write("mpls add", linux.NLM_F_CREATE|linux.NLM_F_EXCL, r)
}

// Replace returns a request to add a route, or to put it in place of the one of
// the same Label.
func Replace(r *Route) nlmsg.Request {
	return write("mpls replace", linux.NLM_F_CREATE|linux.NLM_F_REPLACE, r)
}

// Change returns a request to put a route in place of the one of the same Label.
// If there is none, it fails with ENOENT, which is [io/fs.ErrNotExist].
func Change(r *Route) nlmsg.Request {
	return write("mpls change", linux.NLM_F_REPLACE, r)
}

// Del returns a request to delete the route of a label. That there is none is no
// error.
func Del(label uint32) nlmsg.Request {
	return nlmsg.Request{Op: "mpls del", Type: linux.RTM_DELROUTE, Flags: linux.NLM_F_ACK, Body: deleted(label)}
}

func write(op string, flags uint16, r *Route) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: linux.RTM_NEWROUTE, Flags: flags | linux.NLM_F_ACK, Body: written{r}}
}

// written is the body of a request to add or change a route.
type written struct{ *Route }

func (w written) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if w.Route == nil {
		e.Fail(0, errors.New("the route is nil"))
		return e.Result()
	}
	r := *w.Route
	if r.Protocol == linux.RTPROT_UNSPEC {
		r.Protocol = linux.RTPROT_BOOT
	}
	r.encode(e, false)
	return e.Result()
}

func (w written) String() string {
	if w.Route == nil {
		return ""
	}
	return strconv.FormatUint(uint64(w.Label), 10)
}

// deleted is the body of a request to delete a route.
type deleted uint32

func (d deleted) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h := e.Struct(sizeofHeader)
	h[0] = linux.AF_MPLS
	h[1] = labelBits
	h[4] = linux.RT_TABLE_MAIN
	h[7] = linux.RTN_UNICAST
	if d == 0 {
		e.Fail(linux.RTA_DST, errors.New("no label"))
	}
	encodeLabel(e, uint32(d))
	return e.Result()
}

func (d deleted) String() string { return strconv.FormatUint(uint64(d), 10) }
