package rule

import (
	"fmt"
	"iter"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// List returns all rules of the namespace, those of each family in the order in
// which the kernel tries them.
func List(conn *nlmsg.Conn) ([]Rule, error) { return Filter{}.List(conn) }

// All yields what [List] returns, as it comes from the kernel. See [Filter.All].
func All(conn *nlmsg.Conn) iter.Seq2[Rule, error] { return Filter{}.All(conn) }

// Filter says which rules to read. Zero fields match any value. The kernel sends
// those of the Family; others that do not match are dropped here.
type Filter struct {
	// Family is AF_INET, AF_INET6, [FamilyIPMR] or [FamilyIP6MR]. If the kernel
	// has no rules for it, reading fails with EAFNOSUPPORT. Zero, AF_UNSPEC,
	// matches all of them.
	Family uint8

	// Priority is that of the rule. Nil matches any.
	Priority *uint32

	// Src and Dst are prefixes that those of the rule are within. The zero
	// Prefix matches any, and rules without one.
	Src, Dst netip.Prefix

	// FWMark is the FWMark of the rule, whatever its FWMask. Zero matches rules that
	// have a FWMask alone, as one with mark zero is read. Nil matches any.
	FWMark *uint32

	// Table is the routing table to look in.
	Table uint32

	// Protocol is who made the rule, RTPROT_*.
	Protocol uint8

	// IIF and OIF are names of interfaces.
	IIF, OIF string
}

// List returns the rules that match f. If they change while they are read, it may
// mix what was there at different times: the kernel does not mark that (see
// [nlmsg.ErrDumpInterrupted]). [Watch] reads again then.
func (f Filter) List(conn *nlmsg.Conn) ([]Rule, error) {
	return nlmsg.List(conn, f.Request(), f.decode)
}

// All yields the rules that match f, as they come from the kernel. An error is
// yielded last, as by [nlmsg.Conn.Dump]. The loop may use conn. Unknown
// attributes are valid until the next rule: see [Rule.Clone]. All else stays as
// it is.
func (f Filter) All(conn *nlmsg.Conn) iter.Seq2[Rule, error] {
	return nlmsg.All(conn, f.Request(), f.decode)
}

// Request returns the request for a dump that [Filter.List] and [Filter.All]
// make.
func (f Filter) Request() nlmsg.Request {
	return nlmsg.Request{Op: "rule list", Type: linux.RTM_GETRULE, Flags: linux.NLM_F_DUMP, Body: dump(f)}
}

// decode decodes a rule and reports whether it matches f.
func (f Filter) decode(m *nlmsg.Message, r *Rule) (bool, error) {
	if len(m.Data) > 0 && !known(m.Data[0]) {
		return false, nil
	}
	if err := r.decode(m); err != nil {
		return false, err
	}
	return (f.Family == linux.AF_UNSPEC || f.Family == r.Family) &&
		(f.Priority == nil || *f.Priority == *r.Priority) &&
		within(f.Src, r.Src) && within(f.Dst, r.Dst) &&
		(f.FWMark == nil || (r.FWMark != nil || r.FWMask != nil) && *f.FWMark == value(r.FWMark)) &&
		(f.Table == 0 || f.Table == r.Table) &&
		(f.Protocol == 0 || f.Protocol == r.Protocol) &&
		(f.IIF == "" || f.IIF == r.IIF) &&
		(f.OIF == "" || f.OIF == r.OIF), nil
}

// within reports whether p is a part of whole, of which the zero Prefix has all.
func within(whole, p netip.Prefix) bool {
	return whole == netip.Prefix{} || whole.Bits() <= p.Bits() && whole.Contains(p.Addr())
}

// dump is the body of a request for rules. Under strict checking all in it but
// the family must be zero.
type dump Filter

func (f dump) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	if f.Family != linux.AF_UNSPEC && !known(f.Family) {
		e.Fail(0, fmt.Errorf("family: %d is none of AF_INET, AF_INET6, RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR", f.Family))
	}
	e.Struct(sizeofHeader)[0] = f.Family
	return e.Result()
}
