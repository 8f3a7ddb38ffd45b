package addr_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What the wire cannot carry is named before anything is sent.
func TestRequestsRefuse(t *testing.T) {
	good := addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")}
	with := func(change func(a *addr.Addr)) nlmsg.Request {
		a := good
		change(&a)
		return addr.Add(&a)
	}
	one := 1
	beyond := one << 31 // the largest index and one, or the least int
	testRefusals(t, []refusalTest{
		{"nil to add", addr.Add(nil), "addr add: at offset 16: the address is nil"},
		{"nil to replace", addr.Replace(nil), "addr replace: at offset 16: the address is nil"},
		{"nil to delete", addr.Del(nil), "addr del: at offset 16: the address is nil"},
		{"no prefix", addr.Add(&addr.Addr{Index: 3}),
			"addr add invalid Prefix on index 3: IFA_LOCAL at offset 16: no valid prefix"},
		{"prefix of 33 bits", addr.Add(&addr.Addr{Index: 3, Prefix: netip.PrefixFrom(ip("192.0.2.1"), 33)}),
			"addr add invalid Prefix on index 3: IFA_LOCAL at offset 16: no valid prefix"},
		{"0.0.0.0 to add", addr.Add(&addr.Addr{Index: 3, Prefix: prefix("0.0.0.0/8")}),
			"addr add 0.0.0.0/8 on index 3: IFA_LOCAL at offset 16: the kernel would report success and not add it"},
		{"0.0.0.0 to replace", addr.Replace(&addr.Addr{Index: 3, Prefix: prefix("0.0.0.0/32"), Peer: ip("192.0.2.1")}),
			"addr replace 0.0.0.0/32 peer 192.0.2.1 on index 3: IFA_LOCAL at offset 16: the kernel would report success and not add it"},
		{"mapped prefix", addr.Del(&addr.Addr{Index: 3, Prefix: prefix("::ffff:192.0.2.1/120")}),
			"addr del ::ffff:192.0.2.1/120 on index 3: IFA_LOCAL at offset 16: ::ffff:192.0.2.1/120 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped peer", addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Peer: ip("::ffff:192.0.2.2")}),
			"addr add 2001:db8::1/64 peer ::ffff:192.0.2.2 on index 3: IFA_ADDRESS at offset 44: ::ffff:192.0.2.2 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"mapped broadcast", with(func(a *addr.Addr) { a.Broadcast = ip("::ffff:192.0.2.255") }),
			"addr add 192.0.2.1/24 on index 3: IFA_BROADCAST at offset 40: ::ffff:192.0.2.255 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{"no interface", addr.Del(&addr.Addr{Prefix: good.Prefix}),
			"addr del 192.0.2.1/24 on index 0: at offset 16: ifa_index: 0 is the index of no interface"},
		{"index below zero", with(func(a *addr.Addr) { a.Index = -1 }),
			"addr add 192.0.2.1/24 on index -1: at offset 16: ifa_index: -1 is the index of no interface"},
		{"index beyond 31 bits", with(func(a *addr.Addr) { a.Index = beyond }),
			fmt.Sprintf("addr add 192.0.2.1/24 on index %[1]d: at offset 16: ifa_index: %[1]d is the index of no interface", beyond)},
		{"peer of the other family", with(func(a *addr.Addr) { a.Peer = ip("2001:db8::1") }),
			"addr add 192.0.2.1/24 peer 2001:db8::1 on index 3: IFA_ADDRESS at offset 32: 2001:db8::1 is not of the family of 192.0.2.1/24"},
		{"broadcast of the other family", with(func(a *addr.Addr) { a.Broadcast = ip("2001:db8::1") }),
			"addr add 192.0.2.1/24 on index 3: IFA_BROADCAST at offset 40: 2001:db8::1 is not of the family of 192.0.2.1/24"},
		{"peer with a zone", addr.Add(&addr.Addr{Index: 3, Prefix: prefix("fe80::1/64"), Peer: ip("fe80::2%veth0")}),
			"addr add fe80::1/64 peer fe80::2%veth0 on index 3: IFA_ADDRESS at offset 44: fe80::2%veth0: a zone cannot be sent, give the interface's index instead"},
		{"label of 16 bytes", with(func(a *addr.Addr) { a.Label = "abcdefghijklmnop" }),
			`addr add 192.0.2.1/24 on index 3: IFA_LABEL at offset 40: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`},
		{"label with NUL", with(func(a *addr.Addr) { a.Label = "a\x00b" }),
			`addr add 192.0.2.1/24 on index 3: IFA_LABEL at offset 40: "a\x00b" holds a NUL`},
		{"valid below zero", with(func(a *addr.Addr) { a.Valid = -time.Second }),
			"addr add 192.0.2.1/24 on index 3: IFA_CACHEINFO at offset 40: lifetime of -1s is below zero"},
		{"preferred below zero", with(func(a *addr.Addr) { a.Preferred = new(-time.Second) }),
			"addr add 192.0.2.1/24 on index 3: IFA_CACHEINFO at offset 40: lifetime of -1s is below zero"},
		{"valid beyond 32 bits", with(func(a *addr.Addr) { a.Valid = 1<<32*time.Second - time.Second }),
			"addr add 192.0.2.1/24 on index 3: IFA_CACHEINFO at offset 40: lifetime of 136 years or more; leave it out for one without end"},
		{"address of another namespace", with(func(a *addr.Addr) { a.TargetNetNSID = new(int32(7)) }),
			"addr add 192.0.2.1/24 on index 3: IFA_TARGET_NETNSID at offset 16: addresses of another namespace can only be read"},
		{"unknown attribute of 64 KiB", with(func(a *addr.Addr) { a.Unknown = []rtattr.Raw{{Type: 99, Data: make([]byte, 1<<16)}} }),
			"addr add 192.0.2.1/24 on index 3: attribute 99 at offset 40: payload of 65536 bytes, at most 65531 fit"},
		{"filter by family", addr.Filter{Family: linux.AF_BRIDGE}.Request(),
			"addr list: at offset 16: ifa_family: 7 is neither AF_INET nor AF_INET6"},
		{"filter by index", addr.Filter{Index: -3}.Request(),
			"addr list of index -3: at offset 16: ifa_index: -3 is the index of no interface"},
	})
}

