package neigh

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// report is a message about a neighbour or an entry, stale, of an interface.
func report(family uint8, index uint32, flags uint8) nlmsg.Message {
	e := rtattr.NewEncoder(nil)
	h := e.Struct(sizeofHeader)
	h[0], h[10] = family, flags
	binary.NativeEndian.PutUint32(h[4:], index)
	binary.NativeEndian.PutUint16(h[8:], linux.NUD_STALE)
	switch family {
	case linux.AF_INET:
		e.Addr(linux.NDA_DST, netip.MustParseAddr("192.0.2.5"))
	case linux.AF_INET6:
		e.Addr(linux.NDA_DST, netip.MustParseAddr("2001:db8::5"))
	}
	e.Uint8(linux.NDA_PROTOCOL, linux.RTPROT_STATIC)
	e.Uint16(linux.NDA_VLAN, 10)
	b, _ := e.Result()
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNEIGH}, Data: b}
}

// What a kernel sends that does not filter is dropped.
func TestRule43TheClientFiltersOnceMore(t *testing.T) {
	four, six := report(linux.AF_INET, 3, 0), report(linux.AF_INET6, 3, 0)
	proxy := report(linux.AF_INET, 3, linux.NTF_PROXY)
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
		{"state", Filter{State: StateStale | StateReachable}, six, true},
		{"another state", Filter{State: StateReachable}, six, false},
		{"prefix", Filter{Dst: netip.MustParsePrefix("192.0.2.0/24")}, four, true},
		{"another prefix", Filter{Dst: netip.MustParsePrefix("192.0.2.0/30")}, four, false},
		{"prefix of IPv4", Filter{Dst: netip.MustParsePrefix("0.0.0.0/0")}, six, false},
		{"protocol", Filter{Protocol: linux.RTPROT_STATIC}, six, true},
		{"another protocol", Filter{Protocol: linux.RTPROT_BOOT}, four, false},
		{"a proxy entry", Filter{}, proxy, false},
		{"only proxy entries", Filter{Proxy: true}, four, false},
		{"proxy entries", Filter{Proxy: true, Index: 3}, proxy, true},
		{"a forwarding entry", Filter{}, report(linux.AF_BRIDGE, 3, 0), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var n Neigh
			if got, err := tt.filter.decoder()(&tt.message, &n); got != tt.want || err != nil {
				t.Errorf("kept: %v, %v, want %v", got, err, tt.want)
			}
		})
	}
	empty := nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWNEIGH}}
	if _, err := (Filter{}).decoder()(&empty, new(Neigh)); err == nil {
		t.Error("no error of an empty message")
	}
}

