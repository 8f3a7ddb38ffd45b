package link_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// A kind can be given as bytes, whether there is a type for it or not.
func TestKindAsBytes(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	parent := get(t, conn, link.Name("veth0"))
	do(t, conn, link.Add(&link.Link{Name: "new", ParentIndex: &parent.Index, Data: &link.UnknownKind{
		Name: "macvlan", Data: []byte{8, 0, 1, 0, 4, 0, 0, 0}, // IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE
	}}))
	l := get(t, conn, link.Name("new"))
	if m, ok := l.Data.(*link.Macvlan); !ok || m.Mode != 4 {
		t.Errorf("read %+v, want a macvlan of mode 4", l.Data)
	}
}
