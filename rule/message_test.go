package rule_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
	"github.com/seed-030106aa/rawnl/rule"
)

var values = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

// full has a value in every field, each another, that a request can carry.
func full(family uint8) *rule.Rule {
	r := new(rule.Rule)
	n := 0
	fill(reflect.ValueOf(r).Elem(), &n)
	r.Family = family
	r.Src, r.Dst = prefix("192.0.2.0/24"), prefix("198.51.100.7/32")
	if family == ipv6 || family == rule.FamilyIP6MR {
		r.Src, r.Dst = prefix("2001:db8:1::/48"), prefix("2001:db8::7/128")
	}
	r.Flags = linux.FIB_RULE_INVERT | linux.FIB_RULE_FIND_SADDR
	r.Unknown = []rtattr.Raw{{Type: 500, Data: []byte{7}}, {Type: 501, Data: []byte{1, 2, 3, 4, 5}}}
	return r
}

func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32:
		v.SetInt(int64(*n))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.String:
		v.SetString("name" + string(rune('a'+*n%26)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	}
}

// Every field is written and read back. A new field that the codec forgets fails
// here.
func TestEveryFieldComesBack(t *testing.T) {
	for _, family := range []uint8{ipv4, ipv6, rule.FamilyIPMR, rule.FamilyIP6MR} {
		want := full(family)
		for i := range reflect.TypeFor[rule.Rule]().NumField() {
			if reflect.ValueOf(*want).Field(i).IsZero() {
				t.Errorf("%s is empty", reflect.TypeFor[rule.Rule]().Field(i).Name)
			}
		}
		for _, request := range []nlmsg.Request{rule.Add(want), rule.Del(want)} {
			if request.Type == linux.RTM_NEWRULE && family != ipv4 && family != ipv6 {
				continue // multicast routing ignores some, which are refused
			}
			if diff := cmp.Diff(want, sent(t, request), values); diff != "" {
				t.Errorf("family %d (-written +read)\n%s", family, diff)
			}
		}
		want.Flags = ^uint32(0) // also what the kernel alone says
		isSaid(t, want)
		want.Table = 1000 // for which the header has no room
		isSaid(t, want)
	}
}

// isSaid writes r as the kernel does and reads it.
func isSaid(t *testing.T, r *rule.Rule) {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rule.Decode(newRule(b))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, got, values); diff != "" {
		t.Errorf("%v (-written +read)\n%s", r, diff)
	}
}

// Every field alone is sent, or refused.
func TestEveryFieldAloneCounts(t *testing.T) {
	base := rule.Rule{Family: ipv4, Action: linux.FR_ACT_NOP}
	without := encode(t, rule.Add(&base))
	fields := reflect.TypeFor[rule.Rule]()
	for i := range fields.NumField() {
		r := base
		if name := fields.Field(i).Name; name == "Family" || name == "Action" {
			continue
		}
		reflect.ValueOf(&r).Elem().Field(i).Set(reflect.ValueOf(*full(ipv4)).Field(i))
		with, err := rule.Add(&r).AppendBinary(nil)
		if err == nil && string(with) == string(without) {
			t.Errorf("%s alone changes nothing", fields.Field(i).Name)
		}
	}
}

// A clone shares no memory.
func TestClone(t *testing.T) {
	want := full(ipv4)
	c := want.Clone()
	if diff := cmp.Diff(*want, c, values); diff != "" {
		t.Errorf("(-want +clone)\n%s", diff)
	}
	v, w := reflect.ValueOf(*want), reflect.ValueOf(c)
	for i := range v.NumField() {
		if k := v.Field(i).Kind(); (k == reflect.Pointer || k == reflect.Slice) && v.Field(i).Pointer() == w.Field(i).Pointer() {
			t.Errorf("%s is shared", v.Type().Field(i).Name)
		}
	}
	want.Unknown[0].Data[0]++
	if c.Unknown[0].Data[0] != 7 {
		t.Error("the bytes of Unknown are shared")
	}
}

