package link_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
)

// What a change leaves out is reset but for some of it, and some of what it says
// has no effect, as the types of tunnels say.
func TestTunnelChangesReset(t *testing.T) {
	t.Parallel()
	encap := func() *link.TunnelEncap { return &link.TunnelEncap{Flags: 1, SrcPort: 5000, DstPort: 5555} }
	v4, other4 := addr("192.0.2.1"), addr("198.51.100.1")
	v6, other6 := addr("2001:db8::1"), addr("2001:db8::2")
	for name, tt := range map[string]struct {
		add, change, want link.Kind
	}{
		"gre": {
			add: &link.GRE{
				Link: new(parent), Local: v4, Remote: other4, IKey: new(uint32(1)), OSeq: true, TTL: new(uint8(9)), TOS: new(uint8(8)),
				PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(7)), Encap: encap(),
			},
			change: &link.GRE{Remote: other4, PMTUDisc: new(false)},
			want: &link.GRE{
				Link: new(0), Local: addr("0.0.0.0"), Remote: other4, TTL: new(uint8(0)), TOS: new(uint8(0)),
				PMTUDisc: new(false), IgnoreDF: new(true), FWMark: new(uint32(7)), Encap: encap(),
			},
		},
		"gretap that collects metadata": {
			add:    &link.Gretap{CollectMetadata: true},
			change: &link.Gretap{TTL: new(uint8(5))},
			want: &link.Gretap{
				Link: new(0), Local: addr("0.0.0.0"), Remote: addr("0.0.0.0"), TTL: new(uint8(5)), TOS: new(uint8(0)),
				PMTUDisc: new(true), IgnoreDF: new(false), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{}, CollectMetadata: true,
			},
		},
		"erspan": {
			add: &link.Erspan{
				GRE: link.GRE{Remote: other4, IKey: new(uint32(1)), OKey: new(uint32(2)), ISeq: true}, Index: new(uint32(7)),
			},
			change: &link.Erspan{GRE: link.GRE{Remote: other4, OKey: new(uint32(2)), ISeq: true}},
			want: &link.Erspan{
				GRE: link.GRE{
					Link: new(0), Local: addr("0.0.0.0"), Remote: other4, OKey: new(uint32(2)), ISeq: true,
					TTL: new(uint8(0)), TOS: new(uint8(0)), PMTUDisc: new(true), IgnoreDF: new(false),
					FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
				},
				Version: new(uint8(1)), Index: new(uint32(7)),
			},
		},
		"ip6gre": {
			add: &link.IP6GRE{
				Link: new(parent), Local: v6, Remote: other6, IKey: new(uint32(1)), OSeq: true, HopLimit: new(uint8(9)),
				EncapLimit: new(uint8(4)), TClass: new(uint8(8)), Flags: new(uint32(1)), FWMark: new(uint32(7)), Encap: encap(),
			},
			change: &link.IP6GRE{Local: v6, Remote: other6},
			want: &link.IP6GRE{
				Link: new(0), Local: v6, Remote: other6, HopLimit: new(uint8(0)), EncapLimit: new(uint8(0)),
				TClass: new(uint8(0)), FlowLabel: new(uint32(0)), Flags: new(uint32(capable)), FWMark: new(uint32(0)), Encap: encap(),
			},
		},
		"ip6erspan": {
			add: &link.IP6Erspan{
				IP6GRE:  link.IP6GRE{Local: v6, Remote: other6, OKey: new(uint32(2)), ISeq: true},
				Version: new(uint8(2)), HWID: new(uint16(7)),
			},
			change: &link.IP6Erspan{IP6GRE: link.IP6GRE{Local: v6, Remote: other6, OKey: new(uint32(2)), ISeq: true}},
			want: &link.IP6Erspan{
				IP6GRE: link.IP6GRE{
					Link: new(0), Local: v6, Remote: other6, OKey: new(uint32(2)), ISeq: true, HopLimit: new(uint8(0)), EncapLimit: new(uint8(0)),
					TClass: new(uint8(0)), FlowLabel: new(uint32(0)), Flags: new(uint32(capable)), FWMark: new(uint32(0)), Encap: &link.TunnelEncap{},
				},
				Version: new(uint8(1)), Index: new(uint32(0)),
			},
		},
		"ipip": {
			add:    &link.IPIP{Link: new(parent), Remote: other4, TTL: new(uint8(9)), Proto: new(uint8(0)), FWMark: new(uint32(7)), Encap: encap()},
			change: &link.IPIP{Remote: other4, Proto: new(uint8(4))},
			want: &link.IPIP{
				Link: new(0), Local: addr("0.0.0.0"), Remote: other4, TTL: new(uint8(0)), TOS: new(uint8(0)), PMTUDisc: new(true),
				Proto: new(uint8(0)), FWMark: new(uint32(7)), Encap: encap(),
			},
		},
		"sit": {
			add: &link.SIT{
				Link: new(parent), Local: v4, TTL: new(uint8(9)), Proto: new(uint8(0)), Flags: new(uint16(1)), FWMark: new(uint32(7)),
				SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8"), Encap: encap(),
			},
			change: &link.SIT{Local: v4, Proto: new(uint8(4)), Flags: new(uint16(0))},
			want: &link.SIT{
				Link: new(0), Local: v4, Remote: addr("0.0.0.0"), TTL: new(uint8(64)), TOS: new(uint8(0)), PMTUDisc: new(true),
				Flags: new(uint16(1)), Proto: new(uint8(0)), FWMark: new(uint32(7)),
				SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8"), Encap: encap(),
			},
		},
		"sit with another prefix": {
			add:    &link.SIT{Local: v4, SixRDPrefix: prefix("2001:db8::/32"), SixRDRelayPrefix: prefix("10.0.0.0/8")},
			change: &link.SIT{Local: v4, SixRDPrefix: prefix("2001:d00::/24")},
			want: &link.SIT{
				Link: new(0), Local: v4, Remote: addr("0.0.0.0"), TTL: new(uint8(64)), TOS: new(uint8(0)), PMTUDisc: new(true),
				Flags: new(uint16(0)), Proto: new(uint8(41)), FWMark: new(uint32(0)),
				SixRDPrefix: prefix("2001:d00::/24"), SixRDRelayPrefix: prefix("0.0.0.0/0"), Encap: &link.TunnelEncap{},
			},
		},
		"ip6tnl": {
			add: &link.IP6Tnl{
				Link: new(parent), Local: v6, Remote: other6, HopLimit: new(uint8(9)), EncapLimit: new(uint8(4)),
				Flags: new(uint32(1)), Proto: new(uint8(4)), FWMark: new(uint32(7)), Encap: encap(),
			},
			change: &link.IP6Tnl{Local: v6, Remote: other6},
			want: &link.IP6Tnl{
				Link: new(0), Local: v6, Remote: other6, HopLimit: new(uint8(0)), EncapLimit: new(uint8(0)), TClass: new(uint8(0)),
				FlowLabel: new(uint32(0)), Flags: new(uint32(capable)), Proto: new(uint8(0)), FWMark: new(uint32(0)), Encap: encap(),
			},
		},
		"vti": {
			add:    &link.VTI{Link: new(parent), Local: v4, Remote: other4, IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(7))},
			change: &link.VTI{Remote: other4},
			want: &link.VTI{
				Link: new(0), Local: addr("0.0.0.0"), Remote: other4, IKey: new(uint32(0)), OKey: new(uint32(0)), FWMark: new(uint32(7)),
			},
		},
		"vti6": {
			add:    &link.VTI6{Link: new(parent), Local: v6, Remote: other6, IKey: new(uint32(1)), OKey: new(uint32(2)), FWMark: new(uint32(7))},
			change: &link.VTI6{Local: v6},
			want: &link.VTI6{
				Link: new(0), Local: v6, Remote: addr("::"), IKey: new(uint32(0)), OKey: new(uint32(0)), FWMark: new(uint32(0)),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := newNS(t)
			do(t, conn, link.Add(&link.Link{Name: "parent0", Index: parent, Data: &link.Veth{Peer: &link.Link{Name: "parent1"}}}))
			do(t, conn,
				link.Add(&link.Link{Name: "new0", Index: made, Data: tt.add}),
				link.Set(link.Index(made), &link.Link{Data: tt.change}))
			if diff := cmp.Diff(tt.want, get(t, conn, link.Index(made)).Data, cmpAddr); diff != "" {
				t.Errorf("changed (-want +read)\n%s", diff)
			}
		})
	}
}

