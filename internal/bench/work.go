//go:build linux

package main

// work is something to be done with the kernel, of which several ways are
// compared.
type work struct {
	name         string // such as "routes/add"
	unit         string // of the items, such as "route"
	items, quick int    // how many there are, and with -quick; 0 leaves the work out
	atLeast      int    // items to be timed at once: small works are repeated

	// setUp prepares the stage and returns the ways, the floor first. If there
	// cannot be as many items as it is told, it makes the stage's n smaller.
	setUp func(s *stage) ([]way, error)
}

// works are all of them, in the order of the table.
var works = []work{
	{"encode/veth", "request", 2_000_000, 200_000, 0, encodeVeth},
	{"encode/bridge", "request", 2_000_000, 200_000, 0, encodeBridge},
	{"encode/addr", "request", 2_000_000, 200_000, 0, encodeAddr},
	{"encode/route", "request", 2_000_000, 200_000, 0, encodeRoute},

	{"routes/add", "route", 100_000, 10_000, 0, batched(addingRoutes)},
	{"routes/add-one-by-one", "route", 50_000, 5_000, 0, addEachRoute},
	{"addrs/add", "address", 10_000, 1_000, 0, batched(addingAddrs)},
	{"neighs/add", "neighbour", 10_000, 1_000, 0, batched(addingNeighs)},
	{"links/add", "link", 1_000, 100, 0, addLinks},
	{"links/add-veth", "pair", 500, 50, 0, addVeths},
	{"links/del-veth", "pair", 500, 50, 0, delVeths},
	{"links/add-del-veth", "pair", 10, 3, 0, addAndDelVeth},

	{"routes/dump", "route", 1_000_000, 50_000, 0, dumpRoutes},
	{"addrs/dump", "address", 10_000, 2_000, 50_000, dumpAddrs},
	{"neighs/dump", "neighbour", 10_000, 2_000, 50_000, dumpNeighs},
	{"links/dump", "link", 1_000, 200, 5_000, dumpLinks},

	{"notify/drain", "notification", 50_000, 10_000, 0, drainNotifications},
	{"notify/live", "notification", 50_000, 10_000, 0, followNotifications},

	{"routes/grow/1000", "route", 1_000, 1_000, 200_000, growRoutes},
	{"routes/grow/10000", "route", 10_000, 10_000, 200_000, growRoutes},
	{"routes/grow/100000", "route", 100_000, 50_000, 200_000, growRoutes},
	{"routes/grow/1000000", "route", 1_000_000, 0, 0, growRoutes},
	{"links/grow/100", "link", 100, 100, 10_000, growLinks},
	{"links/grow/1000", "link", 1_000, 500, 10_000, growLinks},
	{"links/grow/10000", "link", 10_000, 0, 0, growLinks},
}

// way is one way to do a work.
type way struct {
	name string

	// reset makes the stage what it was before, without being timed. Nil does
	// nothing.
	reset func() error

	// run does the work once.
	run func() error

	// target is what the way is meant to cost.
	target target

	// resultSize is the size in bytes of what the way returns and the caller
	// keeps: the memory of a list is what was allocated beyond that.
	resultSize int

	// program says that the way is another program, whose allocations cannot be
	// counted. It takes part in at most programRounds rounds.
	program bool

	// missing says why the way cannot be measured here, such as "ip is not
	// installed". Then run is not called.
	missing string
}

// programRounds is how often other programs are run: they are here for
// comparison, and slow.
const programRounds = 3

// target is an upper bound for each of several costs. A zero field, or a nil
// pointer, is none.
type target struct {
	ratio  float64  // of the time to the floor's
	nanos  float64  // nanoseconds an item
	allocs *float64 // allocations an item
	memory float64  // bytes allocated in all, less those of the result
}
