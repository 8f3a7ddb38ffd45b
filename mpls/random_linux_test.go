package mpls_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRoutes(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	conn := testprop.Dial(t, ns)
	type r = mpls.Route
	k := testprop.Kernel[r]{
		Conn:    conn,
		Make:    func() r { return randomRoute(conn.Random) },
		Add:     mpls.Add,
		Replace: func(x *r) nlmsg.Request { return testprop.Pick(conn.Random, mpls.Replace, mpls.Change)(x) },
		Del:     func(x *r) nlmsg.Request { return mpls.Del(x.Label) },
		Rekey:   func(x, old *r) { x.Label = old.Label },
		List:    func() ([]r, error) { return mpls.List(conn.Conn) },
		Differs: []testprop.Difference[r]{
			{Why: "the Protocol of a new route is RTPROT_BOOT", Apply: func(want *r, _ r) {
				if want.Protocol == 0 {
					want.Protocol = linux.RTPROT_BOOT
				}
			}},
			{Why: "the kernel chooses a label", Apply: func(want *r, read r) {
				if want.Label == 0 {
					want.Label = read.Label
				}
			}},
			{Why: "the flags are the kernel's report", Apply: func(want *r, _ r) {
				want.Flags = 0
				for i := range want.MultiPath {
					want.MultiPath[i].Flags = 0
				}
			}},
			{Why: "several ways are in place of one", Apply: func(want *r, _ r) {
				if len(want.MultiPath) > 0 {
					want.NewLabels, want.Gateway, want.HardwareAddr, want.OIF = nil, netip.Addr{}, nil, 0
				}
			}},
			{Why: "a single one of several ways is one", Apply: func(want *r, _ r) {
				if len(want.MultiPath) == 1 {
					hop := want.MultiPath[0]
					want.NewLabels, want.Gateway, want.HardwareAddr, want.OIF = hop.NewLabels, hop.Gateway, hop.HardwareAddr, hop.OIF
					want.MultiPath = nil
				}
			}},
			{Why: "the interface is that of the gateway", Apply: func(want *r, read r) {
				if want.OIF == 0 && want.Gateway.IsValid() {
					want.OIF = read.OIF
				}
				for i := range min(len(want.MultiPath), len(read.MultiPath)) {
					if hop := &want.MultiPath[i]; hop.OIF == 0 && hop.Gateway.IsValid() {
						hop.OIF = read.MultiPath[i].OIF
					}
				}
			}},
		},
		Options: cmp.Options{values},
	}
	k.Check(t)
}
