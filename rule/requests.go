package rule

import (
	"errors"
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Add returns a request to add a rule. Adding one that exists fails with EEXIST,
// which is [io/fs.ErrExist]. A rule exists if there is one that has all in common
// with it, the Priority included. So a rule without a Priority, to which the kernel
// gives a free one, is added as often as it is asked for; [Create] says which it
// is.
//
// The kernel is not exact: where r has no Src, Dst, TOS, DSCP, FlowLabel or Flow it
// takes rules that have one for the same. [Append] adds r all the same.
func Add(r *Rule) nlmsg.Request { return add("rule add", linux.NLM_F_EXCL, r) }

// Append returns a request to add a rule behind all that have its Priority, whether
// it exists or not. If it does there are two of them. Rules that were read, appended
// in the order of [List], are as they were.
func Append(r *Rule) nlmsg.Request { return add("rule append", 0, r) }

func add(op string, flags uint16, r *Rule) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: linux.RTM_NEWRULE, Flags: linux.NLM_F_CREATE | linux.NLM_F_ACK | flags, Body: added{r}}
}

// Del returns a request to delete the first rule that matches r: one that has all
// that r has, and perhaps more. What is zero or nil in r matches anything, and so
// do the Flags. Deleting a rule that does not exist fails with ENOENT, which is
// [io/fs.ErrNotExist].
//
// A rule as it was read matches itself, and rules before it that have the same
// Priority and ask for more: those of one Priority are deleted safely in the
// order of [List].
func Del(r *Rule) nlmsg.Request {
	return nlmsg.Request{Op: "rule del", Type: linux.RTM_DELRULE, Flags: linux.NLM_F_ACK, Body: deleted{r}}
}

// added is the body of a request to add a rule.
type added struct{ *Rule }

func (b added) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.check(e) {
		action := b.action()
		if action == linux.FR_ACT_UNSPEC {
			e.Fail(0, errors.New("action: there is no Table, no Goto and no Action"))
		}
		checkHostBits(e, linux.FRA_SRC, b.Src)
		checkHostBits(e, linux.FRA_DST, b.Dst)
		b.checkIgnored(e)
		b.Rule.encode(e, action, false)
	}
	return e.Result()
}

// String returns what is to be added, if it is not nil.
func (b added) String() string { return text(b.Rule) }

// deleted is the body of a request to delete one.
type deleted struct{ *Rule }

func (b deleted) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if b.check(e) {
		action := b.Action
		if b.Goto != 0 {
			action = b.action()
		}
		b.Rule.encode(e, action, false)
		if out, err := e.Result(); err == nil && matchesAll(out[len(buf):]) {
			e.Fail(0, errors.New("nothing says which rule"))
		}
	}
	return e.Result()
}

// String returns what is to be deleted, if it is not nil.
func (b deleted) String() string { return text(b.Rule) }

func text(r *Rule) string {
	if r == nil {
		return ""
	}
	return r.String()
}

// check reports whether r is a rule of a family that this package knows.
func (r *Rule) check(e *rtattr.Encoder) bool {
	switch {
	case r == nil:
		e.Fail(0, errors.New("the rule is nil"))
	case r.family() == linux.AF_UNSPEC:
		e.Fail(0, errors.New("family: there is no Family, no Src and no Dst"))
	case !known(r.family()):
		e.Fail(0, fmt.Errorf("family: %d is none of AF_INET, AF_INET6, RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR", r.Family))
	default:
		return true
	}
	return false
}

// action returns the action of r to be added.
func (r *Rule) action() uint8 {
	switch {
	case r.Action != linux.FR_ACT_UNSPEC:
		return r.Action
	case r.Goto != 0:
		return linux.FR_ACT_GOTO
	case r.Table != 0 || r.L3MDev:
		return linux.FR_ACT_TO_TBL
	}
	return linux.FR_ACT_UNSPEC
}

// matchesAll reports whether the message of a rule to be deleted says nothing but
// a family and flags. The kernel would take the first rule there is, as a rule
// that of the local table.
func matchesAll(b []byte) bool {
	return len(b) == sizeofHeader && [7]byte(b[1:8]) == [7]byte{}
}