func TestRule43TheClientFiltersForwardingEntriesOnceMore(t *testing.T) {
	entry := report(linux.AF_BRIDGE, 3, 0)
	for _, tt := range []struct {
		name   string
		filter FDBFilter
		want   bool
	}{
		{"all", FDBFilter{}, true},
		{"a bridge, which the kernel looks at", FDBFilter{Master: 7}, true},
		{"interface", FDBFilter{Index: 3}, true},
		{"another interface", FDBFilter{Index: 2}, false},
		{"VLAN", FDBFilter{VLAN: 10}, true},
		{"another VLAN", FDBFilter{VLAN: 11}, false},
		{"state", FDBFilter{State: StateStale}, true},
		{"another state", FDBFilter{State: StatePermanent}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var f FDB
			if got, err := tt.filter.decoder()(&entry, &f); got != tt.want || err != nil {
				t.Errorf("kept: %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// Which notifications a watcher takes, and for what.
func TestWatchersTake(t *testing.T) {
	as := func(m nlmsg.Message, typ uint16, state uint8) nlmsg.Message {
		m.Type = typ
		m.Data = append([]byte(nil), m.Data...)
		binary.NativeEndian.PutUint16(m.Data[8:], uint16(state))
		return m
	}
	four, bridge := report(linux.AF_INET, 3, 0), report(linux.AF_BRIDGE, 3, 0)
	vxlan := bridge
	vxlan.Data = append(append([]byte(nil), bridge.Data...), make([]byte, 20)...)
	binary.NativeEndian.PutUint16(vxlan.Data[len(bridge.Data):], 20)
	binary.NativeEndian.PutUint16(vxlan.Data[len(bridge.Data)+2:], linux.NDA_CACHEINFO)
	const gone = linux.RTM_DELNEIGH
	for _, tt := range []struct {
		name       string
		message    nlmsg.Message
		neigh, fdb nlmsg.Change
	}{
		{"a neighbour", four, nlmsg.Replace, nlmsg.Ignored},
		{"one that is gone", as(four, gone, linux.NUD_FAILED), nlmsg.Delete, nlmsg.Ignored},
		{"one that became noarp", as(four, linux.RTM_NEWNEIGH, linux.NUD_NOARP), nlmsg.Delete, nlmsg.Ignored},
		{"one without a state", as(four, linux.RTM_NEWNEIGH, linux.NUD_NONE), nlmsg.Delete, nlmsg.Ignored},
		{"a search", as(four, linux.RTM_GETNEIGH, linux.NUD_STALE), nlmsg.Ignored, nlmsg.Ignored},
		{"a proxy entry", report(linux.AF_INET, 3, linux.NTF_PROXY), nlmsg.Ignored, nlmsg.Ignored},
		{"an address that an interface takes frames for", bridge, nlmsg.Ignored, nlmsg.Ignored},
		{"a forwarding entry", vxlan, nlmsg.Ignored, nlmsg.Replace},
		{"one that is gone", as(vxlan, gone, linux.NUD_NOARP), nlmsg.Ignored, nlmsg.Delete},
		{"a search of a VXLAN", as(vxlan, linux.RTM_GETNEIGH, 0), nlmsg.Ignored, nlmsg.Ignored},
		{"a link", as(four, linux.RTM_NEWLINK, 0), nlmsg.Ignored, nlmsg.Unsure},
		{"a link that is gone", as(four, linux.RTM_DELLINK, 0), nlmsg.Ignored, nlmsg.Unsure},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _, err := decodeChange(tt.message); got != tt.neigh || err != nil {
				t.Errorf("neighbours: change %v, %v, want %v", got, err, tt.neigh)
			}
			if got, _, err := decodeFDBChange(tt.message); got != tt.fdb || err != nil {
				t.Errorf("forwarding entries: change %v, %v, want %v", got, err, tt.fdb)
			}
		})
	}
}

// What is no event, field by field: what changes by itself, and a Protocol.
func TestEqualStates(t *testing.T) {
	one := Neigh{Index: 3, State: StateStale}
	for name, change := range map[string]func(*Neigh){
		"Confirmed": func(n *Neigh) { n.Confirmed = 1 },
		"Used":      func(n *Neigh) { n.Used = 1 },
		"Updated":   func(n *Neigh) { n.Updated = 1 },
		"Refs":      func(n *Neigh) { n.Refs = 1 },
		"Probes":    func(n *Neigh) { n.Probes = 1 },
		"Protocol":  func(n *Neigh) { n.Protocol = 1 },
	} {
		other := one
		if change(&other); !one.equal(&other) || !other.equal(&one) {
			t.Errorf("a neighbour with another %s is another", name)
		}
	}
	for name, change := range map[string]func(*Neigh){
		"State":   func(n *Neigh) { n.State = StateReachable },
		"LLAddr":  func(n *Neigh) { n.LLAddr = []byte{1} },
		"Flags":   func(n *Neigh) { n.Flags = FlagRouter },
		"Type":    func(n *Neigh) { n.Type = linux.RTN_LOCAL },
		"Unknown": func(n *Neigh) { n.Unknown = []rtattr.Raw{{Type: 99}} },
	} {
		other := one
		if change(&other); one.equal(&other) || other.equal(&one) {
			t.Errorf("a neighbour with another %s is the same", name)
		}
	}
	entry := FDB{Index: 3, Used: 1, Updated: 2, Confirmed: 3, Refs: 4}
	if !entry.equal(&FDB{Index: 3}) {
		t.Error("an entry of another age is another")
	}
	if entry.equal(&FDB{Index: 4}) || entry.equal(&FDB{Index: 3, Flags: FlagLocked}) {
		t.Error("an entry of another port, or with a flag, is the same")
	}
}
