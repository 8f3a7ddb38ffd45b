package link_test

import (
	"net"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What is said of a function is one attribute, with its number. Of a function of
// which nothing is said, the number comes back all the same.
func TestVFAttributes(t *testing.T) {
	fields := reflect.TypeFor[link.VF]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		switch name {
		case "Unknown", "UnknownVLANs", "Broadcast", "Stats":
			continue // without a number
		}
		vf := link.VF{ID: 7}
		if name != "ID" {
			newFiller().Fill(reflect.ValueOf(&vf).Elem().Field(i))
		}
		if vf.VLAN != nil {
			vf.VLAN.Protocol = 0 // VLANs has it
		}
		want := &link.Link{VFs: []link.VF{vf}}
		b, err := want.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := link.Decode(newLink(b))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
			t.Errorf("%s (-written +read)\n%s", name, diff)
		}
		attrs := make(map[string]bool)
		for path := range tree(t, b[16:]) {
			attrs[path[:len("22/1/1")]] = true
		}
		if len(attrs) != 1 {
			t.Errorf("%s: attributes %v, want one", name, attrs)
		}
	}
}

// The kernel sends the broadcast address in a struct of 32 bytes, as it does the
// function's own.
func TestVFBroadcast(t *testing.T) {
	for _, want := range []net.HardwareAddr{
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		{0x00, 0xff, 0xff, 0xff, 0xff, 0x12, 0x40, 0x1b, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}, // InfiniBand
	} {
		sent := body(func(e *rtattr.Encoder) {
			list := e.Begin(linux.IFLA_VFINFO_LIST)
			info := e.Begin(linux.IFLA_VF_INFO)
			copy(e.StructAttr(linux.IFLA_VF_BROADCAST, 32), want)
			e.End(info)
			e.End(list)
		})
		l, err := link.Decode(newLink(sent))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, l.VFs[0].Broadcast); diff != "" {
			t.Errorf("(-sent +read)\n%s", diff)
		}
		b, err := l.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		const path = "22/1/13"
		if diff := cmp.Diff(tree(t, sent[16:])[path], tree(t, b[16:])[path]); diff != "" {
			t.Errorf("(-sent +written)\n%s", diff)
		}
	}
}
