package rule_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"add", "ip rule add from 192.0.2.0/24 lookup 100 priority 500",
			rule.Add(&rule.Rule{Src: prefix("192.0.2.0/24"), Table: 100, Priority: new(uint32(500))})},
		{"add-mark", "ip -6 rule add not fwmark 0x10/0xff iif lo lookup 1000 protocol static\nThe table does not fit the header, so that FRA_TABLE has it.",
			rule.Add(&rule.Rule{Family: ipv6, Flags: linux.FIB_RULE_INVERT, FWMark: new(uint32(0x10)), FWMask: new(uint32(0xff)),
				IIF: "lo", Table: 1000, Protocol: linux.RTPROT_STATIC})},
		{"add-ports", "ip rule add ipproto tcp sport 1024-2047 dport 80/0xfff0 uidrange 1000-1999 prohibit",
			rule.Add(&rule.Rule{Family: ipv4, IPProto: 6, SrcPorts: rule.PortRange{First: 1024, Last: 2047}, DstPorts: rule.Port(80),
				DstPortMask: 0xfff0, UIDs: &rule.UIDRange{First: 1000, Last: 1999}, Action: linux.FR_ACT_PROHIBIT})},
		{"add-class", "ip -6 rule add dscp 46/0x3e flowlabel 0x12345/0xfffff tun_id 42 lookup main suppress_prefixlength 0 suppress_ifgroup 5",
			rule.Add(&rule.Rule{Family: ipv6, DSCP: new(uint8(46)), DSCPMask: new(uint8(0x3e)), FlowLabel: new(uint32(0x12345)),
				FlowLabelMask: new(uint32(0xfffff)), TunID: 42, Table: linux.RT_TABLE_MAIN,
				SuppressPrefixLen: new(int32(0)), SuppressIfGroup: new(uint32(5))})},
		{"add-goto", "ip rule add goto 32766 priority 10 realms 5/7", rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(10)), Goto: 32766, Flow: 5<<16 | 7})},
		{"add-l3mdev", "ip rule add l3mdev oif vrf0", rule.Add(&rule.Rule{Family: ipv4, L3MDev: true, OIF: "vrf0"})},
		{"mrule-add", "ip -6 mrule add iif lo lookup 100", rule.Add(&rule.Rule{Family: rule.FamilyIP6MR, IIF: "lo", Table: 100})},
		{"del", "ip rule del priority 500", rule.Del(&rule.Rule{Family: ipv4, Priority: new(uint32(500))})},
		{"append", "ip rule restore, of: from 192.0.2.0/24 lookup 100 priority 500",
			rule.Append(&rule.Rule{Src: prefix("192.0.2.0/24"), Table: 100, Priority: new(uint32(500))})},
		{"list", "ip rule show, of all families", rule.Filter{}.Request()},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, err := tt.request.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, got)
		})
	}
}
