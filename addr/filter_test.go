package addr

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// report is a message about an address of an interface, with an unknown
// attribute that holds the byte 7.
func report(family uint8, index uint32) nlmsg.Message {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(sizeofHeader)
	h[0] = family
	binary.NativeEndian.PutUint32(h[4:], index)
	switch family {
	case linux.AF_INET:
		e.Addr(linux.IFA_LOCAL, netip.MustParseAddr("192.0.2.5"))
	case linux.AF_INET6:
		e.Addr(linux.IFA_MULTICAST, netip.MustParseAddr("ff02::5"))
	}
	e.Uint8(linux.IFA_PROTO, linux.IFAPROT_KERNEL_RA)
	e.Raw(rtattr.Raw{Type: 99, Data: []byte{7}})
	b, _ := e.Result()
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}, Data: b}
}

// What a kernel sends that does not filter is dropped.
func TestRule43TheClientFiltersOnceMore(t *testing.T) {
	four, six := report(linux.AF_INET, 3), report(linux.AF_INET6, 3)
	for _, tt := range []struct {
		name    string
		filter  Filter
		message nlmsg.Message
		want    bool
	}{
		{"all", Filter{}, four, true},
		{"interface", Filter{Index: 3}, four, true},
		{"another interface", Filter{Index: 2}, four, false},
		{"IPv4", Filter{Family: linux.AF_INET}, four, true},
		{"IPv6 by IPv4", Filter{Family: linux.AF_INET}, six, false},
		{"IPv4 by IPv6", Filter{Family: linux.AF_INET6}, four, false},
		{"IPv6", Filter{Family: linux.AF_INET6, Index: 3}, six, true},
		{"prefix", Filter{Prefix: netip.MustParsePrefix("192.0.2.0/24")}, four, true},
		{"another prefix", Filter{Prefix: netip.MustParsePrefix("192.0.2.0/30")}, four, false},
		{"prefix of groups", Filter{Prefix: netip.MustParsePrefix("ff02::/16")}, six, true},
		{"prefix of IPv4", Filter{Prefix: netip.MustParsePrefix("0.0.0.0/0")}, six, false},
		{"protocol", Filter{Protocol: linux.IFAPROT_KERNEL_RA}, six, true},
		{"another protocol", Filter{Protocol: 99}, four, false},
		{"Phonet", Filter{}, report(linux.AF_MPLS, 3), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var a Addr
			if got, err := tt.filter.decoder()(&tt.message, &a); got != tt.want || err != nil {
				t.Errorf("kept: %v, %v, want %v", got, err, tt.want)
			}
		})
	}
	empty := nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWADDR}}
	if _, err := (Filter{}).decoder()(&empty, new(Addr)); err == nil {
		t.Error("no error of an empty message")
	}
}
