package nlmsg

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// patienceOfCallers is how long they wait here, in the time of a bubble.
const patienceOfCallers = time.Minute

// trial is an operation on a connection to a kernel with faults.
type trial struct {
	operation
	kernel scripted

	// spoil makes what is received of an answer, by its number.
	spoil func(n int, packets []packet) []packet

	conn   *Conn
	script *script

	sent   [][]Message // a datagram each
	answer [][]packet  // to each, as received
}

// open opens the connection, in a bubble.
func (tr *trial) open(t *testing.T) {
	var cfg Config
	if tr.listens {
		cfg.Groups = []uint32{linux.RTNLGRP_LINK}
	}
	tr.conn, tr.script = newScript(t, &cfg, func(sent []Message) []packet { return tr.reply(sent, tr.kernel.answer(sent)) })
	tr.conn.capped = !tr.kernel.old
}

// run makes the trial.
func (tr *trial) run(t *testing.T, ctx context.Context) []outcome {
	if tr.listens {
		tr.script.push(tr.reply(nil, notifications())...)
	}
	return tr.operation.run(t, tr.conn.WithContext(ctx))
}

func (tr *trial) reply(sent []Message, whole []packet) []packet {
	n := len(tr.sent)
	answer := whole
	if tr.spoil != nil {
		answer = tr.spoil(n, whole)
	}
	tr.sent, tr.answer = append(tr.sent, sent), append(tr.answer, answer)
	return answer
}

// said returns what can be heard of part i.
func (tr *trial) said(i int) string {
	if i >= len(tr.answer) {
		return tr.want[i] // it did not come to that
	}
	return tr.heard[i](tr.sent[i], tr.answer[i])
}

// usable fails the test if the connection does not work any more.
func (tr *trial) usable(t *testing.T) {
	t.Helper()
	s := tr.script
	s.mu.Lock()
	left := s.queue
	s.queue = nil
	for _, p := range left {
		if p.err == nil && !p.cut { // which would be an error of the next call, whatever this is
			s.queue = append(s.queue, p)
		}
	}
	s.mu.Unlock()
	if tr.listens {
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		s.push(one(Message{Header: Header{Type: linux.RTM_NEWLINK}, Data: []byte{'y'}}))
		for m, err := range tr.conn.Receive(ctx) {
			if err == nil && letter(m.Data) == "y" {
				return
			}
		}
		t.Error("nothing is received afterwards")
		return
	}
	s.answer = tr.kernel.answer
	if err := tr.conn.Do(newRequest("after")); err != nil {
		t.Errorf("the next request: %v", err)
	}
	for range 2 {
		if got := list(t, tr.conn); got.got != "abcd." {
			t.Errorf("a list afterwards has %s, %v", got.got, got.err)
		}
	}
	if got := get("a", linux.NLM_F_ACK)(t, tr.conn); got[0].got != "a" {
		t.Errorf("an object asked for afterwards is %s, %v", got[0].got, got[0].err)
	}
}

// agrees reports whether an outcome is the right one, but for what it says is not
// known: requests, of which each has its letter, or the end of a list.
func agrees(want, got string) bool {
	if begun, broken := strings.CutSuffix(got, "?"); broken && strings.HasPrefix(want, begun) {
		return true
	}
	for i := range got {
		if i >= len(want) || got[i] != want[i] && got[i] != '?' && got[i] != '-' {
			return false
		}
	}
	return len(got) == len(want)
}

// Every operation, with every fault at every place of every answer.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("the same on every kernel, and long")
	}
	for _, op := range operations() {
		for _, kernel := range []scripted{{}, {old: true}} {
			if kernel.old && op.listens {
				continue
			}
			t.Run(fmt.Sprintf("%s, old kernel %v", op.name, kernel.old), func(t *testing.T) {
				t.Parallel()
				for _, f := range faults() {
					synctest.Test(t, func(t *testing.T) { testFault(t, op, kernel, f) })
				}
			})
		}
	}
}

func testFault(t *testing.T, op operation, kernel scripted, f fault) {
	for n := range op.heard {
		for place := 0; ; place++ {
			there := false
			tr := &trial{operation: op, kernel: kernel, spoil: func(i int, packets []packet) []packet {
				if i == n {
					if spoiled := f.at(packets, place); spoiled != nil {
						there = true
						return spoiled
					}
				}
				return packets
			}}
			tr.open(t)
			ctx, cancel := context.WithTimeout(t.Context(), patienceOfCallers)
			start := time.Now()
			outcomes := tr.run(t, ctx)
			spent := time.Since(start)
			cancel()
			if !there {
				break
			}
			for i, o := range outcomes {
				if problem := tr.judge(f, i, o, spent); problem != "" {
					t.Errorf("%s, at place %d of answer %d: part %d of the outcome is %s (%v): %s", f.name, place, n, i, o.got, o.err, problem)
				}
			}
			tr.usable(t)
			if t.Failed() {
				t.Fatalf("that was with this fault: %s, at place %d of answer %d", f.name, place, n)
			}
		}
	}
}

// judge returns what is wrong with part i of an outcome.
func (tr *trial) judge(f fault, i int, o outcome, spent time.Duration) string {
	right, said := tr.want[i], tr.said(i)
	late := tr.nested && f.name == "delayed"
	switch {
	case spent > patienceOfCallers:
		return fmt.Sprintf("it took %v", spent)
	case tr.listens && o.got != said:
		return fmt.Sprintf("want %s", said)
	case tr.listens:
	case f.effect == harmless && spent > time.Second:
		return fmt.Sprintf("it took %v", spent)
	case f.effect == told && spent != 0:
		return fmt.Sprintf("it waited for %v, for nothing", spent)
	case f.effect == harmless && right != said:
		return "the fault is not harmless"
	case f.effect == harmless && !late && o.got != right:
		return fmt.Sprintf("want %s", right)
	case f.effect != untold && !agrees(right, o.got):
		return fmt.Sprintf("want %s", right)
	case f.effect == untold && !agrees(said, o.got):
		return fmt.Sprintf("want %s", said)
	}
	return ""
}

// What the dump around it has lost is no loss of the dump inside, nor of those
// that come after.
func TestOnlyTheDumpThatLosesSomethingFails(t *testing.T) {
	for name, loss := range map[string]packet{
		"overrun": {err: ErrOverrun},
		"damage":  {b: make([]byte, 16)},
		"cut":     {b: make([]byte, 16), cut: true},
	} {
		t.Run(name, func(t *testing.T) {
			tr := &trial{operation: operation{run: inside(list)}}
			tr.spoil = func(n int, packets []packet) []packet {
				if n == 0 {
					packets = []packet{packets[0], loss, loss, packets[1], loss, packets[2]}
				}
				return packets
			}
			tr.open(t)
			o := tr.run(t, t.Context())
			if o[0].got != "ab?" || o[1].got != "abcd." {
				t.Errorf("outside %s (%v), inside %s (%v), want ab? and abcd.", o[0].got, o[0].err, o[1].got, o[1].err)
			}
			tr.usable(t)
		})
	}
}
