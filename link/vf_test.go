package link_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
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
			f := filler{n: 1}
			f.fill(reflect.ValueOf(&vf).Elem().Field(i))
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
