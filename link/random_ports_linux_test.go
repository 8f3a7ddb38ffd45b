package link_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What a port of each kind of master is given at random is refused, or reads back
// as it was given.
func TestRandomPorts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ master, port link.Kind }{
		{new(link.Bridge), new(link.BridgePort)},
		{&link.Bond{Mode: new(link.BondActiveBackup)}, new(link.BondPort)},
		{&link.Bond{Mode: new(link.Bond8023AD)}, new(link.BondPort)},
		{new(link.Team), new(link.TeamPort)},
		{&link.VRF{Table: 70000}, new(link.VRFPort)},
	} {
		t.Run(tt.port.Kind(), func(t *testing.T) {
			t.Parallel()
			w := newRandomWorld(t, new(link.Veth))
			const master = 120
			do(t, w.conn, link.Add(&link.Link{Name: "master0", Index: master, Data: tt.master}))
			do(t, w.conn,
				link.Add(&link.Link{Index: made, Data: &link.Veth{Peer: &link.Link{Index: made + 1}}}),
				link.SetUp(link.Index(made+1)),
				link.SetMaster(link.Index(made), link.Index(master)),
				link.SetMaster(link.Index(other), link.Index(master)))
			for i := range 4 * each() {
				name := fmt.Sprintf("-seed %d, port %d", testprop.Seed(), i)
				g := newGenerator("port "+tt.port.Kind(), i)
				g.indexes = []int{made, made + 1, other, master}
				p := newKind(tt.port)
				g.kind(p)
				w.setPort(t, name, g, p)
			}
			t.Logf("%d changes: %d accepted", w.asked, w.changed)
		})
	}
}

// setPort changes the port by one of the two requests that there are for that of
// a bridge.
func (w *randomWorld) setPort(t *testing.T, name string, g *generator, p link.Kind) {
	t.Helper()
	op, r := "link set", link.SetPort(link.Index(made), p)
	if b, ok := p.(*link.BridgePort); ok && g.IntN(2) == 0 {
		op = "bridge link set"
		var spec *link.BridgeSpec
		if g.IntN(2) == 0 {
			spec = new(link.BridgeSpec)
			g.fields(reflect.ValueOf(spec).Elem())
		}
		r = link.SetBridgeLink(link.Index(made), b, spec)
	}
	w.asked++
	if !w.send(t, w.conn, name, op, r) {
		return
	}
	w.changed++
	l := get(t, w.conn, link.Index(made))
	want := reflect.ValueOf(p)
	if reflect.TypeOf(l.Port) != want.Type() {
		t.Fatalf("%s: read %T, want %T", name, l.Port, p)
	}
	c := comparison{t: t, given: &link.Link{Port: p}, read: l, set: true}
	c.sameFields(name, want.Elem(), reflect.ValueOf(l.Port).Elem())
}

var _ nlmsg.Request
