package mroute_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var (
	values    = cmpopts.EquateComparable(netip.Addr{})
	bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"mroute-show":           mroute.Filter{Family: linux.AF_INET, Table: linux.RT_TABLE_DEFAULT}.Request(),
	"mroute-show-table":     mroute.Filter{Family: linux.AF_INET, Table: 100}.Request(),
	"mroute-show-v6":        mroute.Filter{Family: linux.AF_INET6}.Request(),
	"mroute-show-table-all": mroute.Filter{Family: linux.AF_INET}.Request(),

	// ip looks for the interface and the addresses by itself.
	"mroute-show-v6-table": mroute.Filter{Family: linux.AF_INET6, Table: 1000}.Request(),
	"mroute-show-dev":      mroute.Filter{Family: linux.AF_INET, Table: linux.RT_TABLE_DEFAULT}.Request(),
	"mroute-show-to":       mroute.Filter{Family: linux.AF_INET, Table: linux.RT_TABLE_DEFAULT}.Request(),
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, nil)
}

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"list", "ip mroute show table 253, to interface 2", mroute.Filter{Family: linux.AF_INET, Table: 253, OIF: 2}.Request()},
		{"get", "The route of (2001:db8::1, ff3e::1)", mroute.GetRequest(ip("2001:db8::1"), ip("ff3e::1"), 0)},
	} {
		got, err := tt.request.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, got)
	}
}

func decode(t testing.TB, s string) (*mroute.Route, error) {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return mroute.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: data})
}

func TestDecode(t *testing.T) {
	if bigEndian {
		t.Skip("the bytes are those of a little-endian machine")
	}
	const four = "80202000 fd110005 00000000 0800 0f00 fd000000 0800 0200 c0000201 0800 0100 e9fc0001 "
	for _, tt := range []struct {
		name, bytes string
		want        *mroute.Route
	}{
		{"IPv4", four + "0800 0300 02000000 1400 0900 0800 00 01 03000000 0800 00 05 04000000" +
			"1c00 1100 0100000000000000 0200000000000000 0300000000000000 0400 1800 0c00 1700 fa00000000000000",
			&mroute.Route{Source: ip("192.0.2.1"), Group: ip("233.252.0.1"), Table: 253, Protocol: 17, IIF: 2,
				Outs:  []mroute.Out{{Index: 3, TTL: 1}, {Index: 4, TTL: 5}},
				Stats: &mroute.Stats{Packets: 1, Bytes: 2, WrongIf: 3}, Idle: 2500 * time.Millisecond}},
		{"unresolved", "81808000 fe110005 20000000 1400 0200 20010db8000000000000000000000001 1400 0100 ff3e0000000000000000000000000001",
			&mroute.Route{Source: ip("2001:db8::1"), Group: ip("ff3e::1"), Table: 254, Protocol: 17, Flags: linux.RTNH_F_UNRESOLVED}},
		{"table beyond eight bits", "80000000 fc110005 00000000 0800 0f00 a0860100", &mroute.Route{Table: 100000, Protocol: 17}},
		{"unknown attribute", four + "0500 6300 07 000000",
			&mroute.Route{Source: ip("192.0.2.1"), Group: ip("233.252.0.1"), Table: 253, Protocol: 17,
				Unknown: []rtattr.Raw{{Type: 99, Data: []byte{7}}}}},
	} {
		got, err := decode(t, tt.bytes)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got, values); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
	r := mroute.Route{Source: ip("192.0.2.1"), Group: ip("233.252.0.1"), IIF: 2, Outs: []mroute.Out{{Index: 3}}}
	if got, want := r.String(), "(192.0.2.1, 233.252.0.1) iif index 2 oif index 3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRefuses(t *testing.T) {
	for want, r := range map[string]nlmsg.Request{
		"mroute list: at offset 16: rtm_family: 0 is neither AF_INET nor AF_INET6":                                                                   mroute.Filter{}.Request(),
		"mroute list: RTA_OIF at offset 28: interface index -1 is out of range":                                                                      mroute.Filter{Family: linux.AF_INET, OIF: -1}.Request(),
		"mroute get (192.0.2.1, ff3e::1): RTA_SRC at offset 28: 192.0.2.1 is not of the family of ff3e::1":                                           mroute.GetRequest(ip("192.0.2.1"), ip("ff3e::1"), 0),
		"mroute get (::ffff:192.0.2.1, ff3e::1): RTA_SRC at offset 28: (::ffff:192.0.2.1, ff3e::1) has an IPv4-mapped address: use netip.Addr.Unmap": mroute.GetRequest(ip("::ffff:192.0.2.1"), ip("ff3e::1"), 0),
		"mroute get (invalid IP, ff3e::1): RTA_SRC at offset 28: the IP address is not set":                                                          mroute.GetRequest(netip.Addr{}, ip("ff3e::1"), 0),
	} {
		if _, err := r.AppendBinary(nil); err == nil || err.Error() != want {
			t.Errorf("error\n%v, want\n%s", err, want)
		}
	}
	if bigEndian {
		return
	}
	for bytes, want := range map[string]string{
		"02":                         "fixed header of 1 bytes, want 12",
		"02000000 00000000 00000000": "route of address family 2",
		"80000000 00000000 00000000 1400 0200 20010db8000000000000000000000001": "RTA_SRC at offset 28: an address of another family",
		"80000000 00000000 00000000 0500 0900 01 000000":                        "RTA_MULTIPATH at offset 28: row",
	} {
		if _, err := decode(t, bytes); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error\n%v, want\n%s", err, want)
		}
	}
	if _, err := mroute.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}}); err == nil {
		t.Error("no error of another message")
	}
}

// Every field is written and read back. A new field that the codec forgets fails
// here.
func TestEveryFieldComesBack(t *testing.T) {
	r := new(mroute.Route)
	var f testfill.Filler
	f.Fill(reflect.ValueOf(r).Elem())
	for _, table := range []uint32{7, 1000} { // for one of which the header has no room
		r.Table = table
		comesBack(t, r)
	}
	r.Source, r.Group = ip("192.0.2.1"), ip("233.252.0.1")
	comesBack(t, r)
}

// comesBack writes r as the kernel does and reads it.
func comesBack(t *testing.T, r *mroute.Route) {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := mroute.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, got, values); diff != "" {
		t.Errorf("%v (-written +read)\n%s", r, diff)
	}
}

// What there is no room for is an error.
func TestRefusesToWrite(t *testing.T) {
	for want, r := range map[string]mroute.Route{
		"interface index 2147483648 is out of range":  {IIF: 1 << 31},
		"interface index -2147483649 is out of range": {Outs: []mroute.Out{{Index: -1<<31 - 1}}},
		"time -1s is below zero":                      {Idle: -time.Second},
		"no multiple of 10ms":                         {Idle: time.Millisecond},
	} {
		if _, err := r.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want one that says %q", r, err, want)
		}
	}
}
