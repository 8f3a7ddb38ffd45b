package neigh_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// many gives vxlan0 n neighbours and n forwarding entries.
func many(t *testing.T, conn *nlmsg.Conn, n int) {
	t.Helper()
	var reqs []nlmsg.Request
	for i := range n {
		m := []byte{2, 0, 0, 0, byte(i >> 8), byte(i)}
		reqs = append(reqs,
			neigh.Add(&neigh.Neigh{Index: vxlan0, Dst: ip(fmt.Sprintf("198.18.%d.1", i)), LLAddr: m, State: neigh.StatePermanent}),
			neigh.AddFDB(&neigh.FDB{Index: vxlan0, MAC: m, Dst: ip("192.0.2.9"), State: permanent, Flags: neigh.FlagSelf}))
	}
	do(t, conn, reqs...)
}

// A stream allocates for many objects at a time.
func TestStreamAllocates(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops what it is given, at random")
	}
	conn, _ := dialVXLAN(t, "192.0.2.1", false)
	count := func() float64 {
		return testing.AllocsPerRun(5, func() {
			for _, err := range neigh.All(conn) {
				if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
					t.Fatal(err)
				}
			}
			for _, err := range neigh.AllFDB(conn) {
				if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
					t.Fatal(err)
				}
			}
		})
	}
	few := count()
	const n = 200
	many(t, conn, n)
	if each := (count() - few) / (2 * n); each > 0.1 {
		t.Errorf("%.2f allocations for each neighbour and entry", each)
	}
}

// What a stream has yielded stays as it is while others are read.
func TestStreamStays(t *testing.T) {
	t.Parallel()
	conn, _ := dialVXLAN(t, "192.0.2.1", false)
	const n = 100
	many(t, conn, n)
	var got, clones []neigh.Neigh
	for x, err := range (neigh.Filter{Index: vxlan0, State: neigh.StatePermanent}).All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		got, clones = append(got, x), append(clones, x.Clone())
	}
	if len(got) != n {
		t.Fatalf("%d neighbours, want %d", len(got), n)
	}
	if diff := cmp.Diff(clones, got, values); diff != "" {
		t.Errorf("(-as yielded +later)\n%s", diff)
	}
	var entries, entryClones []neigh.FDB
	for x, err := range (neigh.FDBFilter{Index: vxlan0}).All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		entries, entryClones = append(entries, x), append(entryClones, x.Clone())
	}
	if len(entries) < n {
		t.Fatalf("%d entries, want %d at least", len(entries), n)
	}
	if diff := cmp.Diff(entryClones, entries, values); diff != "" {
		t.Errorf("(-as yielded +later)\n%s", diff)
	}
}
