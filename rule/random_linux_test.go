package rule_test

import (
	"math"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestRandomRules(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	conn := testprop.Dial(t, ns)
	k := testprop.Kernel[rule.Rule]{
		Conn: conn,
		Make: func() rule.Rule {
			r := randomRule(conn.Random)
			for r.Priority != nil && used(t, conn.Conn, *r.Priority) {
				// Else it might be deleted in the place of another.
				r = randomRule(conn.Random)
			}
			r.Flags &^= linux.FIB_RULE_PERMANENT // which cannot be deleted
			return r
		},
		Add: rule.Add,
		Del: rule.Del,
		List: func() ([]rule.Rule, error) {
			list, err := rule.List(conn.Conn)
			for i := range list {
				list[i].Flags &^= reported // which others change that come and go
			}
			return list, err
		},
		Differs: ruleDiffers(t),
		Options: cmp.Options{values},
	}
	k.Check(t)
}

const reported = linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED

// used reports whether there is a rule of that priority.
func used(t *testing.T, conn *nlmsg.Conn, priority uint32) bool {
	t.Helper()
	list, err := rule.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(list, func(r rule.Rule) bool { return *r.Priority == priority })
}

// ruleDiffers says what rules are not read back as they were set.
func ruleDiffers(t *testing.T) []testprop.Difference[rule.Rule] {
	type r = rule.Rule
	return []testprop.Difference[r]{
		{Why: "older kernels do not look at what they do not know", Apply: func(want *r, read r) {
			if !testns.KernelSince(t, 6, 12) {
				want.DSCP = read.DSCP
			}
			if !testns.KernelSince(t, 6, 14) {
				want.FlowLabel, want.FlowLabelMask = read.FlowLabel, read.FlowLabelMask
			}
			if !testns.KernelSince(t, 6, 15) {
				want.DSCPMask, want.SrcPortMask, want.DstPortMask = read.DSCPMask, read.SrcPortMask, read.DstPortMask
			}
		}},
		{Why: "the family is that of the prefixes", Apply: func(want *r, read r) {
			if want.Family == 0 && (want.Src.IsValid() || want.Dst.IsValid()) {
				want.Family = read.Family
			}
		}},
		{Why: "the kernel chooses a Priority", Apply: func(want *r, read r) {
			if want.Priority == nil {
				want.Priority = read.Priority
			}
		}},
		{Why: "a prefix of no bits is none", Apply: func(want *r, _ r) {
			for _, p := range []*netip.Prefix{&want.Src, &want.Dst} {
				if p.Bits() == 0 {
					*p = netip.Prefix{}
				}
			}
		}},
		{Why: "all bits of a mark count, unless it is zero", Apply: func(want *r, _ r) {
			if m := want.FWMark; m != nil && *m != 0 && want.FWMask == nil {
				want.FWMask = new(uint32(math.MaxUint32))
			}
		}},
		{Why: "a mark of zero is none, and so is then a mask of zero", Apply: func(want *r, _ r) {
			if m := want.FWMark; m != nil && *m == 0 {
				want.FWMark = nil
			}
			if m := want.FWMask; want.FWMark == nil && m != nil && *m == 0 {
				want.FWMask = nil
			}
		}},
		{Why: "a suppressor of -1 is none", Apply: func(want *r, _ r) {
			if n := want.SuppressPrefixLen; n != nil && *n == -1 {
				want.SuppressPrefixLen = nil
			}
			if n := want.SuppressIfGroup; n != nil && *n == math.MaxUint32 {
				want.SuppressIfGroup = nil
			}
		}},
		{Why: "all bits of a DSCP count", Apply: func(want *r, read r) {
			if want.DSCP != nil && want.DSCPMask == nil && read.DSCPMask != nil {
				want.DSCPMask = new(uint8(0x3f))
			}
		}},
		{Why: "IPv4 alone has realms", Apply: func(want *r, _ r) {
			if want.Family != linux.AF_INET {
				want.Flow = 0
			}
		}},
		{Why: "all bits of a port count", Apply: func(want *r, read r) {
			allBits(want.SrcPorts, &want.SrcPortMask, read.SrcPortMask)
			allBits(want.DstPorts, &want.DstPortMask, read.DstPortMask)
		}},
		{Why: "the action is that of the Goto, the Table or the L3MDev", Apply: func(want *r, _ r) {
			switch {
			case want.Action != 0:
			case want.Goto != 0:
				want.Action = linux.FR_ACT_GOTO
			default:
				want.Action = linux.FR_ACT_TO_TBL
			}
		}},
		{Why: "what the kernel finds out about interfaces and other rules is not set", Apply: func(want *r, _ r) { want.Flags &^= reported }},
	}
}

// allBits sets the mask of a single port, if the kernel has masks.
func allBits(p rule.PortRange, mask *uint16, read uint16) {
	if p.First == p.Last && p.First != 0 && *mask == 0 && read != 0 {
		*mask = 0xffff
	}
}
