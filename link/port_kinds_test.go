package link_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
)

// Every field of what a link has as a port is written and read back.
func TestPortKindsComeBack(t *testing.T) {
	for _, port := range []link.Kind{&link.TeamPort{}, &link.VRFPort{}} {
		newFiller().Fill(reflect.ValueOf(port).Elem())
		b, err := link.Link{Port: port}.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := link.Decode(newLink(b))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(port, got.Port); diff != "" {
			t.Errorf("port of a %s (-written +read)\n%s", port.Kind(), diff)
		}
	}
}
