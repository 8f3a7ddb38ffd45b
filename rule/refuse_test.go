package rule_test

import (
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

// What the wire cannot carry is named before anything is sent.
func TestRequestsRefuse(t *testing.T) {
	with := func(change func(r *rule.Rule)) nlmsg.Request {
		r := rule.Rule{Family: ipv4, Table: 10}
		change(&r)
		return rule.Add(&r)
	}
	const noFamily = "is none of AF_INET, AF_INET6, RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR"
	const multicast = "a rule of multicast routing does not look at it"
	for _, tt := range []struct {
		name    string
		request nlmsg.Request
		want    string
	}{
		{"nil to add", rule.Add(nil), "rule add: at offset 16: the rule is nil"},
		{"nil to delete", rule.Del(nil), "rule del: at offset 16: the rule is nil"},
		{"no family", rule.Add(&rule.Rule{Table: 10}), "rule add from all lookup 10: at offset 16: family: there is no Family, no Src and no Dst"},
		{"no family to delete", rule.Del(&rule.Rule{Priority: new(uint32(5))}), "rule del 5: from all: at offset 16: family: there is no Family, no Src and no Dst"},
		{"another family", rule.Add(&rule.Rule{Family: linux.AF_MPLS, Table: 10}), "rule add from all lookup 10: at offset 16: family: 28 " + noFamily},
		{"another family to list", rule.Filter{Family: linux.AF_MPLS}.Request(), "rule list: at offset 16: family: 28 " + noFamily},
		{"nothing to do", rule.Add(&rule.Rule{Family: ipv4}), "rule add from all: at offset 16: action: there is no Table, no Goto and no Action"},
		{"nothing to delete", rule.Del(&rule.Rule{Family: ipv4, Flags: linux.FIB_RULE_INVERT}), "rule del not from all: at offset 28: nothing says which rule"},
		{"source of the other family", with(func(r *rule.Rule) { r.Src = prefix("2001:db8::/32") }),
			"rule add from 2001:db8::/32 lookup 10: FRA_SRC at offset 28: 2001:db8::/32 is not of the rule's family"},
		{"destination of the other family", rule.Add(&rule.Rule{Src: prefix("192.0.2.0/24"), Dst: prefix("2001:db8::/32"), Table: 10}),
			"rule add from 192.0.2.0/24 to 2001:db8::/32 lookup 10: FRA_DST at offset 28: 2001:db8::/32 is not of the rule's family"},
		{"mapped source", rule.Add(&rule.Rule{Src: prefix("::ffff:192.0.2.0/120"), Table: 10}),
			"rule add from ::ffff:192.0.2.0/120 lookup 10: FRA_SRC at offset 28: ::ffff:192.0.2.0/120 is an IPv4-mapped prefix: use netip.Addr.Unmap"},
		{"prefix of 33 bits", with(func(r *rule.Rule) { r.Src = netip.PrefixFrom(netip.MustParseAddr("192.0.2.0"), 33) }),
			"rule add from all lookup 10: FRA_SRC at offset 28: no valid prefix"},
		{"source with host bits", with(func(r *rule.Rule) { r.Src = prefix("192.0.2.1/24") }),
			"rule add from 192.0.2.1/24 lookup 10: FRA_SRC at offset 16: 192.0.2.1/24 has bits set beyond its length: use netip.Prefix.Masked"},
		{"destination with host bits", rule.Append(&rule.Rule{Dst: prefix("2001:db8::1/64"), Table: 10}),
			"rule append from all to 2001:db8::1/64 lookup 10: FRA_DST at offset 16: 2001:db8::1/64 has bits set beyond its length: use netip.Prefix.Masked"},
		{"name of 16 bytes", with(func(r *rule.Rule) { r.IIF = "abcdefghijklmnop" }),
			`rule add from all iif abcdefghijklmnop lookup 10: FRA_IIFNAME at offset 28: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`},
		{"name with NUL", with(func(r *rule.Rule) { r.OIF = "a\x00b" }), "rule add from all oif a\x00b lookup 10: FRA_OIFNAME at offset 28: \"a\\x00b\" holds a NUL"},
		{"code point of 7 bits", with(func(r *rule.Rule) { r.DSCP = new(uint8(64)) }), "rule add from all lookup 10 dscp 64: FRA_DSCP at offset 28: 0x40 has more than 6 bits"},
		{"mask of 7 bits", with(func(r *rule.Rule) { r.DSCPMask = new(uint8(64)) }), "rule add from all lookup 10 dscp 0/0x40: FRA_DSCP_MASK at offset 28: 0x40 has more than 6 bits"},
		{"flow label of 21 bits", with(func(r *rule.Rule) { r.FlowLabel = new(uint32(1 << 20)) }),
			"rule add from all lookup 10 flowlabel 0x100000: FRA_FLOWLABEL at offset 28: 0x100000 has more than 20 bits"},
		{"mask of 21 bits", with(func(r *rule.Rule) { r.FlowLabelMask = new(uint32(1 << 20)) }),
			"rule add from all lookup 10 flowlabel 0/0x100000: FRA_FLOWLABEL_MASK at offset 28: 0x100000 has more than 20 bits"},
		{"no users", with(func(r *rule.Rule) { r.UIDs = &rule.UIDRange{First: 2, Last: 1} }),
			"rule add from all uidrange 2-1 lookup 10: FRA_UID_RANGE at offset 28: users from 2 to 1 are none"},
		{"port 0", with(func(r *rule.Rule) { r.SrcPorts = rule.PortRange{First: 0, Last: 80} }),
			"rule add from all sport 0-80 lookup 10: FRA_SPORT_RANGE at offset 28: ports from 0 to 80 are no range"},
		{"source of multicast routing", rule.Add(&rule.Rule{Family: rule.FamilyIPMR, Src: prefix("192.0.2.0/24"), Table: 10}),
			"rule add ipmr from 192.0.2.0/24 lookup 10: FRA_SRC at offset 16: " + multicast},
		{"destination of multicast routing", rule.Append(&rule.Rule{Family: rule.FamilyIP6MR, Dst: prefix("2001:db8::/32"), Table: 10}),
			"rule append ip6mr from all to 2001:db8::/32 lookup 10: FRA_DST at offset 16: " + multicast},
		{"type of service of multicast routing", rule.Add(&rule.Rule{Family: rule.FamilyIPMR, TOS: 16, Table: 10}),
			"rule add ipmr from all tos 0x10 lookup 10: at offset 16: tos: " + multicast},
		{"code point of multicast routing", rule.Add(&rule.Rule{Family: rule.FamilyIPMR, DSCP: new(uint8), Table: 10}),
			"rule add ipmr from all lookup 10 dscp 0: FRA_DSCP at offset 16: " + multicast},
		{"flow label of multicast routing", rule.Add(&rule.Rule{Family: rule.FamilyIP6MR, FlowLabel: new(uint32), Table: 10}),
			"rule add ip6mr from all lookup 10 flowlabel 0: FRA_FLOWLABEL at offset 16: " + multicast},
		{"no ports", with(func(r *rule.Rule) { r.DstPorts = rule.PortRange{First: 80} }),
			"rule add from all dport 80-0 lookup 10: FRA_DPORT_RANGE at offset 28: ports from 80 to 0 are no range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := tt.request.AppendBinary([]byte{1})
			if err == nil || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
			if len(b) != 1 {
				t.Errorf("%d bytes returned, want those given", len(b))
			}
		})
	}
}
