package rule_test

import (
	"errors"
	"io/fs"
	"math"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
	"github.com/seed-030106aa/rawnl/rule"
)

const (
	toTable = linux.FR_ACT_TO_TBL
	iifGone = linux.FIB_RULE_IIF_DETACHED
	oifGone = linux.FIB_RULE_OIF_DETACHED
)

// What is added is read, and what is read can be deleted and written back.
func TestAddedIsRead(t *testing.T) {
	for _, tt := range []struct {
		name        string
		since       [2]int // version of the kernel
		added, want rule.Rule
	}{
		{"IPv4", [2]int{}, rule.Rule{Src: prefix("10.0.0.0/8"), Dst: prefix("192.0.2.7/32"), Table: 100},
			rule.Rule{Family: ipv4, Src: prefix("10.0.0.0/8"), Dst: prefix("192.0.2.7/32"), Action: toTable, Table: 100}},
		{"IPv6", [2]int{}, rule.Rule{Src: prefix("2001:db8::/32"), Dst: prefix("2001:db8::7/128"), Table: 100},
			rule.Rule{Family: ipv6, Src: prefix("2001:db8::/32"), Dst: prefix("2001:db8::7/128"), Action: toTable, Table: 100}},
		{"any address", [2]int{}, rule.Rule{Src: prefix("0.0.0.0/0"), Table: 100}, rule.Rule{Family: ipv4, Action: toTable, Table: 100}},
		{"largest table", [2]int{}, rule.Rule{Family: ipv6, Table: math.MaxUint32}, rule.Rule{Family: ipv6, Action: toTable, Table: math.MaxUint32}},
		{"inverted, by a static route's maker", [2]int{4, 17},
			rule.Rule{Family: ipv4, Flags: linux.FIB_RULE_INVERT, TOS: 0x10, Table: 254, Protocol: linux.RTPROT_STATIC},
			rule.Rule{Family: ipv4, Flags: linux.FIB_RULE_INVERT, TOS: 0x10, Action: toTable, Table: 254, Protocol: linux.RTPROT_STATIC}},
		{"interfaces", [2]int{}, rule.Rule{Family: ipv6, IIF: "lo", OIF: "a-name-of-15-by", Table: 100},
			rule.Rule{Family: ipv6, IIF: "lo", OIF: "a-name-of-15-by", Action: toTable, Table: 100, Flags: oifGone}},
		{"no interfaces", [2]int{}, rule.Rule{Family: ipv4, IIF: "veth8", OIF: "veth9", Table: 100},
			rule.Rule{Family: ipv4, IIF: "veth8", OIF: "veth9", Action: toTable, Table: 100, Flags: iifGone | oifGone}},
		{"mark", [2]int{}, rule.Rule{Family: ipv4, FWMark: new(uint32(7)), Table: 100},
			rule.Rule{Family: ipv4, FWMark: new(uint32(7)), FWMask: new(uint32(math.MaxUint32)), Action: toTable, Table: 100}},
		{"mark and mask", [2]int{}, rule.Rule{Family: ipv6, FWMark: new(uint32(0x10)), FWMask: new(uint32(0xff)), Table: 100},
			rule.Rule{Family: ipv6, FWMark: new(uint32(0x10)), FWMask: new(uint32(0xff)), Action: toTable, Table: 100}},
		{"mark of zero", [2]int{}, rule.Rule{Family: ipv4, FWMark: new(uint32(0)), FWMask: new(uint32(0xff)), Table: 100},
			rule.Rule{Family: ipv4, FWMask: new(uint32(0xff)), Action: toTable, Table: 100}},
		{"tunnel", [2]int{}, rule.Rule{Family: ipv4, TunID: 1<<40 | 42, Table: 100},
			rule.Rule{Family: ipv4, TunID: 1<<40 | 42, Action: toTable, Table: 100}},
		{"users", [2]int{}, rule.Rule{Family: ipv4, UIDs: new(rule.UIDRange), Action: linux.FR_ACT_PROHIBIT},
			rule.Rule{Family: ipv4, UIDs: new(rule.UIDRange), Action: linux.FR_ACT_PROHIBIT}},
		{"ports", [2]int{4, 17}, rule.Rule{Family: ipv6, IPProto: 17, SrcPorts: rule.PortRange{First: 1000, Last: 2000}, Action: linux.FR_ACT_BLACKHOLE},
			rule.Rule{Family: ipv6, IPProto: 17, SrcPorts: rule.PortRange{First: 1000, Last: 2000}, Action: linux.FR_ACT_BLACKHOLE}},
		{"port and mask", [2]int{6, 15}, rule.Rule{Family: ipv4, IPProto: 6, SrcPorts: rule.Port(80), DstPorts: rule.Port(0x1230), DstPortMask: 0xfff0, Action: linux.FR_ACT_UNREACHABLE},
			rule.Rule{Family: ipv4, IPProto: 6, SrcPorts: rule.Port(80), SrcPortMask: 0xffff, DstPorts: rule.Port(0x1230), DstPortMask: 0xfff0, Action: linux.FR_ACT_UNREACHABLE}},
		{"VRF", [2]int{}, rule.Rule{Family: ipv4, L3MDev: true}, rule.Rule{Family: ipv4, L3MDev: true, Action: toTable}},
		{"suppressors", [2]int{}, rule.Rule{Family: ipv4, Table: 254, SuppressPrefixLen: new(int32(0)), SuppressIfGroup: new(uint32(5))},
			rule.Rule{Family: ipv4, Action: toTable, Table: 254, SuppressPrefixLen: new(int32(0)), SuppressIfGroup: new(uint32(5))}},
		{"realms", [2]int{}, rule.Rule{Family: ipv4, Table: 254, Flow: 5<<16 | 7}, rule.Rule{Family: ipv4, Action: toTable, Table: 254, Flow: 5<<16 | 7}},
		{"jump", [2]int{}, rule.Rule{Family: ipv4, Goto: 0x7ffe}, rule.Rule{Family: ipv4, Action: linux.FR_ACT_GOTO, Goto: 0x7ffe}},
		{"jump to nowhere", [2]int{}, rule.Rule{Family: ipv6, Goto: 7777},
			rule.Rule{Family: ipv6, Action: linux.FR_ACT_GOTO, Goto: 7777, Flags: linux.FIB_RULE_UNRESOLVED}},
		{"nothing to do", [2]int{}, rule.Rule{Family: ipv6, Action: linux.FR_ACT_NOP, Flags: linux.FIB_RULE_FIND_SADDR},
			rule.Rule{Family: ipv6, Action: linux.FR_ACT_NOP, Flags: linux.FIB_RULE_FIND_SADDR}},
		{"code point", [2]int{6, 12}, rule.Rule{Family: ipv4, DSCP: new(uint8(0)), Table: 100},
			rule.Rule{Family: ipv4, DSCP: new(uint8(0)), DSCPMask: new(uint8(0x3f)), Action: toTable, Table: 100}},
		{"code point and mask", [2]int{6, 15}, rule.Rule{Family: ipv6, DSCP: new(uint8(0x28)), DSCPMask: new(uint8(0x38)), Table: 100},
			rule.Rule{Family: ipv6, DSCP: new(uint8(0x28)), DSCPMask: new(uint8(0x38)), Action: toTable, Table: 100}},
		{"flow label", [2]int{6, 14}, rule.Rule{Family: ipv6, FlowLabel: new(uint32(0x12300)), FlowLabelMask: new(uint32(0xfff00)), Table: 100},
			rule.Rule{Family: ipv6, FlowLabel: new(uint32(0x12300)), FlowLabelMask: new(uint32(0xfff00)), Action: toTable, Table: 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			if tt.want.Family == ipv6 {
				need(t, conn, ipv6, "CONFIG_IPV6_MULTIPLE_TABLES")
			}
			if !testns.KernelSince(t, tt.since[0], tt.since[1]) {
				t.Skipf("needs Linux %d.%d", tt.since[0], tt.since[1])
			}
			tt.added.Priority, tt.want.Priority = new(uint32(500)), new(uint32(500))
			if tt.want.DSCPMask != nil && !testns.KernelSince(t, 6, 15) {
				tt.want.DSCPMask = nil
			}
			do(t, conn, rule.Add(&tt.added))
			got := list(t, conn)
			if diff := cmp.Diff([]rule.Rule{tt.want}, got, values); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}
			name := "500: "
			if tt.want.Family == ipv6 && !tt.want.Src.IsValid() {
				name = "inet6 500: "
			}
			refused(t, conn.Do(rule.Add(&got[0])), fs.ErrExist, syscall.EEXIST, "rule add "+name)
			do(t, conn, rule.Del(&got[0]))
			if rest := list(t, conn); len(rest) != 0 {
				t.Fatalf("left after it was deleted: %v", rest)
			}
			refused(t, conn.Do(rule.Del(&got[0])), fs.ErrNotExist, syscall.ENOENT, "rule del "+name)
			do(t, conn, rule.Add(&got[0]))
			if diff := cmp.Diff(got, list(t, conn), values); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

// refused checks an error's kinds and how it begins.
func refused(t *testing.T, err, kind error, errno syscall.Errno, text string) {
	t.Helper()
	if !errors.Is(err, kind) || !errors.Is(err, errno) {
		t.Errorf("error %v, want one that is %v and %v", err, kind, errno)
		return
	}
	if !strings.HasPrefix(err.Error(), text) {
		t.Errorf("error %q, want one that begins with %q", err, text)
	}
}

// Those of multicast routing have all but addresses and types of service.
func TestMulticastRules(t *testing.T) {
	for family, option := range map[uint8]string{
		rule.FamilyIPMR:  "CONFIG_IP_MROUTE_MULTIPLE_TABLES",
		rule.FamilyIP6MR: "CONFIG_IPV6_MROUTE_MULTIPLE_TABLES",
	} {
		t.Run(option, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			need(t, conn, family, option)
			want := rule.Rule{Family: family, Priority: new(uint32(50)), IIF: "lo", FWMark: new(uint32(3)), FWMask: new(uint32(7)),
				Action: toTable, Table: 300}
			do(t, conn, rule.Add(&want))
			if diff := cmp.Diff([]rule.Rule{want}, list(t, conn), values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			do(t, conn, rule.Del(&rule.Rule{Family: family, Priority: new(uint32(50))}))
			if rest := list(t, conn); len(rest) != 0 {
				t.Errorf("left after it was deleted: %v", rest)
			}
		})
	}
}

// A rule added without NLM_F_EXCL is added again. Of two that are alike one is
// deleted at a time.
func TestRule21TheSameRuleTwice(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := &rule.Rule{Family: ipv4, Table: 100, Priority: new(uint32(500))}
	do(t, conn, rule.Add(r), rule.Append(r))
	refused(t, conn.Do(rule.Add(r)), fs.ErrExist, syscall.EEXIST, "rule add 500: from all lookup 100: ")
	if n := len(list(t, conn)); n != 2 {
		t.Fatalf("%d rules, want 2", n)
	}
	for n := range 2 {
		r := list(t, conn)[0]
		do(t, conn, rule.Del(&r))
		if got := len(list(t, conn)); got != 1-n {
			t.Fatalf("%d rules are left, want %d", got, 1-n)
		}
	}
}

// Table 300 is in FRA_TABLE, the header has RT_TABLE_COMPAT then. A mark without
// a mask counts in all bits, and an address without a length does not count.
func TestRule78And86TablesMarksAndAddresses(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn, rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(1)), FWMark: new(uint32(7)), Table: 300,
		Unknown: []rtattr.Raw{{Type: linux.FRA_SRC, Data: []byte{192, 0, 2, 1}}}}))
	for m, err := range conn.Dump(rule.Filter{Family: ipv4}.Request()) {
		if err != nil {
			t.Fatal(err)
		}
		r, err := rule.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if *r.Priority != 1 {
			continue
		}
		want := &rule.Rule{Family: ipv4, Priority: new(uint32(1)), FWMark: new(uint32(7)), FWMask: new(uint32(math.MaxUint32)),
			Action: toTable, Table: 300}
		if diff := cmp.Diff(want, r, values); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if m.Data[4] != linux.RT_TABLE_COMPAT {
			t.Errorf("table %d in the header, want RT_TABLE_COMPAT", m.Data[4])
		}
		return
	}
	t.Error("the rule is not there")
}