// refusalTest says by which error a request is not made.
type refusalTest struct {
	name    string
	request nlmsg.Request
	want    string
}

func testRefusals(t *testing.T, tests []refusalTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := tt.request.AppendBinary(nil)
			if len(b) != 0 {
				t.Errorf("%d bytes in spite of the error", len(b))
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
			if _, ok := errors.AsType[*rtattr.Error](err); !ok {
				t.Errorf("%T, want an *rtattr.Error in it", err)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	header := func(family, bits byte) []byte { return []byte{family, bits, 0, 0, 3, 0, 0, 0} }
	local := func(x ...byte) []byte { return append([]byte{byte(4 + len(x)), 0, linux.IFA_LOCAL, 0}, x...) }
	for _, tt := range []struct {
		name string
		typ  uint16
		data []byte
		want string
	}{
		{"another message", linux.RTM_NEWLINK, header(linux.AF_INET, 24),
			"address: message of type 16, want RTM_NEWADDR, RTM_DELADDR or those of multicast and anycast"},
		{"header cut short", linux.RTM_NEWADDR, []byte{2, 24}, "fixed header of 2 bytes, want 8"},
		{"prefix longer than the address", linux.RTM_NEWADDR, append(header(linux.AF_INET, 33), local(192, 0, 2, 1)...),
			"IFA_LOCAL at offset 24: an address shorter than its prefix"},
		{"address of another family", linux.RTM_NEWADDR, append(header(linux.AF_INET6, 24), local(192, 0, 2, 1)...),
			"IFA_LOCAL at offset 24: an address of another family than the message"},
		{"address of three bytes", linux.RTM_NEWADDR, append(header(linux.AF_INET, 24), local(192, 0, 2)...),
			"IFA_LOCAL at offset 24: IP address of 3 bytes, want 4 or 16"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := addr.Decode(nlmsg.Message{Header: nlmsg.Header{Type: tt.typ}, Data: tt.data})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}
