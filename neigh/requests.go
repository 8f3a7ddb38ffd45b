package neigh

import (
	"errors"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add a neighbour or a proxy entry. Adding a neighbour
// that exists fails with EEXIST, which is [io/fs.ErrExist], and also one that the
// kernel has looked for by itself: [Replace] is what most callers want. Adding a
// proxy entry that exists changes it.
//
// If the kernel refuses a State that needs a LLAddr, with EINVAL, it has made the
// neighbour already, in no state.
func Add(n *Neigh) nlmsg.Request {
	return request("neigh add", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_EXCL, n)
}

// Replace returns a request to add a neighbour, or to change the one that exists
// already: that with the same Dst and Index.
func Replace(n *Neigh) nlmsg.Request {
	return request("neigh replace", linux.RTM_NEWNEIGH, linux.NLM_F_CREATE|linux.NLM_F_REPLACE, n)
}

// Change returns a request to change a neighbour that exists. If there is none,
// it fails with ENOENT, which is [io/fs.ErrNotExist].
func Change(n *Neigh) nlmsg.Request {
	return request("neigh change", linux.RTM_NEWNEIGH, linux.NLM_F_REPLACE, n)
}

// Del returns a request to delete a neighbour, that with the Dst and Index of n,
// or the proxy entry, if FlagProxy is among its Flags. All else in n does not
// matter. Deleting one that does not exist fails with ENOENT, which is
// [io/fs.ErrNotExist].
func Del(n *Neigh) nlmsg.Request {
	r := request("neigh del", linux.RTM_DELNEIGH, 0, n)
	r.Body = body{n}
	return r
}

func request(op string, typ, flags uint16, n *Neigh) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Flags: flags | linux.NLM_F_ACK, Body: written{body{n}}}
}

// body is a neighbour to be deleted, or part of written.
type body struct{ *Neigh }

func (b body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.check(e) {
		b.encode(e, false)
	}
	return e.Result()
}

// check fails if b cannot be sent.
func (b body) check(e *rtattr.Encoder) bool {
	switch {
	case b.Neigh == nil:
		e.Fail(0, errors.New("the neighbour is nil"))
	case b.Index < 0 || int64(b.Index) > math.MaxInt32 || b.Index == 0 && b.Flags&FlagProxy == 0:
		e.Fail(0, noIndex(b.Index))
	default:
		return checkDst(e, b.Dst)
	}
	return false
}

// String returns what is to be added, changed or deleted, if it is not nil.
func (b body) String() string {
	if b.Neigh == nil {
		return ""
	}
	return b.name()
}

// written is a neighbour to be added or changed.
type written struct{ body }

func (b written) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.check(e) {
		b.checkLLAddr(e)
		b.encode(e, false)
	}
	return e.Result()
}

// withAddress are the states of a neighbour whose link-layer address is known.
const withAddress = StateReachable | StateStale | StateDelay | StateProbe | StateNoARP | StatePermanent

// checkLLAddr fails if the kernel would report success and drop the address.
func (b written) checkLLAddr(e *rtattr.Encoder) {
	switch {
	case len(b.LLAddr) == 0:
	case b.Flags&FlagProxy != 0:
		e.Fail(linux.NDA_LLADDR, errors.New("a proxy entry has none"))
	case b.State&withAddress == 0:
		e.Fail(linux.NDA_LLADDR, fmt.Errorf("the kernel takes it only with a State such as StatePermanent, not with %v", b.State))
	}
}
