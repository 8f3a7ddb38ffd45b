package load_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// family is a batch of so many requests.
type family struct {
	name string
	size int
	good []maker
	bad  []refusal
}

var families = []family{
	{"routes", 10_000, []maker{putRoute}, []refusal{noGateway, noRoute}},
	{"addresses", 10_000, []maker{putAddr}, []refusal{noAddr, noDevice}},
	{"neighbours", 10_000, []maker{putNeigh}, []refusal{noNeigh, noNeighDevice}},
	{"rules", 10_000, []maker{putRoute}, []refusal{noRule, noGoto}},
	{"nexthops", 10_000, []maker{putNextHop}, []refusal{noNextHop, noMember}},
	{"links", 10_000, []maker{putLink}, []refusal{longPeer, sameLink}},
	{"of many sizes", 1000, []maker{putRoute, putLink, putRoute, putHops},
		[]refusal{noGateway, noHop, noAddr, longPeer, sameNames, sameLink, noRoute}},
}

var everything = family{"all", 10_000, []maker{putRoute, putAddr, putLink},
	[]refusal{noGateway, longPeer, noRoute, noAddr, sameLink, noDevice}}

// pattern says which of n requests are refused.
type pattern struct {
	name string
	bad  func(i, n int) bool
}

var patterns = []pattern{
	{"every one", func(i, n int) bool { return true }},
	{"every third", func(i, n int) bool { return i%3 == 2 }},
	{"none", func(i, n int) bool { return false }},
	{"the first", func(i, n int) bool { return i == 0 }},
	{"the last", func(i, n int) bool { return i == n-1 }},
}

// The buffers are the system's, or as small as can be.
func TestNoFailureIsLost(t *testing.T) {
	t.Parallel()
	for _, f := range families {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.noFailureIsLost(t, nlmsg.Config{}, patterns[:2])
		})
	}
	t.Run("all", func(t *testing.T) {
		t.Parallel()
		everything.noFailureIsLost(t, nlmsg.Config{}, patterns)
	})
	t.Run("small buffers", func(t *testing.T) {
		t.Parallel()
		f := family{"", 1000, append(everything.good, putHops), append(everything.bad, noHop)}
		f.noFailureIsLost(t, nlmsg.Config{ReadBuffer: 1, WriteBuffer: 1}, patterns)
	})
}

// Nobody there may make a buffer larger than the system allows.
func TestNoFailureIsLostInAUserNamespace(t *testing.T) {
	if !testns.UserNamespace(t) {
		return
	}
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 1<<20); err != unix.EPERM {
		t.Fatalf("SO_RCVBUFFORCE: %v, want EPERM", err)
	}
	everything.noFailureIsLost(t, nlmsg.Config{}, patterns[:2])
}

func (f family) noFailureIsLost(t *testing.T, cfg nlmsg.Config, patterns []pattern) {
	if testing.Short() {
		f.size /= 10
	}
	setup, ns := network(t)
	errs := alone(t, setup, f.bad)
	cfg.NetNS = ns
	conn := dial(t, cfg)
	for _, pattern := range patterns {
		for _, way := range ways {
			reqs, want := f.requests(1, errs, pattern.bad)
			compare(t, pattern.name+" of "+way.name, want, way.do(conn, reqs))
		}
	}
}

// Several goroutines share a connection, and each learns of its own failures.
func TestFailuresFindTheirGoroutine(t *testing.T) {
	t.Parallel()
	f := everything
	f.size = 2000
	setup, ns := network(t)
	errs := alone(t, setup, f.bad)
	conn := dial(t, nlmsg.Config{NetNS: ns})
	var wg sync.WaitGroup
	for who, pattern := range patterns {
		wg.Go(func() {
			for _, way := range ways {
				reqs, want := f.requests(who, errs, pattern.bad)
				compare(t, pattern.name+" of "+way.name, want, way.do(conn, reqs))
			}
		})
	}
	wg.Wait()
}

// requests makes who's requests, and says which are refused and how: by errs,
// in turn.
func (f family) requests(who int, errs []nlmsg.Error, bad func(i, n int) bool) ([]nlmsg.Request, map[int]nlmsg.Error) {
	reqs := make([]nlmsg.Request, f.size)
	want := make(map[int]nlmsg.Error)
	for i := range reqs {
		if !bad(i, len(reqs)) {
			reqs[i] = f.good[i%len(f.good)](who, i)
			continue
		}
		k := len(want) % len(f.bad)
		reqs[i] = f.bad[k].request(who, i)
		refused := errs[k]
		refused.Op = reqs[i].String()
		want[i] = refused
	}
	return reqs, want
}

// compare compares the failures in the error of a batch with the refusals that
// there are, by the place of the request.
func compare(t *testing.T, about string, want map[int]nlmsg.Error, err error) {
	t.Helper()
	got := make(map[int]error)
	last := -1
	for _, f := range failuresOf(t, err) {
		if f.Index <= last {
			t.Errorf("%s: failure %d follows failure %d", about, f.Index, last)
		}
		last = f.Index
		got[f.Index] = f.Err
	}
	wrong := 0
	report := func(i int, format string, args ...any) {
		if wrong++; wrong <= 3 { // of thousands
			t.Errorf("%s, request %d: %s", about, i, fmt.Sprintf(format, args...))
		}
	}
	for _, i := range slices.Sorted(maps.Keys(want)) {
		refused := want[i]
		var e *nlmsg.Error
		switch {
		case got[i] == nil:
			report(i, "no failure, want %v", &refused)
		case !errors.As(got[i], &e) || *e != refused:
			report(i, "%v, want %v", got[i], &refused)
		}
		delete(got, i)
	}
	for i, err := range got {
		report(i, "%v, want no failure", err)
	}
	if wrong > 3 {
		t.Errorf("%s: %d requests in all are not what they should be", about, wrong)
	}
}