// A rule without a source exists for the kernel if one with a source does, and
// deleting it takes the first that has what is asked for.
func TestTheNarrowRuleStandsForTheWide(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	narrow := &rule.Rule{Src: prefix("10.0.0.0/8"), Table: 100, Priority: new(uint32(500))}
	wide := &rule.Rule{Family: ipv4, Table: 100, Priority: new(uint32(500))}
	do(t, conn, rule.Add(narrow))
	refused(t, conn.Do(rule.Add(wide)), fs.ErrExist, syscall.EEXIST, "rule add 500: from all lookup 100: ")
	do(t, conn, rule.Append(wide))
	both := list(t, conn)
	do(t, conn, rule.Del(wide))
	if got := list(t, conn); len(got) != 1 || got[0].Src.IsValid() {
		t.Errorf("left: %v, want the one without a source", got)
	}

	// What was read is written back in its order.
	do(t, conn, rule.Del(wide), rule.Append(&both[0]), rule.Append(&both[1]))
	if diff := cmp.Diff(both, list(t, conn), values); diff != "" {
		t.Errorf("written back (-want +got)\n%s", diff)
	}
}

// Without a priority a rule comes before all but the first, as often as it is
// asked for.
func TestPriorityOfTheKernel(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := &rule.Rule{Family: ipv4, Table: 100}
	do(t, conn, rule.Add(r), rule.Add(r))
	got := list(t, conn)
	if len(got) != 2 || *got[0].Priority != 0x7ffc || *got[1].Priority != 0x7ffd {
		t.Errorf("rules %v, want priorities 32764 and 32765", got)
	}
}

