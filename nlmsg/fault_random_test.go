package nlmsg

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

var faultSeeds = flag.Int("faults", 300, "try each operation with so many combinations of faults")

// Several faults at once, at random. Where none of them is untold, the outcome is
// the right one as far as it is known; in any case nothing is believed that was
// made up, and the connection works afterwards.
func TestFaultsTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("the same on every kernel, and long")
	}
	all := faults()
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			for seed := range *faultSeeds {
				synctest.Test(t, func(t *testing.T) {
					rng := rand.New(rand.NewPCG(uint64(seed), 1))
					var names []string
					worst := harmless
					tr := &trial{operation: op, kernel: scripted{old: seed%2 == 1 && !op.listens}}
					tr.spoil = func(n int, packets []packet) []packet {
						for range 1 + rng.IntN(4) {
							f := all[rng.IntN(len(all))]
							if spoiled := f.at(packets, rng.IntN(len(packets)+1)); spoiled != nil && spoilable(spoiled) {
								packets = spoiled
								worst = max(worst, f.effect)
								names = append(names, fmt.Sprintf("answer %d: %s", n, f.name))
							}
						}
						return packets
					}
					tr.open(t)
					ctx, cancel := context.WithTimeout(t.Context(), patienceOfCallers)
					defer cancel()
					start := time.Now()
					outcomes := tr.run(t, ctx)
					if spent := time.Since(start); spent > patienceOfCallers {
						t.Errorf("it took %v", spent)
					}
					for i, o := range outcomes {
						switch {
						case op.listens && o.got != tr.said(i):
							t.Errorf("part %d of the outcome is %s (%v), want %s", i, o.got, o.err, tr.said(i))
						case op.listens:
						case strings.ContainsAny(o.got, "zE"):
							t.Errorf("part %d of the outcome is %s (%v): something forged is believed", i, o.got, o.err)
						case worst < untold && !agrees(tr.want[i], o.got):
							t.Errorf("part %d of the outcome is %s (%v), want %s", i, o.got, o.err, tr.want[i])
						}
					}
					tr.usable(t)
					if t.Failed() {
						t.Fatalf("that was seed %d: %s", seed, strings.Join(names, ", "))
					}
				})
				if t.Failed() {
					return
				}
			}
		})
	}
}

// spoilable reports whether the faults can make something of packets: an answer
// that is all damaged is not spoiled further.
func spoilable(packets []packet) bool {
	for _, p := range packets {
		for _, err := range Messages(p.b) {
			if err != nil {
				return false
			}
		}
	}
	return len(packets) > 0
}

// What cannot be sent is said not to be, and what can is sent.
func TestSendingFails(t *testing.T) {
	for _, refusal := range []error{syscall.EAGAIN, syscall.EINTR, syscall.ENOBUFS, syscall.ECONNREFUSED} {
		t.Run(refusal.Error(), func(t *testing.T) {
			eachOperation(t, func(t *testing.T, op operation) {
				for n := range op.heard {
					if op.listens {
						return
					}
					tr := &trial{operation: op}
					tr.spoil = func(i int, packets []packet) []packet {
						if i+1 == n {
							tr.script.refusal = refusal
						}
						return packets
					}
					tr.open(t)
					if n == 0 {
						tr.script.refusal = refusal
					}
					outcomes := tr.run(t, t.Context())
					if tr.whole(t, outcomes) || !has(outcomes, refusal) {
						t.Errorf("the outcome is %v, want one with %v", outcomes, refusal)
					}
					if has(outcomes, ErrOutcomeUnknown) {
						t.Errorf("the outcome is %v, though what was sent is answered", outcomes)
					}
					if len(tr.script.sent) != n {
						t.Errorf("%d datagrams were sent, want %d", len(tr.script.sent), n)
					}
					tr.script.refusal = nil
					tr.usable(t)
				}
			})
		})
	}
	conn, s := newScript(t, nil, nil)
	s.refusal = syscall.EAGAIN
	if err := conn.Send(Message{}, 7, 0); err == nil || err.Error() != "netlink send: resource temporarily unavailable" {
		t.Errorf("Send returned %v", err)
	}
	s.refusal = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := conn.WithContext(ctx).Send(Message{}, 7, 0); !errors.Is(err, context.Canceled) || len(s.sent) != 0 {
		t.Errorf("Send with a context that has ended returned %v, and sent %d datagrams", err, len(s.sent))
	}
	// What waits to be received is no concern of it.
	s.push(packet{err: ErrOverrun}, packet{b: []byte{1}})
	if err := conn.Send(Message{}, 7, 0); err != nil || len(s.sent) != 1 || len(s.queue) != 2 {
		t.Errorf("Send returned %v, sent %d datagrams and left %d", err, len(s.sent), len(s.queue))
	}
}

// An interrupted dump is told of, wherever the kernel says so, and its objects
// come with it. A list is asked for again.
func TestInterruptedAtEachPlace(t *testing.T) {
	for place := range 5 {
		for _, times := range []int{1, 3, 1000} {
			t.Run(fmt.Sprintf("message %d, %d times", place, times), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					for _, op := range operations() {
						if op.name == "Dump" || op.name == "All" || op.name == "List" {
							testInterrupted(t, op, place, times)
						}
					}
				})
			})
		}
	}
}

func testInterrupted(t *testing.T, op operation, place, times int) {
	tr := &trial{operation: op}
	tr.spoil = func(n int, packets []packet) []packet {
		if n < times {
			return interrupted(packets, place)
		}
		return packets
	}
	tr.open(t)
	o := tr.run(t, t.Context())[0]
	want, dumps := "abcd!", 1
	if op.name == "List" {
		if dumps = min(times+1, dumpAttempts); times < dumpAttempts {
			want = "abcd."
		}
	}
	if o.got != want || len(tr.sent) != dumps {
		t.Errorf("%s: got %s after %d dumps, want %s after %d", op.name, o.got, len(tr.sent), want, dumps)
	}
	tr.usable(t)
}
