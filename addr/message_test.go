package addr_test

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var values = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

// What ip addr flush sends back is what the kernel had sent, stamps included.
func TestDecodeDumped(t *testing.T) {
	const stamp = 0x21828 * 10 * time.Millisecond
	want := []addr.Addr{{
		Index: 3, Prefix: prefix("192.0.2.1/24"), Label: "veth0", Flags: linux.IFA_F_PERMANENT,
		Created: stamp, Updated: stamp,
	}, {
		Index: 3, Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_PERMANENT | linux.IFA_F_NODAD,
		Created: stamp, Updated: stamp,
	}}
	for _, rec := range golden.Records(t, "testdata/iproute2.jsonl") {
		if rec.ID != "addr-flush" {
			continue
		}
		var got []addr.Addr
		for m, err := range nlmsg.Messages(rec.Main()) {
			if err != nil {
				break // zeros at the end
			}
			a, err := addr.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if !a.Prefix.Addr().IsLinkLocalUnicast() { // a random one
				got = append(got, *a)
			}
		}
		// The stamps are of the recorded run.
		for i := range got {
			if got[i].Created == 0 || got[i].Updated == 0 {
				t.Errorf("%v has no stamps", got[i].Prefix)
			}
			got[i].Created, got[i].Updated = stamp, stamp
		}
		if diff := cmp.Diff(want, got, values); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		return
	}
	t.Fatal("no record of addr flush")
}

var four, six = "02 18 00 00 03000000 ", "0a 40 00 00 03000000 "

// decodeTest says what address the body of a message, of a little-endian
// machine, is about.
type decodeTest struct {
	name, bytes string
	want        addr.Addr
}

func TestDecode(t *testing.T) {
	testDecode(t, []decodeTest{
		{"IPv4 without IFA_ADDRESS", four + "0800 0200 c0000201",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Peer: netip.IPv4Unspecified()}},
		{"valid for ever and deprecated", four + "0800 0100 c0000201 0800 0200 c0000201 1400 0600 00000000 ffffffff 00000000 00000000",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Preferred: new(time.Duration(0))}},
		{"preferred as long as valid", four + "0800 0100 c0000201 0800 0200 c0000201 1400 0600 64000000 64000000 00000000 00000000",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Valid: 100 * time.Second}},
		{"the last second is not for ever", four + "0800 0100 c0000201 0800 0200 c0000201 1400 0600 00000000 00000000 00000000 00000000",
			addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Valid: time.Second, Preferred: new(time.Duration(0))}},
		{"a multicast group has no own address", six + "1400 0700 ff020000000000000000000000000001",
			addr.Addr{Index: 3, Multicast: ip("ff02::1")}},
	})
}

func testDecode(t *testing.T, tests []decodeTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			skipBigEndian(t)
			data, err := hex.DecodeString(strings.ReplaceAll(tt.bytes, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			got, err := addr.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}, Data: data})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			checkComesBack(t, got)
		})
	}
}

func TestString(t *testing.T) {
	for want, a := range map[string]addr.Addr{
		"10.0.0.1/24 on index 4":               {Index: 4, Prefix: prefix("10.0.0.1/24"), Label: "eth0"},
		"2001:db8::1/64 on index 4":            {Index: 4, Prefix: prefix("2001:db8::1/64")},
		"10.0.0.1/32 peer 10.0.0.2 on index 4": {Index: 4, Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2")},
		"multicast ff02::1 on index 4":         {Index: 4, Multicast: ip("ff02::1")},
		"anycast 2001:db8:: on index 4":        {Index: 4, Anycast: ip("2001:db8::")},
		"invalid Prefix on index 0":            {},
	} {
		if got := fmt.Sprint(a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := addr.Add(&a).String(); got != "addr add "+want {
			t.Errorf("request %q, want the same after addr add", got)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	a := addr.Addr{Preferred: new(time.Hour), TargetNetNSID: new(int32(7)),
		Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1}}}}
	c := a.Clone()
	*a.Preferred, *a.TargetNetNSID, a.Unknown[0].Data[0] = 0, 0, 0
	want := addr.Addr{Preferred: new(time.Hour), TargetNetNSID: new(int32(7)),
		Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1}}}}
	if diff := cmp.Diff(want, c, values); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Lifetimes are rounded up to seconds, and preferred may be as long as valid.
