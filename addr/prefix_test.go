package addr_test

import (
	"encoding/hex"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// advertised is what Linux 6.18 told of a prefix that was valid for an hour and
// preferred for half of it, on a little-endian machine.
const advertised = "0a000000 02000000 0340c000" +
	"1400 0100 20010db8000100000000000000000000" +
	"0c00 0200 08070000 100e0000"

func decodePrefix(t testing.TB, s string) (*addr.RAPrefix, error) {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return addr.DecodePrefix(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWPREFIX}, Data: b})
}

func TestPrefix(t *testing.T) {
	skipBigEndian(t)
	got, err := decodePrefix(t, advertised)
	if err != nil {
		t.Fatal(err)
	}
	want := &addr.RAPrefix{Index: 2, Prefix: prefix("2001:db8:1::/64"), Flags: 0xc0,
		Valid: new(time.Hour), Preferred: new(30 * time.Minute)}
	if diff := cmp.Diff(want, got, values); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if s := got.String(); s != "2001:db8:1::/64 on index 2" {
		t.Errorf("String: %q", s)
	}
	golden.Check(t, "testdata/prefix.golden", "A router has advertised a prefix, which Linux 6.18 told of so.",
		encode(t, nlmsg.Request{Type: linux.RTM_NEWPREFIX, Body: got}))
}

// Kernels before Linux 6.7 may have flags of their own.
func TestPrefixFlags(t *testing.T) {
	for flags, want := range map[uint8][2]bool{
		0x00: {false, false}, 0x20: {false, false},
		0x80: {true, false}, 0x40: {false, true}, 0xc0: {true, true},
		0x01: {true, false}, 0x02: {false, true}, 0x03: {true, true},
	} {
		p := addr.RAPrefix{Flags: flags}
		if got := [2]bool{p.OnLink(), p.Autonomous()}; got != want {
			t.Errorf("%#x: on link, autonomous: %v, want %v", flags, got, want)
		}
	}
}

func TestPrefixIsCloned(t *testing.T) {
	p := addr.RAPrefix{Index: 2, Prefix: prefix("2001:db8::/64"), Valid: new(time.Hour), Preferred: new(time.Minute),
		Unknown: []rtattr.Raw{{Type: 77, Data: []byte("news")}}}
	c := p.Clone()
	if diff := cmp.Diff(p, c, values); diff != "" {
		t.Errorf("(-original +clone)\n%s", diff)
	}
	if c.Valid == p.Valid || c.Preferred == p.Preferred || &c.Unknown[0].Data[0] == &p.Unknown[0].Data[0] {
		t.Error("the clone shares memory")
	}
}

func TestDecodePrefixRefuses(t *testing.T) {
	skipBigEndian(t)
	for _, tt := range []struct{ name, data, want string }{
		{"short header", "0a000000", "prefix on index 0: "},
		{"family", "02" + advertised[2:], "option 3 of address family 2, want ND_OPT_PREFIX_INFO of AF_INET6"},
		{"option", strings.Replace(advertised, "0340c0", "0140c0", 1), "option 1 of address family 10"},
		{"length", strings.Replace(advertised, "0340c0", "0381c0", 1), "PREFIX_ADDRESS"},
		{"short address", "0a000000 02000000 0340c000 0a00 0100 20010db8 00010000", "PREFIX_ADDRESS"},
		{"no address", "0a000000 02000000 0340c000", "prefix on index 2: no PREFIX_ADDRESS"},
		{"an address of IPv4", "0a000000 02000000 0320c000 0800 0100 c0000200", "PREFIX_ADDRESS"},
	} {
		if _, err := decodePrefix(t, tt.data); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := addr.DecodePrefix(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}}); err == nil {
		t.Error("an address is taken for a prefix")
	}
}

func TestPrefixRefuses(t *testing.T) {
	fine := addr.RAPrefix{Prefix: prefix("2001:db8::/64")}
	for name, change := range map[string]func(p *addr.RAPrefix){
		"no prefix":     func(p *addr.RAPrefix) { p.Prefix = netip.Prefix{} },
		"IPv4":          func(p *addr.RAPrefix) { p.Prefix = prefix("192.0.2.0/24") },
		"index":         func(p *addr.RAPrefix) { p.Index = math.MaxInt },
		"negative time": func(p *addr.RAPrefix) { p.Valid = new(-time.Second) },
		"long time":     func(p *addr.RAPrefix) { p.Preferred = new(math.MaxUint32 * time.Second) },
	} {
		p := fine
		change(&p)
		if _, err := p.AppendBinary(nil); err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	if _, err := fine.AppendBinary(nil); err != nil {
		t.Error(err)
	}
}
