// Package testprop holds encoders and the kernel to what must be true of every
// struct, with structs made at random:
//
//   - A request is a whole message or an error, and never half a message
//     ([Requests]).
//   - The kernel carries a request out or refuses it with an errno. What it has
//     carried out reads back as it was set, and can be replaced and deleted by
//     what was read; what it has refused left nothing ([Kernel]).
//
// The flags -seed and -structs of a test binary, which imports this package, have
// the tests make other structs, and more of them:
//
//	go test ./route -run Random -seed 7 -structs 10000
package testprop

import (
	"flag"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testfill"
)

var (
	seed    = flag.Uint64("seed", 1, "seed of the structs that tests make at random")
	structs = flag.Int("structs", 200, "how many structs each of these tests makes")
)

// Seed returns the seed of all that a test makes at random.
func Seed() uint64 { return *seed }

// Structs returns how many structs a test makes that does so itself.
func Structs() int { return *structs }

// random returns the generator of a test, and has the test say at its end, if it
// failed, by which flags it fails again.
func random(t testing.TB) *testfill.Random {
	t.Helper()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("to have the same structs again: -seed %d -structs %d", *seed, *structs)
		}
	})
	return testfill.NewRandom(*seed)
}
