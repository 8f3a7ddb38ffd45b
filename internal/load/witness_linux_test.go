package load_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// witness sees the datagrams of a connection, and so knows of each request that
// [putRoute] and [noGateway] make whether it was sent, and what is known of its
// outcome.
type witness struct {
	mu    sync.Mutex
	batch []uint32 // sequence numbers of the last datagram that was sent
	asked map[uint32]request
	sent  map[request]bool

	// answered: it was itself. passed: it was, or a later one in the same
	// datagram was. whole: the last one in the datagram was. Unless it is whole
	// something was lost, and then silence may be a refusal that was lost.
	answered, passed, whole map[request]bool
}

type request struct{ who, i int }

func newWitness() *witness {
	return &witness{
		asked: make(map[uint32]request), sent: make(map[request]bool),
		answered: make(map[request]bool), passed: make(map[request]bool), whole: make(map[request]bool),
	}
}

// trace is for [nlmsg.Config].Trace.
func (w *witness) trace(dir nlmsg.Direction, datagram []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if dir == nlmsg.Sent {
		w.batch = w.batch[:0]
	}
	for m := range nlmsg.Messages(datagram) {
		switch {
		case dir == nlmsg.Sent && m.Type == unix.RTM_NEWROUTE:
			r, err := route.Decode(m)
			if err != nil {
				panic(err)
			}
			who, i := numberOf(r.Dst)
			w.batch = append(w.batch, m.Seq)
			w.asked[m.Seq] = request{who, i}
			w.sent[request{who, i}] = true
		case dir == nlmsg.Received && m.Type == unix.NLMSG_ERROR:
			n := slices.Index(w.batch, m.Seq) + 1
			for _, seq := range w.batch[:n] {
				w.passed[w.asked[seq]] = true
				w.whole[w.asked[seq]] = n == len(w.batch)
			}
			w.answered[w.asked[m.Seq]] = n > 0
		}
	}
}

// mixed are n requests of who's, of which those are refused that bad says.
func mixed(who, n int, bad func(i, n int) bool) []nlmsg.Request {
	reqs := make([]nlmsg.Request, n)
	for i := range reqs {
		if reqs[i] = putRoute(who, i); bad(i, n) {
			reqs[i] = noGateway.request(who, i)
		}
	}
	return reqs
}

// judge holds the error that [mixed] requests have ended with, and which none
// has made before, against what the witness and the kernel know, by another
// connection. It returns how many are said to be unknown, and to be not sent.
func (w *witness) judge(t *testing.T, err error, who, n int, bad func(i, n int) bool, other *nlmsg.Conn) (unknown, unsent int) {
	t.Helper()
	there := routes(t, other, who)
	failed := make(map[int]error)
	last := -1
	for _, f := range failuresOf(t, err) {
		if f.Index <= last || f.Index >= n {
			t.Errorf("failure %d of %d follows failure %d", f.Index, n, last)
		}
		last = f.Index
		failed[f.Index] = f.Err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range n {
		err, r := failed[i], request{who, i}
		var refused *nlmsg.Error
		switch {
		case errors.Is(err, nlmsg.ErrNotSent):
			if unsent++; w.sent[r] || there[i] {
				t.Fatalf("request %d: %v, but sent: %v, there: %v", i, err, w.sent[r], there[i])
			}
		case !w.sent[r]:
			t.Fatalf("request %d was not sent, and is said to have ended with %v", i, err)
		case errors.Is(err, nlmsg.ErrOutcomeUnknown):
			if unknown++; w.answered[r] || w.whole[r] {
				t.Fatalf("request %d: %v, though an answer has come that says it", i, err)
			}
		case !w.passed[r]:
			t.Fatalf("the answer to request %d was lost, and it is said to have ended with %v", i, err)
		case err == nil:
			if bad(i, n) || !there[i] {
				t.Fatalf("request %d is said to be carried out; refused: %v, there: %v", i, bad(i, n), there[i])
			}
		case !errors.As(err, &refused) || refused.Errno != noGateway.errno || refused.Op != noGateway.request(who, i).String():
			t.Fatalf("request %d: %v, want it refused by %v", i, err, noGateway.errno)
		case !bad(i, n) || there[i]:
			t.Fatalf("request %d: %v, but bad: %v, there: %v", i, err, bad(i, n), there[i])
		}
	}
	return unknown, unsent
}

// routes returns the numbers of who's routes that are there.
func routes(t *testing.T, conn *nlmsg.Conn, who int) map[int]bool {
	t.Helper()
	list, err := routesOf(who).List(conn)
	if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) { // by what others do
		t.Fatal(err)
	}
	there := make(map[int]bool)
	for _, r := range list {
		_, i := numberOf(r.Dst)
		there[i] = true
	}
	return there
}

func routesOf(who int) route.Filter { return route.Filter{Family: unix.AF_INET, Table: table(who)} }
