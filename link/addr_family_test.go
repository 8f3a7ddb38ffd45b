package link_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// An IPv4 address in the form of IPv6, which a net.IP often has, is not sent: the
// kernel would make a tunnel over IPv6. One that was read comes back.
func TestMappedAddresses(t *testing.T) {
	mapped := addr("::ffff:192.0.2.1")
	for name, kinds := range map[string][]link.Kind{
		"IFLA_BOND_NS_IP6_TARGET": {&link.Bond{NSTargets: []netip.Addr{mapped}}},
		"IFLA_GENEVE_LOCAL6":      {&link.Geneve{Local: mapped}},
		"IFLA_GENEVE_REMOTE6":     {&link.Geneve{Remote: mapped}},
		"IFLA_GRE_LOCAL":          {&link.IP6GRE{Local: mapped}, &link.IP6Gretap{Local: mapped}, &link.IP6Erspan{IP6GRE: link.IP6GRE{Local: mapped}}},
		"IFLA_GRE_REMOTE":         {&link.IP6GRE{Remote: mapped}, &link.IP6Gretap{Remote: mapped}, &link.IP6Erspan{IP6GRE: link.IP6GRE{Remote: mapped}}},
		"IFLA_GTP_LOCAL6":         {&link.GTP{CreateSockets: true, Local: mapped}},
		"IFLA_IPTUN_LOCAL":        {&link.IP6Tnl{Local: mapped}},
		"IFLA_IPTUN_REMOTE":       {&link.IP6Tnl{Remote: mapped}},
		"IFLA_VTI_LOCAL":          {&link.VTI6{Local: mapped}},
		"IFLA_VTI_REMOTE":         {&link.VTI6{Remote: mapped}},
		"IFLA_VXLAN_GROUP6":       {&link.VXLAN{Remote: mapped}},
		"IFLA_VXLAN_LOCAL6":       {&link.VXLAN{Local: mapped}},
	} {
		for _, k := range kinds {
			want := &link.Link{Data: k}
			checkMapped(t, link.Add(want), name)
			b, err := want.AppendBinary(nil)
			if err != nil {
				t.Errorf("%T: %v", k, err)
				continue
			}
			got, err := link.Decode(newLink(b))
			if err != nil {
				t.Errorf("%T: %v", k, err)
				continue
			}
			if diff := cmp.Diff(want, got, cmpAddr); diff != "" {
				t.Errorf("%T (-written +read)\n%s", k, diff)
			}
		}
	}
	checkMapped(t, link.AddVNIs(link.Index(3), link.VNIRange{First: 1, Group: mapped}), "VXLAN_VNIFILTER_ENTRY_GROUP6")
}

func checkMapped(t *testing.T, r nlmsg.Request, attr string) {
	t.Helper()
	const text = "::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap"
	_, err := r.AppendBinary(nil)
	if err == nil || !strings.Contains(err.Error(), attr) || !strings.Contains(err.Error(), text) {
		t.Errorf("got %v, want ... %s ... %s", err, attr, text)
	}
}
