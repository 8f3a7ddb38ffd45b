package load_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
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
			if diff := cmp.Diff(want, refusals(t, way.do(conn, reqs))); diff != "" {
				t.Errorf("%s of %s (-want +got)\n%s", pattern.name, way.name, diff)
			}
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
				if diff := cmp.Diff(want, refusals(t, way.do(conn, reqs))); diff != "" {
					t.Errorf("%s of %s (-want +got)\n%s", pattern.name, way.name, diff)
				}
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

// refusals returns what the error of a batch says of each request.
func refusals(t *testing.T, err error) map[int]nlmsg.Error {
	t.Helper()
	got := make(map[int]nlmsg.Error)
	last := -1
	for _, f := range failuresOf(t, err) {
		if f.Index <= last {
			t.Errorf("failure %d follows failure %d", f.Index, last)
		}
		last = f.Index
		var refused *nlmsg.Error
		if !errors.As(f.Err, &refused) {
			t.Errorf("request %d: error %v, want a refusal", f.Index, f.Err)
			continue
		}
		got[f.Index] = *refused
	}
	return got
}
