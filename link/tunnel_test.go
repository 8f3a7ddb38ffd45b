package link_test

import (
	"net/netip"
	"regexp"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// The kernel would take the first bytes of an address of another family, and does
// path MTU discovery for a tunnel with a TTL even if it is told not to.
func TestTunnelsRefuse(t *testing.T) {
	v4, v6 := addr("192.0.2.1"), addr("2001:db8::1")
	for _, tt := range []struct {
		kind link.Kind
		want string
	}{
		{&link.GRE{Local: v6}, "IFLA_GRE_LOCAL: 2001:db8::1 is no IPv4 address"},
		{&link.Gretap{Remote: v6}, "IFLA_GRE_REMOTE: 2001:db8::1 is no IPv4 address"},
		{&link.Erspan{GRE: link.GRE{Remote: addr("::ffff:192.0.2.1")}}, "IFLA_GRE_REMOTE: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"},
		{&link.IP6GRE{Local: v4}, "IFLA_GRE_LOCAL: 192.0.2.1 is no IPv6 address"},
		{&link.IP6Gretap{Remote: v4}, "IFLA_GRE_REMOTE: 192.0.2.1 is no IPv6 address"},
		{&link.IP6Erspan{IP6GRE: link.IP6GRE{Remote: v4}}, "IFLA_GRE_REMOTE: 192.0.2.1 is no IPv6 address"},
		{&link.IPIP{Local: v6}, "IFLA_IPTUN_LOCAL: 2001:db8::1 is no IPv4 address"},
		{&link.SIT{Remote: v6}, "IFLA_IPTUN_REMOTE: 2001:db8::1 is no IPv4 address"},
		{&link.SIT{SixRDPrefix: prefix("192.0.2.0/24")}, "IFLA_IPTUN_6RD_PREFIX: 192.0.2.0 is no IPv6 address"},
		{&link.SIT{SixRDRelayPrefix: prefix("::/8")}, "IFLA_IPTUN_6RD_RELAY_PREFIX: :: is no IPv4 address"},
		{&link.Gretap{Remote: addr("::")}, "IFLA_GRE_REMOTE: :: is no IPv4 address"},
		{&link.Erspan{GRE: link.GRE{Remote: addr("::")}}, "IFLA_GRE_REMOTE: :: is no IPv4 address"},
		{&link.IP6Gretap{Remote: addr("0.0.0.0")}, "IFLA_GRE_REMOTE: 0.0.0.0 is no IPv6 address"},
		{&link.IP6Erspan{IP6GRE: link.IP6GRE{Remote: addr("0.0.0.0")}}, "IFLA_GRE_REMOTE: 0.0.0.0 is no IPv6 address"},
		{&link.SIT{SixRDPrefix: netip.PrefixFrom(v6, 129)}, "IFLA_IPTUN_6RD_PREFIX: the prefix of 2001:db8::1 has no valid length"},
		{&link.SIT{SixRDRelayPrefix: netip.PrefixFrom(v4, 33)}, "IFLA_IPTUN_6RD_RELAY_PREFIX: the prefix of 192.0.2.1 has no valid length"},
		{&link.IP6Tnl{Remote: v4}, "IFLA_IPTUN_REMOTE: 192.0.2.1 is no IPv6 address"},
		{&link.VTI{Remote: v6}, "IFLA_VTI_REMOTE: 2001:db8::1 is no IPv4 address"},
		{&link.VTI6{Local: v4}, "IFLA_VTI_LOCAL: 192.0.2.1 is no IPv6 address"},
		{&link.IP6GRE{FlowLabel: new(uint32(1 << 20))}, "IFLA_GRE_FLOWINFO: flow label 0x100000 has more than 20 bits"},
		{&link.IPIP{TTL: new(uint8(1)), PMTUDisc: new(false)}, "IFLA_IPTUN_PMTUDISC: a tunnel with a TTL does path MTU discovery"},
		{&link.SIT{TTL: new(uint8(1)), PMTUDisc: new(false)}, "IFLA_IPTUN_PMTUDISC: a tunnel with a TTL does path MTU discovery"},
	} {
		_, err := link.Add(&link.Link{Data: tt.kind}).AppendBinary(nil)
		want := "link add type " + tt.kind.Kind() + ": IFLA_LINKINFO/IFLA_INFO_DATA/" + tt.want
		if err == nil || withoutOffset(err) != want {
			t.Errorf("%T: got %v, want %s", tt.kind, err, want)
		}
	}
}

// What is no address or prefix of a tunnel's family is not read as one.
func TestTunnelsRefuseToRead(t *testing.T) {
	for _, tt := range []struct {
		kind string
		data rtattr.Raw
		want string
	}{
		{"gre", rtattr.Raw{Type: linux.IFLA_GRE_LOCAL, Data: make([]byte, 16)}, "IFLA_GRE_LOCAL: IP address of 16 bytes, want 4"},
		{"erspan", rtattr.Raw{Type: linux.IFLA_GRE_REMOTE, Data: make([]byte, 5)}, "IFLA_GRE_REMOTE: IP address of 5 bytes, want 4"},
		{"ip6gretap", rtattr.Raw{Type: linux.IFLA_GRE_REMOTE, Data: make([]byte, 4)}, "IFLA_GRE_REMOTE: IP address of 4 bytes, want 16"},
		{"sit", rtattr.Raw{Type: linux.IFLA_IPTUN_6RD_PREFIXLEN, Data: []byte{129, 129}}, "IFLA_IPTUN_6RD_PREFIXLEN: prefix of 33153 bits, at most 128 are right"},
		{"sit", rtattr.Raw{Type: linux.IFLA_IPTUN_6RD_RELAY_PREFIXLEN, Data: []byte{33, 33}}, "IFLA_IPTUN_6RD_RELAY_PREFIXLEN: prefix of 8481 bits, at most 32 are right"},
		{"vti6", rtattr.Raw{Type: linux.IFLA_VTI_LOCAL, Data: make([]byte, 4)}, "IFLA_VTI_LOCAL: IP address of 4 bytes, want 16"},
	} {
		e := rtattr.NewEncoder(nil)
		e.Raw(tt.data)
		data, err := e.Result()
		if err != nil {
			t.Fatal(err)
		}
		b, err := link.Add(&link.Link{Data: &link.UnknownKind{Name: tt.kind, Data: data}}).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = link.Decode(newLink(b[nlmsg.HeaderLen:]))
		want := "link decode: IFLA_LINKINFO/IFLA_INFO_DATA/" + tt.want
		if err == nil || withoutOffset(err) != want {
			t.Errorf("%s: got %v, want %s", tt.kind, err, want)
		}
	}
}

// withoutOffset returns the text of an error without the offset in the message.
func withoutOffset(err error) string {
	return regexp.MustCompile(` at offset [0-9]+`).ReplaceAllString(err.Error(), "")
}
