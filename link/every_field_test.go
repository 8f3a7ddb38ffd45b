package link_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Every field of every struct is written and read back, each with a value of its
// own. A new field that the codec forgets fails here.
func TestEveryFieldComesBack(t *testing.T) {
	full := func(data, port link.Kind) *link.Link {
		l := new(link.Link)
		f := newFiller()
		fillLink(f, l)
		l.Family = linux.AF_UNSPEC
		l.NetNS = link.NSID(5)
		l.Rest = []rtattr.Raw{{Type: linux.IFLA_WEIGHT, Data: make([]byte, 4)}}
		l.PortSelf.VF = 0 // it has none
		l.ProtInfo = nil  // for AF_INET6
		l.AFSpec.Bridge = nil
		for i := range l.VFs {
			l.VFs[i].VLAN.Protocol = 0 // VLANs has it
		}
		for _, k := range []link.Kind{data, port} {
			if k != nil {
				f.Fill(reflect.ValueOf(k).Elem())
			}
		}
		l.Data, l.Port = data, port
		return l
	}
	peer := full(new(link.Veth), nil)
	peer.Data.(*link.Veth).Peer = full(nil, nil)

	// In messages of AF_BRIDGE two attributes mean something else.
	port := full(nil, new(link.BridgePort))
	port.Family = linux.AF_BRIDGE
	spec := new(link.BridgeSpec)
	newFiller().Fill(reflect.ValueOf(spec).Elem())
	port.AFSpec = &link.AFSpec{Bridge: spec}

	inet6 := full(nil, nil)
	inet6.Family, inet6.ProtInfo = linux.AF_INET6, inet6.AFSpec.Inet6

	all := map[string]*link.Link{
		"message of IPv6":       inet6,
		"port of a bond":        full(nil, new(link.BondPort)),
		"bridge that is a port": full(new(link.Bridge), new(link.BridgePort)),
		"veth with its peer":    peer,
		"bridge's own message":  port,
		"unknown kinds":         full(&link.UnknownKind{}, &link.UnknownKind{}),
	}
	for _, k := range kinds {
		data := reflect.New(reflect.TypeOf(k.full.Data).Elem()).Interface().(link.Kind)
		all[data.Kind()] = full(data, nil)
		if k.fix != nil {
			k.fix(data)
		}
	}
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			b, err := want.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := link.Decode(newLink(b))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
		})
	}
}

// newFiller returns a Filler that leaves what is set by hand as it is: kinds,
// namespaces and a veth's peer.
func newFiller() *testfill.Filler {
	return &testfill.Filler{Special: func(v reflect.Value) bool {
		return v.Kind() == reflect.Interface || v.Type() == reflect.TypeFor[link.Link]()
	}}
}

func fillLink(f *testfill.Filler, l *link.Link) {
	fields := reflect.ValueOf(l).Elem()
	for i := range fields.NumField() {
		f.Fill(fields.Field(i))
	}
}

// A request looks for some fields in groups: each alone is sent or refused.
func TestEveryFieldAloneCounts(t *testing.T) {
	fields := reflect.TypeFor[link.Link]()
	for i := range fields.NumField() {
		l := new(link.Link)
		field := reflect.ValueOf(l).Elem().Field(i)
		switch name := fields.Field(i).Name; name {
		case "Family", "Type", "State":
			continue // which requests leave out
		case "NetNS":
			l.NetNS = link.NSID(5)
		case "Data", "Port":
			field.Set(reflect.ValueOf(&link.UnknownKind{Name: "other"}))
		default:
			newFiller().Fill(field)
		}
		for form, add := range map[string]func(*link.Link) nlmsg.Request{
			"add": func(l *link.Link) nlmsg.Request {
				with := *l
				if with.Data == nil {
					with.Data = new(link.Dummy)
				}
				return link.Add(&with)
			},
			"add as a peer": func(l *link.Link) nlmsg.Request {
				return link.Add(&link.Link{Index: 3, Data: &link.Veth{Peer: l}})
			},
			"set": func(l *link.Link) nlmsg.Request { return link.Set(link.Index(3), l) },
		} {
			without, err := add(new(link.Link)).AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			with, err := add(l).AppendBinary(nil)
			if err == nil && bytes.Equal(with, without) {
				t.Errorf("%s: %s alone changes nothing", form, fields.Field(i).Name)
			}
		}
	}
}
