package encap_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/route"
)

// Options are made and read back, in a virtual machine alone and on an older
// kernel: newer ones have a defect that brings the system down.
func TestKernelOptions(t *testing.T) {
	if os.Getenv("RAWNL_VM") == "" || testns.KernelSince(t, 6, 13) {
		t.Skip("needs a virtual machine with a kernel older than Linux 6.13")
	}
	for name, options := range map[string]*encap.Options{
		"Geneve": {Geneve: []encap.GeneveOption{
			{Class: 0x102, Type: 0x80, Data: []byte{1, 2, 3, 4}},
			{Class: 0x103, Type: 1, Data: []byte{5, 6, 7, 8, 9, 10, 11, 12}},
			{Class: 0x104, Type: 2},
		}},
		"VXLAN":            {VXLAN: &encap.VXLANOption{GBP: 456}},
		"ERSPAN version 1": {ERSPAN: &encap.ERSPANOption{Version: 1, Index: 123}},
		"ERSPAN version 2": {ERSPAN: &encap.ERSPANOption{Version: 2, Direction: 1, HardwareID: 63}},
	} {
		flags := encap.FlagKey
		switch {
		case options.Geneve != nil:
			flags |= encap.FlagGeneve
		case options.VXLAN != nil:
			flags |= encap.FlagVXLAN
		case options.ERSPAN != nil:
			flags |= encap.FlagERSPAN
		}
		for _, r := range []*route.Route{
			{Dst: net4, OIF: veth0, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1"), Flags: encap.FlagKey, Options: options}},
			{Dst: prefix("2001:db8:5::/48"), OIF: veth0, Encap: &encap.IP6{ID: 1, Dst: seg1, Flags: encap.FlagKey, Options: options}},
		} {
			t.Run(name, func(t *testing.T) {
				conn := dial(t)
				do(t, conn, route.Add(r))
				want := encap.Clone(r.Encap)
				switch x := want.(type) {
				case *encap.IP:
					x.Flags = flags
				case *encap.IP6:
					x.Flags = flags
				}
				read := only(t, conn)
				if diff := cmp.Diff(want, read.Encap, values); diff != "" {
					t.Errorf("read (-want +got)\n%s", diff)
				}
				do(t, conn, route.Del(read), route.Add(read))
				if diff := cmp.Diff(want, only(t, conn).Encap, values); diff != "" {
					t.Errorf("written back (-want +got)\n%s", diff)
				}
			})
		}
	}
}
