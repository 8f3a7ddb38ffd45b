package nlmsg

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What was in the queue at an overrun is read to its end, and then the kernel answers
// again. That is found at once, and with no more marks than notifications. While
// nothing is lost there are no more than two for a dump.
func TestWatchAsksAgainAtOnceAndOnlyIfNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newChanging(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go k.watch(ctx)
		note := func(typ uint16) packet { return one(Message{Header: Header{Type: typ}, Data: []byte("a1x")}) }
		start := time.Now()
		for _, tt := range []struct {
			name         string
			packets      []packet
			dumps, marks int
		}{
			{"at first", nil, 1, 2},
			{"an overrun", []packet{{err: ErrOverrun}, note(putThing), note(putThing)}, 1, 1 + 2 + 1},
			{"unsure", slices.Concat([]packet{note(unsureThing)}, slices.Repeat([]packet{note(putThing)}, 30)), 1, 2},
			{"what a dump has answered", []packet{note(putThing)}, 0, 0},
		} {
			k.events.mu.Lock()
			dumps, marks := len(k.dumps.sent), len(k.events.sent)
			if tt.packets == nil {
				dumps, marks = 0, 0
			}
			k.dropping = true // until the queue is empty
			k.events.enqueue(tt.packets)
			k.events.mu.Unlock()
			synctest.Wait()
			dumps, marks = len(k.dumps.sent)-dumps, len(k.events.sent)-marks
			if dumps != tt.dumps || marks != tt.marks || time.Since(start) != 0 {
				t.Errorf("%s: %d dumps and %d marks after %v, want %d and %d at once",
					tt.name, dumps, marks, time.Since(start), tt.dumps, tt.marks)
			}
			marks = len(k.events.sent)
			time.Sleep(time.Hour)
			synctest.Wait()
			if late := len(k.events.sent) - marks; late != 0 {
				t.Errorf("%s: %d marks for nothing", tt.name, late)
			}
			start = time.Now()
		}
	})
}

// Each dump takes a second, and is disturbed or fails. The pause behind it is as
// long, then twice, and then four times. Synced comes after the eighth that gives
// something, or at once if there were as many failures before.
func TestWatchLeavesTimeBetweenDumps(t *testing.T) {
	disturbed := func(k *changing, packets []packet) []packet {
		k.change('e', "xy"[len(k.dumpFaults)%2])
		return packets
	}
	overrun := func(_ *changing, packets []packet) []packet { return full(packets, 0) }
	for _, tt := range []struct {
		name   string
		dump   func(k *changing, n int, packets []packet) []packet
		pauses []int // in seconds
		synced []int // after which dumps
	}{
		{"disturbed", func(k *changing, _ int, packets []packet) []packet { return disturbed(k, packets) },
			[]int{1, 2, 4, 4, 4, 4, 4, 4, 1, 2, 4}, []int{8}},
		{"failing, then disturbed", func(k *changing, n int, packets []packet) []packet {
			if n <= 9 {
				return overrun(k, packets)
			}
			return disturbed(k, packets)
		}, []int{1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 1}, []int{10}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := newChanging(t)
				var starts []time.Time
				for range 12 {
					k.dumpFaults = append(k.dumpFaults, func(packets []packet) []packet {
						starts = append(starts, time.Now())
						time.Sleep(time.Second)
						return tt.dump(k, len(starts), packets)
					})
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var synced []int
				newWatcher(ctx, k.conns[0], k.conns[1], k.watched()).run(func(ev Event[thing], _ error) bool {
					if ev.Kind == Synced {
						synced = append(synced, len(starts))
					}
					return len(starts) < 12
				})
				var pauses []int
				for i := range len(starts) - 1 {
					pauses = append(pauses, int((starts[i+1].Sub(starts[i])-time.Second)/time.Second))
				}
				if diff := cmp.Diff(tt.pauses, pauses); diff != "" {
					t.Errorf("pauses (-want +got)\n%s", diff)
				}
				if diff := cmp.Diff(tt.synced, synced); diff != "" {
					t.Errorf("synced after dumps (-want +got)\n%s", diff)
				}
			})
		})
	}
}