// What a request makes of a field that does not travel as it is.
func TestOnTheWire(t *testing.T) {
	for _, tt := range []struct {
		name       string
		sent, want rule.Rule
	}{
		{"report of the kernel", rule.Rule{Family: ipv4, Table: 5, Flags: linux.FIB_RULE_INVERT | linux.FIB_RULE_PERMANENT |
			linux.FIB_RULE_UNRESOLVED | linux.FIB_RULE_IIF_DETACHED | linux.FIB_RULE_OIF_DETACHED},
			rule.Rule{Family: ipv4, Action: linux.FR_ACT_TO_TBL, Table: 5, Flags: linux.FIB_RULE_INVERT | linux.FIB_RULE_PERMANENT}},
		{"action of a table", rule.Rule{Family: ipv4, Table: 5}, rule.Rule{Family: ipv4, Table: 5, Action: linux.FR_ACT_TO_TBL}},
		{"action of a jump", rule.Rule{Family: ipv4, Goto: 5}, rule.Rule{Family: ipv4, Goto: 5, Action: linux.FR_ACT_GOTO}},
		{"action of a VRF", rule.Rule{Family: ipv4, L3MDev: true}, rule.Rule{Family: ipv4, L3MDev: true, Action: linux.FR_ACT_TO_TBL}},
		{"action as it is", rule.Rule{Family: ipv4, Table: 5, Action: linux.FR_ACT_PROHIBIT}, rule.Rule{Family: ipv4, Table: 5, Action: linux.FR_ACT_PROHIBIT}},
		{"family of the source", rule.Rule{Src: prefix("::/0"), Table: 5}, rule.Rule{Family: ipv6, Src: prefix("::/0"), Table: 5, Action: linux.FR_ACT_TO_TBL}},
		{"family of the destination", rule.Rule{Dst: prefix("192.0.2.1/32"), Table: 255},
			rule.Rule{Family: ipv4, Dst: prefix("192.0.2.1/32"), Table: 255, Action: linux.FR_ACT_TO_TBL}},
		{"table beyond the header", rule.Rule{Family: ipv4, Table: 256}, rule.Rule{Family: ipv4, Table: 256, Action: linux.FR_ACT_TO_TBL}},
		{"no suppressor", rule.Rule{Family: ipv4, Table: 5, SuppressPrefixLen: new(int32(-1)), SuppressIfGroup: new(^uint32(0))},
			rule.Rule{Family: ipv4, Table: 5, Action: linux.FR_ACT_TO_TBL}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Priority = new(uint32)
			if diff := cmp.Diff(&tt.want, sent(t, rule.Add(&tt.sent)), values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Of a rule to be deleted nothing is filled in but the action of a jump, which
// the kernel wants.
func TestDeletedOnTheWire(t *testing.T) {
	for _, tt := range []struct{ sent, want rule.Rule }{
		{rule.Rule{Family: ipv4, Table: 5}, rule.Rule{Family: ipv4, Table: 5}},
		{rule.Rule{Family: ipv4, Goto: 5}, rule.Rule{Family: ipv4, Goto: 5, Action: linux.FR_ACT_GOTO}},
	} {
		tt.want.Priority = new(uint32)
		if diff := cmp.Diff(&tt.want, sent(t, rule.Del(&tt.sent)), values); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// Bytes that are no rule, and how the error names what is wrong.
func TestDecodeRefuses(t *testing.T) {
	skipBigEndian(t)
	for _, tt := range []struct{ name, bytes, want string }{
		{"empty", "", "at offset 16: fixed header of 0 bytes, want 12"},
		{"IPv6 address in an IPv4 rule", "02000000 fe000001 00000000 1400 0200 20010db8000000000000000000000000",
			"FRA_SRC at offset 28: an address of another family than the rule"},
		{"IPv4 address in an IPv6 rule of multicast", "81200000 fe000001 00000000 0800 0100 c0000200",
			"FRA_DST at offset 28: an address of another family than the rule"},
		{"prefix of 33 bits", "02210000 fe000001 00000000 0800 0100 c0000200",
			"FRA_DST at offset 28: an address shorter than its prefix"},
		{"length without address", "02001800 fe000001 00000000", "at offset 28: a prefix with a length and no address"},
		{"address of 3 bytes", "02080000 fe000001 00000000 0700 0100 c0000200", "FRA_DST at offset 28: IP address of 3 bytes, want 4 or 16"},
		{"priority of 3 bytes", "02000000 fe000001 00000000 0700 0600 01000000", "FRA_PRIORITY at offset 28: 3 bytes, want 4"},
		{"attribute beyond the end", "02000000 fe000001 00000000 0c00 0600 01000000", "FRA_PRIORITY at offset 28: attribute of 12 bytes where 8 are left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := hex.DecodeString(strings.ReplaceAll(tt.bytes, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			if _, err = rule.Decode(newRule(b)); err == nil || !strings.HasSuffix(err.Error(), ": "+tt.want) {
				t.Errorf("error %v, want one that ends with %q", err, tt.want)
			}
		})
	}
	_, err := rule.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}})
	if want := "rule: message of type 24, want RTM_NEWRULE or RTM_DELRULE"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func newRule(data []byte) nlmsg.Message {
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWRULE}, Data: data}
}

func encode(t testing.TB, r nlmsg.Request) []byte {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sent returns the rule in a request.
func sent(t testing.TB, r nlmsg.Request) *rule.Rule {
	t.Helper()
	got, err := rule.Decode(newRule(encode(t, r)[nlmsg.HeaderLen:]))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

func skipBigEndian(t testing.TB) {
	t.Helper()
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
}

// A rule shows its family if nothing else does, and ip(8) would not show it either.
func TestStringNamesTheFamily(t *testing.T) {
	for _, tt := range []struct {
		rule rule.Rule
		want string
	}{
		{rule.Rule{Family: ipv4, Table: 254}, "from all lookup main"},
		{rule.Rule{Family: ipv6, Table: 254}, "inet6 from all lookup main"},
		{rule.Rule{Family: ipv6, Src: prefix("::/0"), Table: 254}, "inet6 from all lookup main"},
		{rule.Rule{Family: ipv6, Src: prefix("2001:db8::/32"), Table: 254}, "from 2001:db8::/32 lookup main"},
		{rule.Rule{Family: ipv6, Dst: prefix("2001:db8::1/128"), Table: 254}, "from all to 2001:db8::1 lookup main"},
		{rule.Rule{Family: rule.FamilyIPMR, Priority: new(uint32(5)), Table: 254}, "ipmr 5: from all lookup main"},
		{rule.Rule{Family: rule.FamilyIP6MR, Table: 254}, "ip6mr from all lookup main"},
	} {
		if got := tt.rule.String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
