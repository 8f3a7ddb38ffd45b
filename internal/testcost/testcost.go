// Package testcost measures encoders and decoders: tests count the allocations of
// what benchmarks time, from one table.
package testcost

import (
	"encoding"
	"maps"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/race"
)

// Table is what is measured, by name.
type Table map[string]Item

// Item is one thing that is measured.
type Item struct {
	// Run does it once.
	Run func() error

	// Allocs is how many allocations that may take.
	Allocs int
}

// Check fails t for each item that takes more allocations than it may. With the
// race detector it skips t.
func (table Table) Check(t testing.TB) {
	t.Helper()
	if race.Enabled {
		t.Skip("the race detector allocates, and sync.Pool drops what it is given, at random")
	}
	for _, name := range table.names() {
		item := table[name]
		var err error
		n := int(testing.AllocsPerRun(100, func() { err = item.Run() }))
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case n > item.Allocs:
			t.Errorf("%s: %d allocations, want %d at most", name, n, item.Allocs)
		}
	}
}

// Bench runs a benchmark of each item, which reports its allocations.
func (table Table) Bench(b *testing.B) {
	for _, name := range table.names() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := table[name].Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func (table Table) names() []string { return slices.Sorted(maps.Keys(table)) }

// room is that of the buffer that items of [Encoding] write to.
const room = 4096

// Encoding returns a table of what is encoded, each into a buffer that has room for
// it, which takes no allocation.
func Encoding[A encoding.BinaryAppender](what map[string]A) Table {
	table := make(Table)
	for name, a := range what {
		var v encoding.BinaryAppender = a // here and not in Run, where it would count
		buf := make([]byte, 0, room)
		table[name] = Item{Run: func() error {
			_, err := v.AppendBinary(buf)
			return err
		}}
	}
	return table
}

// Decoding returns an item that decodes m, which may take allocs allocations, with
// that of the object itself.
func Decoding[M, T any](decode func(M) (*T, error), m M, allocs int) Item {
	kept := new(*T) // as most programs do: what nothing keeps may be no allocation
	return Item{Allocs: allocs, Run: func() (err error) {
		*kept, err = decode(m)
		return err
	}}
}
