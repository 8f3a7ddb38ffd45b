package load_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// The sequence given to DoSeq reads a dump on the same connection: the routes of
// a table are copied to another, which has every third already.
func TestADumpFeedsABatch(t *testing.T) {
	t.Parallel()
	const n, from, to = 5000, 1, 2
	_, ns := network(t)
	for _, size := range []int{0, 1} {
		conn := dial(t, nlmsg.Config{NetNS: ns, ReadBuffer: size})
		var there []nlmsg.Request
		for i := range n {
			there = append(there, putRoute(from, i))
			if i%3 == 0 {
				there = append(there, route.Replace(&route.Route{Dst: host(from, i), OIF: veth0, Table: table(to)}))
			}
		}
		if err := conn.Do(there...); err != nil {
			t.Fatal(err)
		}
		want := make(map[int]nlmsg.Error)
		taken := 0
		err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
			for r, err := range routesOf(from).All(conn) {
				if err != nil {
					t.Errorf("after %d routes: %v", taken, err)
					return
				}
				r.Table = table(to)
				req := route.Add(&r)
				if _, i := numberOf(r.Dst); i%3 == 0 {
					want[taken] = nlmsg.Error{Op: req.String(), Type: req.Type, Errno: unix.EEXIST}
				}
				if taken++; !yield(req) {
					t.Error("the sequence was not read to its end")
					return
				}
			}
		})
		if taken != n {
			t.Errorf("the dump has %d routes, want %d", taken, n)
		}
		compare(t, "copying", want, err)

		err = conn.DoSeq(func(yield func(nlmsg.Request) bool) {
			for r, err := range routesOf(to).All(conn) {
				if err != nil {
					t.Error(err)
				}
				yield(route.Del(&r))
			}
		})
		compare(t, "deletion", nil, err)
		if left := routes(t, conn, to); len(left) != 0 {
			t.Errorf("%d routes are left after deletion", len(left))
		}
	}
}
