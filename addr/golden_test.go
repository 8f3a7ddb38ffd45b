package addr_test

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		file, comment string
		request       nlmsg.Request
	}{
		{"add", "ip addr add 192.0.2.1/24 broadcast + dev 3",
			addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Broadcast: ip("192.0.2.255")})},
		{"add-v6", "ip addr add 2001:db8::1/64 dev 3 nodad\nThe flags fit ifa_flags, so that IFA_FLAGS is not needed.",
			addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_NODAD})},
		{"add-flags", "ip addr add 192.0.2.1/24 dev 3 noprefixroute metric 300\nIFA_F_NOPREFIXROUTE is beyond the eight bits of ifa_flags.",
			addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Flags: linux.IFA_F_NOPREFIXROUTE, Priority: 300})},
		{"add-peer", "ip addr add 10.0.0.1 peer 10.0.0.2/32 dev 3 label veth0:1\nThe own address is IFA_LOCAL, the peer's IFA_ADDRESS.",
			addr.Add(&addr.Addr{Index: 3, Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2"), Label: "veth0:1"})},
		{"replace", "ip addr replace 192.0.2.1/24 dev 3 valid_lft 3600 preferred_lft 1800",
			addr.Replace(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Valid: time.Hour, Preferred: new(30 * time.Minute)})},
		{"replace-deprecated", "ip addr replace 2001:db8::1/64 dev 3 valid_lft forever preferred_lft 0",
			addr.Replace(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Preferred: new(time.Duration(0))})},
		{"del", "ip addr del 192.0.2.1/24 dev 3",
			addr.Del(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")})},
		{"list", "ip addr show", addr.Filter{}.Request()},
		{"list-filter", "ip -6 addr show dev 3, in the namespace with id 7",
			addr.Filter{Index: 3, Family: linux.AF_INET6, TargetNetNSID: new(int32(7))}.Request()},
		{"list-multicast", "the IPv6 groups of interface 3; ip maddr reads /proc/net/igmp6 instead",
			addr.Filter{Kind: addr.Multicast, Index: 3}.Request()},
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
