package link_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
)

// What a link has as a port of masters other than bridges is read, and can be
// written back.
func TestPortKindsLive(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ master, want link.Kind }{
		{&link.Team{}, &link.TeamPort{}},
		{&link.VRF{Table: 70000}, &link.VRFPort{Table: 70000}},
	} {
		t.Run(tt.master.Kind(), func(t *testing.T) {
			t.Parallel()
			conn, _ := newNS(t)
			do(t, conn,
				link.Add(&link.Link{Name: "master0", Index: 10, Data: tt.master}),
				veth("port0", "port1"),
				link.Set(link.Name("port0"), &link.Link{Master: new(10)}))
			got := get(t, conn, link.Name("port0")).Port
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +read)\n%s", diff)
			}
			do(t, conn, link.Set(link.Name("port0"), &link.Link{Port: got}))
		})
	}
}
