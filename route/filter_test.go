package route

import (
	"errors"
	"net/netip"
	"syscall"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// report is a message about the default route of a family, in table main, by
// protocol 99, of type unicast by interface 3, with an unknown attribute that
// holds the byte 7.
func report(family uint8) nlmsg.Message {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(sizeofHeader)
	h[0], h[4], h[5], h[7] = family, linux.RT_TABLE_MAIN, 99, linux.RTN_UNICAST
	e.Index(linux.RTA_OIF, 3)
	e.Raw(rtattr.Raw{Type: 99, Data: []byte{7}})
	b, _ := e.Result()
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b}
}

// What a kernel sends that does not filter is dropped.
func TestRule43TheClientFiltersOnceMore(t *testing.T) {
	four, six := report(linux.AF_INET), report(linux.AF_INET6)
	network := netip.MustParsePrefix("192.0.2.0/24")
	for _, tt := range []struct {
		name    string
		filter  Filter
		message nlmsg.Message
		want    bool
	}{
		{"all", Filter{}, four, true},
		{"all that it is", Filter{Family: linux.AF_INET, Table: linux.RT_TABLE_MAIN, Protocol: 99, Type: linux.RTN_UNICAST, OIF: 3}, four, true},
		{"IPv4 by IPv6", Filter{Family: linux.AF_INET6}, four, false},
		{"IPv6 by IPv4", Filter{Family: linux.AF_INET}, six, false},
		{"another table", Filter{Table: 100}, four, false},
		{"another protocol", Filter{Protocol: 98}, four, false},
		{"another type", Filter{Type: linux.RTN_BLACKHOLE}, four, false},
		{"another interface", Filter{OIF: 2}, four, false},
		{"within all", Filter{Within: DefaultIPv4()}, four, true},
		{"within all of IPv6", Filter{Within: DefaultIPv6()}, four, false},
		{"within a network", Filter{Within: network}, four, false},
		{"covers a network", Filter{Covers: network}, four, true},
		{"covers a network of IPv4", Filter{Covers: network}, six, false},
		{"this one", Filter{Within: DefaultIPv6(), Covers: DefaultIPv6()}, six, true},
		{"not cloned", Filter{Cloned: true}, four, false},
		{"MPLS", Filter{}, report(linux.AF_MPLS), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var r Route
			if got, err := tt.filter.decoder()(&tt.message, &r); got != tt.want || err != nil {
				t.Errorf("kept: %v, %v, want %v", got, err, tt.want)
			}
		})
	}
	empty := nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}}
	if _, err := (Filter{}).decoder()(&empty, new(Route)); err == nil {
		t.Error("no error of an empty message")
	}
}

// Only of a table that was asked for does ENOENT say that it does not exist.
func TestNoTable(t *testing.T) {
	for _, tt := range []struct {
		filter Filter
		err    error
		want   bool
	}{
		{Filter{Table: 100}, syscall.ENOENT, true},
		{Filter{Table: 100}, syscall.EINVAL, false},
		{Filter{}, syscall.ENOENT, false},
		{Filter{Table: 100}, nil, false},
	} {
		if got := tt.filter.noTable(errors.Join(tt.err)); got != tt.want {
			t.Errorf("%+v, %v: %v, want %v", tt.filter, tt.err, got, tt.want)
		}
	}
}