func TestLifetimesOnTheWire(t *testing.T) {
	for _, tt := range []struct {
		name             string
		valid, preferred time.Duration
		want             addr.Addr
	}{
		{"a nanosecond", 1, 1, addr.Addr{Valid: time.Second}},
		{"whole seconds", 3 * time.Second, 2 * time.Second, addr.Addr{Valid: 3 * time.Second, Preferred: new(2 * time.Second)}},
		{"a bit more", 3*time.Second + 1, time.Second + 1, addr.Addr{Valid: 4 * time.Second, Preferred: new(2 * time.Second)}},
		{"equal", time.Hour, time.Hour, addr.Addr{Valid: time.Hour}},
		{"the longest", 1<<32*time.Second - 2*time.Second, 0, addr.Addr{Valid: 1<<32*time.Second - 2*time.Second, Preferred: new(time.Duration(0))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Valid: tt.valid, Preferred: &tt.preferred}
			for m := range nlmsg.Messages(encode(t, addr.Add(&a))) {
				got, err := addr.Decode(m)
				if err != nil {
					t.Fatal(err)
				}
				tt.want.Index, tt.want.Prefix = a.Index, a.Prefix
				if diff := cmp.Diff(&tt.want, got, values); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

func TestBroadcast(t *testing.T) {
	for p, want := range map[string]string{
		"192.0.2.1/24":   "192.0.2.255",
		"10.1.2.3/8":     "10.255.255.255",
		"192.0.2.5/30":   "192.0.2.7",
		"0.0.0.0/0":      "255.255.255.255",
		"192.0.2.4/31":   "invalid IP",
		"192.0.2.4/32":   "invalid IP",
		"2001:db8::1/64": "invalid IP",
	} {
		if got := addr.Broadcast(prefix(p)).String(); got != want {
			t.Errorf("Broadcast(%s) = %s, want %s", p, got, want)
		}
	}
	if got := addr.Broadcast(netip.Prefix{}); got.IsValid() {
		t.Errorf("Broadcast of no prefix = %v", got)
	}
}

// full has all that a request can carry.
var full = &addr.Addr{
	Index: 3, Prefix: prefix("192.0.2.1/24"), Peer: ip("192.0.2.2"), Broadcast: ip("192.0.2.255"),
	Anycast: ip("192.0.2.3"), Multicast: ip("224.0.0.1"), Label: "veth0:1", Scope: linux.RT_SCOPE_LINK,
	Flags: linux.IFA_F_NOPREFIXROUTE, Valid: time.Hour, Preferred: new(time.Minute), Priority: 7, Protocol: 9,
	Unknown: []rtattr.Raw{{Type: 99, Data: []byte{1, 2, 3}}},
}

func TestRoundTrip(t *testing.T) {
	for m, err := range nlmsg.Messages(encode(t, addr.Add(full))) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := addr.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(full, got, values); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// What is read only comes back too, and what a request would refuse.
func TestReadOnlyRoundTrip(t *testing.T) {
	a := full.Clone()
	a.Created, a.Updated, a.Users, a.TargetNetNSID = time.Second, time.Minute, 8, new(int32(-1))
	checkComesBack(t, &a)
	checkComesBack(t, &addr.Addr{Prefix: prefix("::ffff:192.0.2.1/128"), Created: time.Second})
	checkComesBack(t, &addr.Addr{Anycast: ip("2001:db8::"), Index: -1})
}

func TestAppendBinaryRefuses(t *testing.T) {
	for _, a := range []addr.Addr{
		{Index: 1 << 31},
		{Prefix: prefix("192.0.2.1/24"), Valid: -time.Second},
		{Prefix: prefix("192.0.2.1/24"), Unknown: []rtattr.Raw{{Type: 99, Data: make([]byte, 1<<16)}}},
	} {
		before := []byte{1, 2, 3}
		if got, err := a.AppendBinary(before); err == nil || len(got) != len(before) {
			t.Errorf("%v: %d bytes, %v", a, len(got), err)
		}
	}
}
