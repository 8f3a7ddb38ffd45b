package link_test

import (
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Each field of a link alone, changed, is all that a request has.
func TestChangesOfEveryField(t *testing.T) {
	f := newFiller()
	old := new(link.Link)
	fillLink(f, old)
	old.NetNS = nil
	fields := reflect.TypeFor[link.Link]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		switch name {
		case "AltNames", "AFSpec", "XDP", "VFs", "Flags", "Change", "ProtoDownReason", "Data", "Port":
			continue // in TestChanges
		}
		changed, want := old.Clone(), new(link.Link)
		field := reflect.ValueOf(&changed).Elem().Field(i)
		if name == "NetNS" {
			changed.NetNS = link.NSID(5)
		} else {
			before := reflect.ValueOf(old).Elem().Field(i).Interface()
			if f.Fill(field); reflect.DeepEqual(field.Interface(), before) {
				f.Fill(field) // a number comes again after some others
			}
			if p, ok := field.Interface().(*bool); ok {
				*p = false
			}
			if field.Kind() == reflect.String {
				field.SetString("other")
			}
		}
		reflect.ValueOf(want).Elem().Field(i).Set(field)
		if name == "Family" || name == "Type" || name == "State" {
			want = nil // which cannot be set
		}
		if diff := cmp.Diff(want, link.Changes(old, &changed), cmpAddr); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// takeWhole are the kinds whose changes reset what they leave out, or need it.
var takeWhole = []string{
	"erspan", "gre", "gretap", "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip", "sit", "vti", "vti6", "xfrm",
}

// Each field of each kind alone, changed, is all that a request has, but for the
// kinds of which a request has to hold all.
func TestChangesOfEveryKind(t *testing.T) {
	all := []link.Kind{new(link.Bridge), new(link.Veth), new(link.BridgePort), new(link.BondPort)}
	for _, k := range kinds {
		all = append(all, k.full.Data)
	}
	for _, k := range all {
		t.Run(reflect.TypeOf(k).String(), func(t *testing.T) {
			f := newFiller()
			old := &link.Link{Data: reflect.New(reflect.TypeOf(k).Elem()).Interface().(link.Kind)}
			v := reflect.ValueOf(old.Data).Elem()
			f.Fill(v)
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				if v.Type().Field(i).Anonymous && !slices.Contains(takeWhole, k.Kind()) || name == "Peer" {
					continue
				}
				changed := old.Clone()
				is := reflect.ValueOf(changed.Data).Elem().Field(i)
				if is.Kind() == reflect.Bool || is.Kind() == reflect.Pointer && is.Type().Elem().Kind() == reflect.Bool {
					// From nothing to true, since a false one can be none.
					reflect.ValueOf(old.Data).Elem().Field(i).SetZero()
				} else {
					f.Fill(is)
				}
				want := &link.Link{Data: reflect.New(v.Type()).Interface().(link.Kind)}
				switch field := reflect.ValueOf(want.Data).Elem().Field(i); {
				case slices.Contains(takeWhole, k.Kind()):
					want.Data = changed.Clone().Data
					if c := reflect.ValueOf(want.Data).Elem().FieldByName("CollectMetadata"); c.IsValid() && name != "CollectMetadata" {
						c.SetBool(false)
					}
				case is.Type() == reflect.TypeFor[*link.Bits]():
					was, now := v.Field(i).Interface().(*link.Bits), is.Interface().(*link.Bits)
					mask := (was.Value ^ now.Value) & (now.Mask | now.Value)
					field.Set(reflect.ValueOf(&link.Bits{Value: now.Value & mask, Mask: mask}))
				default:
					field.Set(is)
				}
				got := link.Changes(old, &changed)
				f.Fill(v.Field(i))
				if got == nil && readOnly(want.Data) {
					continue
				}
				if c, ok := want.Data.(*link.VLAN); ok {
					for _, l := range []*[]link.VLANQoS{&c.IngressQoS, &c.EgressQoS} {
						if *l != nil { // those of before are taken away
							*l = got.Data.(*link.VLAN).IngressQoS
							if name == "EgressQoS" {
								*l = got.Data.(*link.VLAN).EgressQoS
							}
						}
					}
				}
				if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
					t.Errorf("%s (-want +got)\n%s", name, diff)
				}
			}
		})
	}
}

