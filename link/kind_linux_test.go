package link_test

import (
	"bytes"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Kinds without a type here are made of attributes and read as bytes.
func TestUnknownKinds(t *testing.T) {
	t.Parallel()
	const macvlanMode, bridgeMode = 1, 4 // IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE
	const vxlanID, vxlanPort = 1, 15     // IFLA_VXLAN_ID, IFLA_VXLAN_PORT
	for _, tt := range []struct {
		name   string
		kind   string
		encode func(e *rtattr.Encoder)
	}{
		{"without attributes", "ifb", func(*rtattr.Encoder) {}},
		{"with a parent", "macvlan", func(e *rtattr.Encoder) { e.Uint32(macvlanMode, bridgeMode) }},
		{"with more attributes", "vxlan", func(e *rtattr.Encoder) {
			e.Uint32(vxlanID, 42)
			e.Uint16BE(vxlanPort, 4789)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := newNS(t)
			do(t, conn, veth("veth0", "veth1"))
			parent := get(t, conn, link.Name("veth0"))
			e := rtattr.NewEncoder(nil)
			tt.encode(e)
			data, err := e.Result()
			if err != nil {
				t.Fatal(err)
			}
			add := &link.Link{Name: "new", Data: &link.UnknownKind{Name: tt.kind, Data: data}}
			if tt.kind == "macvlan" {
				add.ParentIndex = &parent.Index
			}
			do(t, conn, link.Add(add))
			l := get(t, conn, link.Name("new"))
			u, ok := l.Data.(*link.UnknownKind)
			if !ok || u.Name != tt.kind {
				t.Fatalf("read %+v, want an unknown kind %s", l.Data, tt.kind)
			}
			// Each attribute that was sent is among those read.
			read := attrs(t, u.Data)
			for typ, sent := range attrs(t, data) {
				if !bytes.Equal(read[typ], sent) {
					t.Errorf("attribute %d: read % x, sent % x", typ, read[typ], sent)
				}
			}
		})
	}
}

func attrs(t testing.TB, b []byte) map[uint16][]byte {
	t.Helper()
	out := make(map[uint16][]byte)
	d := rtattr.NewDecoder(b, 0)
	for typ, v := range d.All() {
		out[typ] = v.Bytes()
	}
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
