package nlmsg

import "github.com/seed-030106aa/rawnl/internal/race"

// poison overwrites b, whose contents nobody may rely on any more, in programs
// built with the race detector: who keeps what is valid only until the next
// iteration then finds out.
//
//go:norace
func poison(b []byte) {
	if !race.Enabled {
		return
	}
	for i := range b {
		b[i] = 0xdb
	}
}
