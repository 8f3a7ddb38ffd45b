package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
)

// Both ends of a pair are made by one request, the peer in another namespace, and
// say of each other where they are.
func TestNetkitPair(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "nk0", Index: 77, Data: &link.Netkit{
		PeerPolicy: new(uint32(2)),
		Peer:       &link.Link{Name: "nk1", Index: 78, MTU: 1400, NetNS: link.NSFile(otherNS)},
	}}))
	a, b := get(t, conn, link.Name("nk0")), get(t, other, link.Name("nk1"))
	end := func(l *link.Link) *link.Netkit {
		t.Helper()
		k, ok := l.Data.(*link.Netkit)
		if !ok || k.Policy == nil || k.PeerPolicy == nil || l.ParentIndex == nil {
			t.Fatalf("read %+v, want a netkit with policies and a parent", l)
		}
		return k
	}
	for _, tt := range []struct {
		what      string
		got, want any
	}{
		{"index", a.Index, 77}, {"peer's index", b.Index, 78},
		{"parent", *a.ParentIndex, 78}, {"peer's parent", *b.ParentIndex, 77},
		{"peer's MTU", b.MTU, 1400},
		{"primary", end(a).Primary, true}, {"peer is primary", end(b).Primary, false},
		{"policy", *end(a).Policy, uint32(0)}, {"policy of the peer", *end(a).PeerPolicy, uint32(2)},
		{"peer's policy", *end(b).Policy, uint32(2)}, {"peer's of the other", *end(b).PeerPolicy, uint32(0)},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.what, diff)
		}
	}
}