// readOnly reports whether a kind with one field makes the request that one
// without any makes.
func readOnly(k link.Kind) bool {
	e := rtattr.NewEncoder(nil)
	k.Encode(e)
	b, err := e.Result()
	return err == nil && len(b) == 0
}

func TestChanges(t *testing.T) {
	vlan := func(k link.VLAN) link.Link { return link.Link{Data: &k} }
	inet6 := func(s link.Inet6) link.Link { return link.Link{AFSpec: &link.AFSpec{Inet6: &s}} }
	raw := func(typ uint16, b byte) rtattr.Raw { return rtattr.Raw{Type: typ, Data: []byte{b}} }
	for name, tt := range map[string]struct {
		old, new link.Link
		want     *link.Link
	}{
		"nothing": {
			old: link.Link{Name: "a", MTU: 1500, Data: &link.Bridge{GroupFwdMask: new(uint16(3))}},
			new: link.Link{Name: "a", MTU: 1500, Data: &link.Bridge{GroupFwdMask: new(uint16(3))}},
		},
		"flags": {
			old: link.Link{Flags: linux.IFF_UP | 0x1000, Change: 0xffffffff}, new: link.Link{Flags: 0x1100},
			want: &link.Link{Flags: 0x100, Change: 0x101},
		},
		"no master": {old: link.Link{Master: new(7), Port: &link.BridgePort{Cost: 5}}, new: link.Link{}, want: &link.Link{Master: new(0)}},
		"no alias":  {old: link.Link{Alias: new("x")}, new: link.Link{}, want: &link.Link{Alias: new("")}},
		"no program": {
			old: link.Link{XDP: &link.XDP{XDPState: link.XDPState{Attached: 2, ProgID: 9}}}, new: link.Link{},
			want: &link.Link{XDP: &link.XDP{FD: new(-1), Flags: 2}},
		},
		"another program": {
			old:  link.Link{XDP: &link.XDP{XDPState: link.XDPState{Attached: 2, ProgID: 9}}},
			new:  link.Link{XDP: &link.XDP{FD: new(4), XDPState: link.XDPState{Attached: 2, ProgID: 9}}},
			want: &link.Link{XDP: &link.XDP{FD: new(4)}},
		},
		"no reasons": {
			old: link.Link{ProtoDownReason: &link.Bits{Value: 5}}, new: link.Link{},
			want: &link.Link{ProtoDownReason: &link.Bits{Mask: 5}},
		},
		"a reason less": {
			old: link.Link{ProtoDownReason: &link.Bits{Value: 5}}, new: link.Link{ProtoDownReason: &link.Bits{Value: 4}},
			want: &link.Link{ProtoDownReason: &link.Bits{Mask: 1}},
		},
		"flags as in a request": {
			old:  vlan(link.VLAN{Flags: &link.Bits{Value: 3, Mask: 0xffffffff}}),
			new:  vlan(link.VLAN{Flags: &link.Bits{Value: 4}}),
			want: &link.Link{Data: &link.VLAN{Flags: &link.Bits{Value: 4, Mask: 7}}},
		},
		"priorities": {
			old:  vlan(link.VLAN{ID: new(uint16(2)), EgressQoS: []link.VLANQoS{{1, 2}, {2, 3}, {3, 4}}}),
			new:  vlan(link.VLAN{ID: new(uint16(2)), EgressQoS: []link.VLANQoS{{1, 2}, {2, 5}}}),
			want: &link.Link{Data: &link.VLAN{EgressQoS: []link.VLANQoS{{2, 5}, {3, 0}}}},
		},
		"no targets": {
			old:  link.Link{Data: &link.Bond{ARPTargets: []netip.Addr{addr("192.0.2.1")}, Primary: new(4)}},
			new:  link.Link{Data: &link.Bond{}},
			want: &link.Link{Data: &link.Bond{ARPTargets: []netip.Addr{}, Primary: new(0)}},
		},
		"alternative names": {
			old: link.Link{AltNames: []string{"a", "b"}}, new: link.Link{AltNames: []string{"b", "c"}},
			want: &link.Link{AltNames: []string{"c", "a"}},
		},
		"settings of IPv4": {
			old:  link.Link{AFSpec: &link.AFSpec{Inet: []int32{0, 1, 2}}},
			new:  link.Link{AFSpec: &link.AFSpec{Inet: []int32{0, 5, 2}}},
			want: &link.Link{AFSpec: &link.AFSpec{InetSettings: []link.InetSetting{{ID: 2, Value: 5}}}},
		},
		"mode of addresses": {
			old: inet6(link.Inet6{AddrGenMode: new(uint8(0)), Token: addr("::1")}), new: inet6(link.Inet6{AddrGenMode: new(uint8(1)), Token: addr("::1")}),
			want: new(inet6(link.Inet6{AddrGenMode: new(uint8(1))})),
		},
		"no token": {old: inet6(link.Inet6{Token: addr("::1")}), new: inet6(link.Inet6{}), want: new(inet6(link.Inet6{Token: addr("::")}))},
		"virtual function": {
			old:  link.Link{VFs: []link.VF{{ID: 0, Trust: new(false)}, {ID: 1, Trust: new(false), LinkState: new(uint32(1))}}},
			new:  link.Link{VFs: []link.VF{{ID: 0, Trust: new(false)}, {ID: 1, Trust: new(true), LinkState: new(uint32(1))}}},
			want: &link.Link{VFs: []link.VF{{ID: 1, Trust: new(true)}}},
		},
		"attributes without a field": {
			old:  link.Link{Unknown: []rtattr.Raw{raw(200, 1), raw(201, 1)}, Data: &link.Bridge{Unknown: []rtattr.Raw{raw(200, 1)}}},
			new:  link.Link{Unknown: []rtattr.Raw{raw(200, 1), raw(201, 2)}, Data: &link.Bridge{Unknown: []rtattr.Raw{raw(200, 1)}}},
			want: &link.Link{Unknown: []rtattr.Raw{raw(201, 2)}},
		},
		"attributes of a kind without a type": {
			old:  link.Link{Data: &link.UnknownKind{Name: "x", Data: []byte{5, 0, 1, 0, 7, 0, 0, 0, 5, 0, 2, 0, 7, 0, 0, 0}}},
			new:  link.Link{Data: &link.UnknownKind{Name: "x", Data: []byte{5, 0, 1, 0, 7, 0, 0, 0, 5, 0, 2, 0, 8, 0, 0, 0}}},
			want: &link.Link{Data: &link.UnknownKind{Name: "x", Data: []byte{5, 0, 2, 0, 8, 0, 0, 0}}},
		},
		"what is read only": {
			old: link.Link{Data: &link.Macvlan{BCQueueLenUsed: 1}, State: link.State{QDisc: "noop"}},
			new: link.Link{Data: &link.Macvlan{BCQueueLenUsed: 2}},
		},
		"a tunnel": {
			old:  link.Link{Data: &link.Gretap{Local: addr("192.0.2.1"), TTL: new(uint8(5)), CollectMetadata: true}},
			new:  link.Link{Data: &link.Gretap{Local: addr("192.0.2.1"), TTL: new(uint8(6)), CollectMetadata: true}},
			want: &link.Link{Data: &link.Gretap{Local: addr("192.0.2.1"), TTL: new(uint8(6))}},
		},
		"another kind": {
			old: link.Link{Data: &link.Dummy{}}, new: link.Link{Data: &link.Macvlan{Mode: 4}},
			want: &link.Link{Data: &link.Macvlan{Mode: 4}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, link.Changes(&tt.old, &tt.new), cmpAddr); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
