package load_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// junk is what another process may send to the port of a connection, if it has
// CAP_NET_ADMIN. The connection drops it, but until then it takes room from the
// kernel's answers.
var junk = nlmsg.Message{Header: nlmsg.Header{Type: 100}, Data: make([]byte, 200)}

// fill sends n times junk to conn, or less if there is no room for more, and
// returns how often.
func fill(t testing.TB, sender, conn *nlmsg.Conn, n int) int {
	t.Helper()
	for i := range n {
		if err := sender.Send(junk, conn.PortID(), 0); errors.Is(err, unix.EAGAIN) {
			return i
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

const noLimit = 1 << 20

// The buffer is filled more and more before a batch of several datagrams, of
// which the first meets a full one.
func TestLostAnswersAreNamed(t *testing.T) {
	t.Parallel()
	const n, after, steps = 1000, 100, 16
	setup, ns := network(t)
	room := fill(t, setup, dial(t, nlmsg.Config{NetNS: ns}), noLimit)
	who := 0
	for _, pattern := range patterns {
		for _, way := range ways {
			most := 0
			for _, level := range []int{0, 12, 13, 14, 15, steps} {
				about := fmt.Sprintf("%s of %s, buffer filled to %d of %d", pattern.name, way.name, level, steps)
				w := newWitness()
				conn := dial(t, nlmsg.Config{NetNS: ns, Trace: w.trace})
				fill(t, setup, conn, room*level/steps)
				who++
				unknown, unsent := w.judge(t, way.do(conn, mixed(who, n, pattern.bad)), who, n, pattern.bad, setup)
				if unsent != 0 || level == 0 && unknown != 0 || unknown < most {
					t.Errorf("%s: %d unknown, %d not sent", about, unknown, unsent)
				}
				most = unknown
				who++ // what comes after has answers of its own
				unknown, unsent = w.judge(t, way.do(conn, mixed(who, after, pattern.bad)), who, after, pattern.bad, setup)
				if unsent != 0 || unknown != 0 {
					t.Errorf("%s, the batch after: %d unknown, %d not sent", about, unknown, unsent)
				}
			}
			if most == 0 || most == n {
				t.Errorf("%s of %s: of a full buffer %d of %d are unknown, want those of one datagram", pattern.name, way.name, most, n)
			}
		}
	}
}

func TestLostAnswerOfOneRequest(t *testing.T) {
	t.Parallel()
	setup, ns := network(t)
	conn := dial(t, nlmsg.Config{NetNS: ns})
	for name, ask := range map[string]func() error{
		"Do":  func() error { return conn.Do(noGateway.request(1, 1)) },
		"Get": func() error { _, err := link.Get(conn, link.Name("lo")); return err },
	} {
		fill(t, setup, conn, noLimit)
		if err := ask(); !errors.Is(err, nlmsg.ErrOutcomeUnknown) || !errors.Is(err, nlmsg.ErrOverrun) {
			t.Errorf("%s: %v, want an overrun, outcome unknown", name, err)
		}
		if err := ask(); errors.Is(err, nlmsg.ErrOutcomeUnknown) {
			t.Errorf("%s: %v, want an answer after the buffer was emptied", name, err)
		}
	}
	fill(t, setup, conn, noLimit)
	if list, err := link.List(conn); !errors.Is(err, nlmsg.ErrOverrun) {
		t.Errorf("List: %d links, %v, want an overrun", len(list), err)
	}
	if list, err := link.List(conn); err != nil || len(list) != 3 {
		t.Errorf("List: %d links, %v, want 3 after the buffer was emptied", len(list), err)
	}
}

// Several goroutines make batches while others fill the buffer all the time.
func TestLostAnswersUnderFire(t *testing.T) {
	t.Parallel()
	const n, workers, rounds = 150, 4, 6
	setup, ns := network(t)
	w := newWitness()
	conn := dial(t, nlmsg.Config{NetNS: ns, Trace: w.trace})
	ctx, cancel := context.WithCancel(t.Context())
	var fire, work sync.WaitGroup
	defer fire.Wait()
	defer cancel()
	enemy := dial(t, nlmsg.Config{NetNS: ns})
	fire.Go(func() {
		for ctx.Err() == nil {
			fill(t, enemy, conn, noLimit)
		}
	})
	bad := patterns[1].bad
	for worker := range workers {
		work.Go(func() {
			for round := range rounds {
				who := worker*rounds + round
				way := ways[round%len(ways)]
				w.judge(t, way.do(conn, mixed(who, n, bad)), who, n, bad, setup)
			}
		})
	}
	work.Wait()
}

// The pieces of a dump, which the kernel makes as they are read, take room from
// the answers of batches within the loop, but never so much that one is lost:
// only junk does that. The dump then comes whole, or says that it does not.
func TestBatchesWithinADump(t *testing.T) {
	t.Parallel()
	const addrs, every = 2000, 400
	setup, ns := network(t)
	var reqs []nlmsg.Request
	for i := range addrs {
		reqs = append(reqs, addr.Add(&addr.Addr{Index: veth1, Prefix: host(255, i)}))
	}
	if err := setup.Do(reqs...); err != nil {
		t.Fatal(err)
	}
	all := addr.Filter{Index: veth1, Family: unix.AF_INET}
	who := 0
	for _, size := range []int{0, 1} {
		room := fill(t, setup, dial(t, nlmsg.Config{NetNS: ns, ReadBuffer: size}), noLimit)
		for _, n := range []int{2, 8, 20, 150} {
			for _, level := range []int{0, 2, 3, 4} {
				about := fmt.Sprintf("ReadBuffer %d, batches of %d, filled to %d of 4", size, n, level)
				pattern := patterns[who%len(patterns)]
				w := newWitness()
				conn := dial(t, nlmsg.Config{NetNS: ns, ReadBuffer: size, Trace: w.trace})
				seen := make(map[netip.Prefix]int)
				var failure error
				for a, err := range all.All(conn) {
					if err != nil {
						failure = err
						break
					}
					if seen[a.Prefix]++; len(seen)%every != 1 {
						continue
					}
					fill(t, setup, conn, room*level/4)
					who++
					unknown, unsent := w.judge(t, conn.Do(mixed(who, n, pattern.bad)...), who, n, pattern.bad, setup)
					if level == 0 && unknown+unsent != 0 {
						t.Errorf("%s: %d unknown, %d not sent", about, unknown, unsent)
					}
				}
				if level == 0 && failure != nil || failure == nil && len(seen) != addrs {
					t.Errorf("%s: %d addresses of %d, %v", about, len(seen), addrs, failure)
				}
				for prefix, times := range seen {
					if times != 1 {
						t.Errorf("%s: %v came %d times", about, prefix, times)
					}
				}
				if list, err := all.List(conn); err != nil || len(list) != addrs {
					t.Errorf("%s: the dump after has %d addresses, %v", about, len(list), err)
				}
			}
		}
	}
}
