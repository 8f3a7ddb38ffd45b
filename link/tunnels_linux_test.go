package link_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// What was read of a tunnel, most of which cannot be changed, makes the same
// tunnel again.
func TestTunnelsAreMadeAgain(t *testing.T) {
	t.Parallel()
	for _, k := range []kindTest{vxlanTest, geneveTest, bareUDPTest, amtTest} {
		for _, tt := range k.live {
			t.Run(k.full.Data.Kind()+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				if tt.since != [2]int{} && !testns.KernelSince(t, tt.since[0], tt.since[1]) {
					t.Skipf("since Linux %d.%d", tt.since[0], tt.since[1])
				}
				conn, _ := newNS(t)
				do(t, conn, link.Add(&link.Link{
					Name: "parent0", Index: parent, Flags: unix.IFF_UP,
					Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parent + 1}},
				}))
				add := *tt.link
				add.Index = made
				if err := conn.Do(link.Add(&add)); errors.Is(err, unix.EOPNOTSUPP) {
					t.Skip(err)
				} else if err != nil {
					t.Fatal(err)
				}
				first := get(t, conn, link.Index(made))
				data := first.Clone().Data
				if x, ok := data.(*link.VXLAN); ok && !*x.RemCsumRx {
					x.RemCsumRx = nil // which ReservedBits do not go with
				}
				do(t, conn, link.Del(link.Index(made)), link.Add(&link.Link{Index: made, Data: data}))
				second := get(t, conn, link.Index(made))
				if diff := cmp.Diff(first.Data, second.Data, cmpAddr); diff != "" {
					t.Errorf("(-first +second)\n%s", diff)
				}
			})
		}
	}
}
