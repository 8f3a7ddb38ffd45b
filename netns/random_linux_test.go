package netns_test

import (
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/netns"
)

// A namespace has an id after it was given one, and no other id changes.
func TestRandomIDs(t *testing.T) {
	t.Parallel()
	conn := testprop.Dial(t, testns.New(t))
	var want []netns.ID
	for range min(testprop.Structs(), 60) {
		ns := testns.New(t)
		id := netns.ID(testprop.Pick(conn.Random, uint32(conn.Uint(32)), conn.Uint32N(1000)))
		ref := testprop.Pick[netns.Ref](conn.Random, netns.File(ns), netns.File(ns), netns.File(ns), netns.Fd(conn.Uint(64)|1<<20),
			netns.PID(-int(conn.Uint32())), netns.ID(conn.Uint(32)), nil)
		req := netns.SetID(ref, id)
		if conn.IntN(4) == 0 { // the lowest that is free
			req = netns.SetAutoID(ref)
			for id = 0; slices.Contains(want, id); id++ {
			}
		}
		if conn.Try(t, req) == testprop.Accepted {
			want = append(want, id)
			if got, err := netns.GetID(conn.Conn, netns.File(ns)); err != nil || got.ID != id {
				t.Fatalf("id %v, %v, want %v", got, err, id)
			}
		}
		list, err := netns.ListIDs(conn.Conn)
		if err != nil {
			t.Fatal(err)
		}
		var got []netns.ID
		for _, n := range list {
			got = append(got, n.ID)
		}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("ids %v, want %v", got, want)
		}
	}
}
