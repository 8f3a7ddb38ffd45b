package rule_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn,
		rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(1)), Table: 100, IIF: "lo"}),
		rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(2)), Table: 1000, OIF: "lo", Protocol: 77}),
		rule.Add(&rule.Rule{Family: ipv6, Priority: new(uint32(2)), Table: 100}),
		rule.Add(&rule.Rule{Src: prefix("10.1.0.0/16"), Dst: prefix("192.0.2.0/24"), Priority: new(uint32(3)), Table: 300,
			FWMark: new(uint32(7))}),
		rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(4)), Table: 400, FWMark: new(uint32(0)), FWMask: new(uint32(0xff))}))
	const marked = "3: from 10.1.0.0/16 to 192.0.2.0/24 fwmark 0x7 lookup 300"
	for name, tt := range map[string]struct {
		filter rule.Filter
		want   []string
	}{
		"family":           {rule.Filter{Family: ipv6}, []string{"inet6 0: from all lookup local", "inet6 2: from all lookup 100", "inet6 32766: from all lookup main"}},
		"priority":         {rule.Filter{Priority: new(uint32(2))}, []string{"2: from all oif lo lookup 1000 proto 77", "inet6 2: from all lookup 100"}},
		"table":            {rule.Filter{Table: 100}, []string{"1: from all iif lo lookup 100", "inet6 2: from all lookup 100"}},
		"table beyond 255": {rule.Filter{Table: 1000}, []string{"2: from all oif lo lookup 1000 proto 77"}},
		"maker":            {rule.Filter{Protocol: 77}, []string{"2: from all oif lo lookup 1000 proto 77"}},
		"incoming":         {rule.Filter{IIF: "lo"}, []string{"1: from all iif lo lookup 100"}},
		"outgoing":         {rule.Filter{OIF: "lo"}, []string{"2: from all oif lo lookup 1000 proto 77"}},
		"source":           {rule.Filter{Src: prefix("10.0.0.0/8")}, []string{marked}},
		"narrower source":  {rule.Filter{Src: prefix("10.1.0.0/24")}, nil},
		"destination":      {rule.Filter{Dst: prefix("192.0.2.0/24")}, []string{marked}},
		"other family":     {rule.Filter{Dst: prefix("::/0")}, nil},
		"mark":             {rule.Filter{FWMark: new(uint32(7))}, []string{marked}},
		"another mark":     {rule.Filter{FWMark: new(uint32(8))}, nil},
		"mark of zero":     {rule.Filter{FWMark: new(uint32(0))}, []string{"4: from all fwmark 0/0xff lookup 400"}},
		"both":             {rule.Filter{IIF: "lo", OIF: "lo"}, nil},
	} {
		got, err := tt.filter.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		var text []string
		for _, r := range got {
			text = append(text, r.String())
		}
		if diff := cmp.Diff(tt.want, text); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}

		// The same, streamed, and with requests in between.
		var streamed []rule.Rule
		for r, err := range tt.filter.All(conn) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := (rule.Filter{Family: ipv4}).List(conn); err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, r.Clone())
		}
		if diff := cmp.Diff(got, streamed, values, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-list +streamed)\n%s", name, diff)
		}
	}
}

// A rule says whether there is an interface of the name that it has.
func TestDetached(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	r := &rule.Rule{Family: ipv4, Priority: new(uint32(1)), IIF: "veth8", OIF: "veth9", Table: 100}
	do(t, conn, rule.Add(r))
	detached := func(want uint32) rule.Rule {
		t.Helper()
		got := list(t, conn)[0]
		if got.Flags != want {
			t.Errorf("flags %#x, want %#x", got.Flags, want)
		}
		return got
	}
	read := detached(iifGone | oifGone)
	do(t, conn, link.Add(&link.Link{Name: "veth8", Index: 8, Data: &link.Veth{Peer: &link.Link{Name: "veth9"}}}))
	detached(0)

	// A rule that was read when there were none does not stay so.
	do(t, conn, rule.Del(&read), rule.Add(&read))
	detached(0)
	do(t, conn, link.SetName(link.Index(8), "veth7"))
	detached(iifGone)
}

// ip(8) shows rules made here as String does, and what it has made is read.
func TestAgreesWithIproute2(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/etc/protocols"); err != nil {
		t.Skipf("needs the names that ip has of protocols: %v", err)
	}
	conn, ns := dial(t)
	var lines []string
	for i, args := range []string{
		"from 10.0.0.0/8 to 192.0.2.7 tos 0x08 fwmark 0x10/0xff iif lo oif veth9 lookup main suppress_prefixlength 0 suppress_ifgroup 5",
		"not from all fwmark 7 uidrange 0-0 ipproto tcp sport 80 dport 1000-2000 tun_id 42 lookup 1000 realms 5/7 proto static",
		"from all fwmark 0/0x3 ipproto icmp blackhole proto boot",
		"from 0.0.0.0/0 goto 32766",
		"from all goto 4294967295",
		"from all lookup local realms 7",
		"from all nop",
		"from all ipproto sctp prohibit proto redirect",
		"from all ipproto ipv6-icmp unreachable proto kernel",
		"from all ipproto udp l3mdev",
		"from all ipproto udplite table default",
	} {
		testns.Command(t, ns, "ip", strings.Fields("rule add pref "+string(rune('1'+i%9))+strings.Repeat("0", 2+i/9)+" "+args)...)
	}
	for line := range strings.Lines(testns.Command(t, ns, "ip", "rule", "show")) {
		lines = append(lines, strings.TrimSpace(strings.ReplaceAll(line, ":\t", ": ")))
	}
	got, err := rule.Filter{Family: ipv4}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for i := range got {
		text = append(text, got[i].String())
	}
	if diff := cmp.Diff(lines, text); diff != "" {
		t.Errorf("(-ip +String)\n%s", diff)
	}

	// All of them written back.
	shown := testns.Command(t, ns, "ip", "rule", "show")
	for i := range got {
		do(t, conn, rule.Del(&got[i]))
	}
	if rest := testns.Command(t, ns, "ip", "rule", "show"); rest != "" {
		t.Fatalf("left after all were deleted:\n%s", rest)
	}
	for i := range got {
		do(t, conn, rule.Add(&got[i]))
	}
	if diff := cmp.Diff(shown, testns.Command(t, ns, "ip", "rule", "show")); diff != "" {
		t.Errorf("written back (-want +got)\n%s", diff)
	}
}

// Of multicast rules too.
func TestAgreesWithIproute2OnMulticast(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	need(t, conn, rule.FamilyIPMR, "CONFIG_IP_MROUTE_MULTIPLE_TABLES")
	do(t, conn, rule.Add(&rule.Rule{Family: rule.FamilyIPMR, Priority: new(uint32(50)), IIF: "lo", Table: 100}))
	if got, want := testns.Command(t, ns, "ip", "mrule", "show"), "50:\tfrom all iif lo lookup 100 \n"; !strings.Contains(strings.ReplaceAll(got, "100\n", "100 \n"), want) {
		t.Errorf("ip shows\n%s, want %q in it", got, want)
	}
	testns.Command(t, ns, "ip", "mrule", "add", "pref", "60", "oif", "lo", "prohibit")
	want := []rule.Rule{{Family: rule.FamilyIPMR, Priority: new(uint32(60)), OIF: "lo", Action: linux.FR_ACT_PROHIBIT}}
	got, err := rule.Filter{Family: rule.FamilyIPMR, OIF: "lo"}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, values); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
