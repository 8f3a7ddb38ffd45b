package nlmsg

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// eachOperation calls f for each operation, in a test and a bubble of its own.
func eachOperation(t *testing.T, f func(t *testing.T, op operation)) {
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { f(t, op) })
		})
	}
}

// whole reports whether outcomes are the right ones, and fails the test if one is
// a wrong one.
func (tr *trial) whole(t *testing.T, outcomes []outcome) bool {
	t.Helper()
	all := true
	for i, o := range outcomes {
		switch {
		case tr.listens:
			all = false // it never ends by itself
			if begun, ended := strings.CutSuffix(o.got, "."); !ended || !strings.HasPrefix(tr.want[i], begun) {
				t.Errorf("part %d of the outcome is %s (%v), want %s", i, o.got, o.err, tr.want[i])
			}
		case !agrees(tr.want[i], o.got):
			t.Errorf("part %d of the outcome is %s (%v), want %s", i, o.got, o.err, tr.want[i])
		case o.got != tr.want[i]:
			all = false
		}
	}
	return all
}

// has reports whether an error among outcomes is target.
func has(outcomes []outcome, target error) bool {
	for _, o := range outcomes {
		if errors.Is(o.err, target) {
			return true
		}
	}
	return false
}

// The context ends when the connection turns to the kernel: to send, to look
// whether something is there, to receive. Each time it returns at once.
func TestCancelledAtEachStep(t *testing.T) {
	eachOperation(t, func(t *testing.T, op operation) {
		for step := 0; ; step++ {
			tr := &trial{operation: op}
			tr.open(t)
			ctx, cancel := context.WithTimeout(t.Context(), patienceOfCallers)
			turns := 0
			tr.script.turn = func() {
				if turns++; turns == step {
					cancel()
				}
			}
			if step == 0 {
				cancel()
			}
			start := time.Now()
			outcomes := tr.run(t, ctx)
			spent := time.Since(start)
			cancel()
			tr.script.turn = nil
			if turns < step {
				break
			}
			if whole := tr.whole(t, outcomes); !whole && !has(outcomes, context.Canceled) {
				t.Errorf("the outcome is %v, want one that is cancelled", outcomes)
			}
			if spent != 0 {
				t.Errorf("it took %v more", spent)
			}
			if step == 0 && turns != 0 {
				t.Error("the kernel was asked in spite of a context that had ended")
			}
			tr.usable(t)
			if t.Failed() {
				t.Fatalf("that was at step %d", step)
			}
		}
	})
}

// The kernel says a part of what it has to say, and the rest an hour later. Who
// has a context or a deadline until then is free when it ends, to the nanosecond,
// and whoever comes next gets an answer of his own.
func TestWaitingEndsInTime(t *testing.T) {
	const soon, late = time.Second, time.Hour
	for _, how := range []struct {
		name string
		want error
		set  func(t *testing.T, c *Conn) context.Context
	}{
		{"context", context.DeadlineExceeded, func(t *testing.T, c *Conn) context.Context {
			ctx, cancel := context.WithTimeout(t.Context(), soon)
			t.Cleanup(cancel)
			return ctx
		}},
		{"cancelled context", context.Canceled, func(t *testing.T, c *Conn) context.Context {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(soon, cancel)
			return ctx
		}},
		{"deadline", os.ErrDeadlineExceeded, func(t *testing.T, c *Conn) context.Context {
			if err := c.SetDeadline(time.Now().Add(soon)); err != nil {
				t.Error(err)
			}
			return t.Context()
		}},
	} {
		t.Run(how.name, func(t *testing.T) {
			eachOperation(t, func(t *testing.T, op operation) {
				if op.listens && how.want == os.ErrDeadlineExceeded {
					return // an error as any other
				}
				for n := range op.heard {
					for place := 0; ; place++ {
						tr := &trial{operation: op}
						held := false
						tr.spoil = func(i int, packets []packet) []packet {
							if i == n && place < len(packets) {
								held = true
								return changed(func(p packet) packet { p.late = late; return p })(packets, place)
							}
							return packets
						}
						tr.open(t)
						start := time.Now()
						outcomes := tr.run(t, how.set(t, tr.conn))
						spent := time.Since(start)
						if !held {
							break
						}
						whole := tr.whole(t, outcomes)
						if !whole && !has(outcomes, errBroken) && (spent != soon || !has(outcomes, how.want)) {
							t.Errorf("the outcome is %v after %v, want %v after %v", outcomes, spent, how.want, soon)
						}
						if spent > soon {
							t.Errorf("it took %v", spent)
						}
						if err := tr.conn.SetDeadline(time.Time{}); err != nil {
							t.Error(err)
						}
						tr.usable(t)
						if t.Failed() {
							t.Fatalf("that was when what is at place %d of answer %d came late", place, n)
						}
					}
				}
			})
		})
	}
}