// The kernel takes a type of encapsulation once a module that has it is loaded,
// which it does not ask for.
func TestTunnelsInUDP(t *testing.T) {
	t.Parallel()
	remote, remote6 := addr("198.51.100.1"), addr("2001:db8::2")
	for _, kind := range []link.Kind{
		&link.GRE{Remote: remote, Encap: &link.TunnelEncap{Type: 1, Flags: 7, SrcPort: 5000, DstPort: 5555}},
		&link.Gretap{Remote: remote, Encap: &link.TunnelEncap{Type: 2, Flags: 1, DstPort: 5555}},
		&link.IPIP{Remote: remote, Encap: &link.TunnelEncap{Type: 1, DstPort: 5555}},
		&link.SIT{Remote: remote, Encap: &link.TunnelEncap{Type: 2, Flags: 4, DstPort: 5555}},
		&link.IP6GRE{Remote: remote6, Encap: &link.TunnelEncap{Type: 1, Flags: 2, DstPort: 5555}},
		&link.IP6Tnl{Remote: remote6, Encap: &link.TunnelEncap{Type: 2, Flags: 2, DstPort: 5555}},
	} {
		t.Run(kind.Kind(), func(t *testing.T) {
			conn, _ := newNS(t)
			err := conn.Do(link.Add(&link.Link{Name: "new0", Index: made, Data: kind}))
			if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.EINVAL) {
				t.Skipf("this kernel has no %s in UDP: %v", kind.Kind(), err)
			} else if err != nil {
				t.Fatal(err)
			}
			read := get(t, conn, link.Index(made)).Data
			encap := func(k link.Kind) any { return reflect.ValueOf(k).Elem().FieldByName("Encap").Interface() }
			if diff := cmp.Diff(encap(kind), encap(read)); diff != "" {
				t.Errorf("(-given +read)\n%s", diff)
			}
		})
	}
}