// The kernel says which priority it chose, whatever the family.
func TestCreateReturnsTheRule(t *testing.T) {
	for name, family := range map[string]uint8{"IPv4": ipv4, "IPv6": ipv6, "multicast": rule.FamilyIPMR} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			need(t, conn, family, "rules of the family")
			for range 2 {
				made, err := rule.Create(conn, &rule.Rule{Family: family, IIF: "lo", Table: 100})
				if err != nil {
					t.Fatal(err)
				}
				got, err := rule.Filter{Family: family, Priority: made.Priority}.List(conn)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]rule.Rule{*made}, got, values); diff != "" {
					t.Errorf("(-created +read)\n%s", diff)
				}
			}
			if got := list(t, conn); len(got) != 2 {
				t.Errorf("rules %v, want two", got)
			}
			fixed := &rule.Rule{Family: family, Priority: new(uint32(500)), Table: 100}
			if made, err := rule.Create(conn, fixed); err != nil || *made.Priority != 500 {
				t.Errorf("%v, %v, want priority 500", made, err)
			}
			_, err := rule.Create(conn, fixed)
			refused(t, err, fs.ErrExist, syscall.EEXIST, "rule add ")
		})
	}
}

// A rule of another program may have bits beyond its prefix. It is read, and can
// be deleted.
func TestHostBitsOfOthers(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	testns.Command(t, ns, "ip", "rule", "add", "from", "192.0.2.1/24", "lookup", "100", "priority", "500")
	got := list(t, conn)
	if len(got) != 1 || got[0].Src != prefix("192.0.2.1/24") {
		t.Fatalf("rules %v, want one from 192.0.2.1/24", got)
	}
	do(t, conn, rule.Del(&got[0]))
	if rest := list(t, conn); len(rest) != 0 {
		t.Errorf("left after it was deleted: %v", rest)
	}
}

