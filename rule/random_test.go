package rule_test

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		x := randomRule(r)
		return []nlmsg.Request{
			rule.Add(&x), rule.Append(&x), rule.Del(&x), testprop.Body(linux.RTM_NEWRULE, x),
			testprop.Any[rule.Filter](r).Request(),
		}
	})
}

func randomRule(r *testfill.Random) rule.Rule {
	x := testprop.Any[rule.Rule](r)
	if r.IntN(8) == 0 {
		return x
	}
	x.Family = testprop.Pick(r, uint8(linux.AF_INET), linux.AF_INET6)
	x.Src, x.Dst = randomPrefix(r, x.Family), randomPrefix(r, x.Family)
	x.Priority = testprop.Pick(r, nil, new(1+r.Uint32N(32000)), new(1+r.Uint32N(32000)))
	x.IIF, x.OIF = testprop.Pick(r, "", "", "lo", "nosuch"), testprop.Pick(r, "", "", "lo", "nosuch0")
	x.TOS = testprop.Pick[uint8](r, 0, 0, 0x10, 4)
	if x.DSCP, x.DSCPMask = nil, nil; x.TOS == 0 && r.IntN(3) == 0 {
		x.DSCP, x.DSCPMask = new(uint8(r.IntN(64))), testprop.Pick(r, nil, new(uint8(63)))
		if x.DSCPMask != nil {
			*x.DSCPMask |= *x.DSCP
		}
	}
	x.FlowLabel, x.FlowLabelMask = nil, nil
	if x.Family == linux.AF_INET6 {
		x.Flow = 0
		if r.IntN(3) == 0 {
			x.FlowLabel, x.FlowLabelMask = new(r.Uint32N(1<<20)), new(uint32(1<<20-1))
		}
	}
	if u := x.UIDs; u != nil {
		u.First, u.Last = min(u.First, u.Last), max(u.First, u.Last)
	}
	x.SrcPorts, x.SrcPortMask = randomPorts(r)
	x.DstPorts, x.DstPortMask = randomPorts(r)
	x.Action, x.Table, x.L3MDev, x.Goto = 0, 0, false, 0
	switch r.IntN(5) {
	case 0:
		x.Action = testprop.Pick(r, uint8(linux.FR_ACT_NOP), linux.FR_ACT_BLACKHOLE, linux.FR_ACT_UNREACHABLE, linux.FR_ACT_PROHIBIT)
	case 1:
		x.Goto = 32001 + r.Uint32N(100)
	case 2:
		x.L3MDev = true
	default:
		x.Table = 1 + r.Uint32N(500)
	}
	if p := x.SuppressPrefixLen; p != nil {
		*p = r.Int32N(129)
	}
	if x.Goto != 0 || x.Table == 0 {
		x.SuppressPrefixLen, x.SuppressIfGroup = nil, nil
	}
	x.Flags = testprop.Pick[uint32](r, 0, 0, linux.FIB_RULE_INVERT)
	testprop.Vary(r, &x)
	return x
}

func randomPrefix(r *testfill.Random, family uint8) netip.Prefix {
	switch {
	case r.IntN(2) == 0:
		return netip.Prefix{}
	case family == linux.AF_INET:
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(r.Uint32())}), r.IntN(33)).Masked()
	}
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 0x01, byte(r.Uint32()), byte(r.Uint32())}), r.IntN(129)).Masked()
}

func randomPorts(r *testfill.Random) (p rule.PortRange, mask uint16) {
	switch r.IntN(4) {
	case 0:
		p = rule.Port(1 + uint16(r.IntN(65535)))
		mask = testprop.Pick[uint16](r, 0, 0xffff, 0xff00)
	case 1:
		p.First = 1 + uint16(r.IntN(65535))
		p.Last = p.First + uint16(r.IntN(65536-int(p.First)))
	}
	return p, mask
}
