package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// What a newer kernel may say of tunnels and spanning trees is no error, and comes
// back.
func TestUnknownInBridgeSpec(t *testing.T) {
	const news = 100
	e := rtattr.NewEncoder(nil)
	copy(e.Struct(16), []byte{linux.AF_BRIDGE})
	e.Nest(linux.IFLA_AF_SPEC, func() {
		e.Nest(linux.IFLA_BRIDGE_VLAN_TUNNEL_INFO, func() {
			e.Uint32(linux.IFLA_BRIDGE_VLAN_TUNNEL_ID, 1000)
			e.Uint16(linux.IFLA_BRIDGE_VLAN_TUNNEL_VID, 10)
			e.Uint16(linux.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, 0)
			e.Uint8(news, 1)
		})
		e.Nest(linux.IFLA_BRIDGE_MST, func() {
			e.Nest(linux.IFLA_BRIDGE_MST_ENTRY, func() {
				e.Uint16(linux.IFLA_BRIDGE_MST_ENTRY_MSTI, 5)
				e.Uint8(linux.IFLA_BRIDGE_MST_ENTRY_STATE, 3)
				e.Uint8(news, 2)
			})
			e.Uint8(news, 3)
		})
	})
	sent, err := e.Result()
	if err != nil {
		t.Fatal(err)
	}
	l, err := link.Decode(newLink(sent))
	if err != nil {
		t.Fatal(err)
	}
	want := &link.BridgeSpec{
		Tunnels:    []link.BridgeTunnel{{ID: 1000, VLAN: 10, Unknown: []rtattr.Raw{{Type: news, Data: []byte{1}}}}},
		MST:        []link.BridgeMST{{MSTI: 5, State: 3, Unknown: []rtattr.Raw{{Type: news, Data: []byte{2}}}}},
		UnknownMST: []rtattr.Raw{{Type: news, Data: []byte{3}}},
	}
	if diff := cmp.Diff(want, l.AFSpec.Bridge); diff != "" {
		t.Errorf("(-sent +read)\n%s", diff)
	}
	b, err := link.SetBridgeLink(link.Index(3), nil, l.AFSpec.Bridge).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tree(t, sent[16:]), tree(t, b[nlmsg.HeaderLen+16:])); diff != "" {
		t.Errorf("(-sent +written)\n%s", diff)
	}
}