// Nothing is yielded any more once the context has ended, but for the rest of a
// datagram of notifications, and what was received of those is not lost.
func TestALoopThatIsCancelledEnds(t *testing.T) {
	for _, tt := range []struct {
		at, dump, receive, rest string
	}{
		{"a", "a?", "a.", "bcd"},
		{"b", "ab?", "abc.", "d"},
		{"c", "abc?", "abc.", "d"},
		{"d", "abcd?", "abcd.", ""},
	} {
		t.Run(tt.at, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn, _ := newScript(t, nil, scripted{}.answer)
				got := ""
				ctx, cancel := context.WithCancel(t.Context())
				for name, err := range All(conn.WithContext(ctx), listRequest(), decodeLetter) {
					if err != nil {
						got += dumpEnding(t, err)
					} else if got += name; name == tt.at {
						cancel()
					}
				}
				if got != tt.dump {
					t.Errorf("a dump gives %s, want %s", got, tt.dump)
				}

				heard, s := newScript(t, &Config{Groups: []uint32{linux.RTNLGRP_LINK}}, nil)
				s.push(notifications()...)
				ctx, cancel = context.WithCancel(t.Context())
				got = ""
				for m, err := range heard.Receive(ctx) {
					if err != nil {
						got += listening(t, err)
					} else if got += letter(m.Data); letter(m.Data) == tt.at {
						cancel()
					}
				}
				if got != tt.receive {
					t.Errorf("a loop over notifications gives %s, want %s", got, tt.receive)
				}
				ctx, cancel = context.WithTimeout(t.Context(), patienceOfCallers)
				defer cancel()
				got = ""
				for m, err := range heard.Receive(ctx) {
					if err == nil {
						got += letter(m.Data)
					}
				}
				if got != tt.rest {
					t.Errorf("the next loop gives %s, want %s", got, tt.rest)
				}
			})
		})
	}
}

// While another waits for an answer that does not come, nobody else can use the
// connection. Whose context ends does not wait for that one.
func TestCancelledWhileAnotherWaits(t *testing.T) {
	const soon = time.Second
	// wait makes a request that is not answered, until the test ends.
	wait := func(t *testing.T, tr *trial) {
		tr.script.answer = nil
		go func() {
			if tr.listens {
				for range tr.conn.Receive(t.Context()) {
				}
				return
			}
			tr.conn.WithContext(t.Context()).Do(newRequest("other"))
		}()
		synctest.Wait()
	}
	eachOperation(t, func(t *testing.T, op operation) {
		tr := &trial{operation: op}
		tr.open(t)
		wait(t, tr)
		ctx, cancel := context.WithTimeout(t.Context(), soon)
		defer cancel()
		start := time.Now()
		outcomes := tr.operation.run(t, tr.conn.WithContext(ctx))
		if spent := time.Since(start); spent != soon || !has(outcomes, context.DeadlineExceeded) {
			t.Errorf("the outcome is %v after %v, want %v after %v", outcomes, spent, context.DeadlineExceeded, soon)
		}
	})
	t.Run("in the middle of a dump", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			tr := &trial{operation: operation{want: []string{"abcd."}, heard: []listener{heardDump}}}
			tr.open(t)
			ctx, cancel := context.WithTimeout(t.Context(), soon)
			defer cancel()
			other, end := context.WithCancel(t.Context())
			start := time.Now()
			o := dumpAnd(t, tr.conn.WithContext(ctx), func() {
				tr.script.answer = nil
				go tr.conn.WithContext(other).Do(newRequest("other"))
				synctest.Wait()
			})
			if spent := time.Since(start); spent != soon || !errors.Is(o.err, context.DeadlineExceeded) {
				t.Errorf("the outcome is %v after %v, want %v after %v", o, spent, context.DeadlineExceeded, soon)
			}
			end()
			synctest.Wait()
			tr.usable(t)
		})
	})
}