// What the kernel says of rules that it does not take.
func TestRefusedByTheKernel(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for _, tt := range []struct {
		name  string
		since [2]int // version of the kernel
		rule  rule.Rule
		want  string
	}{
		{"jump backwards", [2]int{4, 20}, rule.Rule{Family: ipv4, Priority: new(uint32(5)), Goto: 5}, "rule add 5: from all goto 5: invalid argument: Backward goto not supported"},
		{"jump without target", [2]int{4, 20}, rule.Rule{Family: ipv4, Action: linux.FR_ACT_GOTO}, "rule add from all goto 0: invalid argument: Missing goto target for action goto"},
		{"VRF and table", [2]int{4, 20}, rule.Rule{Family: ipv4, L3MDev: true, Table: 5}, "rule add from all lookup [l3mdev-table] lookup 5: invalid argument: l3mdev and table are mutually exclusive"},
		{"type and code point", [2]int{6, 12}, rule.Rule{Family: ipv4, TOS: 4, DSCP: new(uint8(1)), Table: 5}, "rule add from all tos 0x04 lookup 5 dscp 1: invalid argument: Cannot specify both TOS and DSCP"},
	} {
		if !testns.KernelSince(t, tt.since[0], tt.since[1]) {
			continue
		}
		if err := conn.Do(rule.Add(&tt.rule)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: error\n%v, want\n%s", tt.name, err, tt.want)
		}
	}
}

// A namespace begins with the rules of the three tables that it has.
func TestFirstRules(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	got, err := rule.Filter{Family: ipv4}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, r := range got {
		text = append(text, r.String())
	}
	want := []string{"0: from all lookup local", "32766: from all lookup main", "32767: from all lookup default"}
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	// Even the first can be deleted and written back, to its place.
	do(t, conn, rule.Del(&got[0]), rule.Add(&got[0]))
	again, err := rule.Filter{Family: ipv4}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again, values); diff != "" {
		t.Errorf("written back (-want +got)\n%s", diff)
	}
}

// Deleting with nothing but a family would take the rule of the local table.
func TestDelOfNothing(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	bare := rule.Del(&rule.Rule{Family: ipv4, Priority: new(uint32(0))})
	b := encode(t, bare)[nlmsg.HeaderLen : nlmsg.HeaderLen+12]
	do(t, conn, nlmsg.Request{Type: bare.Type, Flags: bare.Flags, Body: fixed(b)})
	got, err := rule.Filter{Family: ipv4, Table: linux.RT_TABLE_LOCAL}.List(conn)
	if err != nil || len(got) != 0 {
		t.Errorf("%v, %v, want the rule of the local table gone", got, err)
	}
}

type fixed []byte

func (b fixed) AppendBinary(buf []byte) ([]byte, error) { return append(buf, b...), nil }
