package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// changing is a kernel with things that change, and tells of it.
type changing struct {
	t             *testing.T
	events, dumps *script
	conns         [2]*Conn

	mu     sync.Mutex
	things map[byte]byte // the state of each

	// dropping: there is no room for what the kernel has to say, answers
	// among it, until all has been received.
	dropping bool

	// faults are what happens to the notifications of the changes, one after
	// another, and dumpFaults what happens to the dumps.
	faults     []watchFault
	dumpFaults []func(packets []packet) []packet
}

// watchFault makes what is received of a notification.
type watchFault struct {
	name string
	make func(k *changing, note packet) []packet
}

func watchFaults() []watchFault {
	return []watchFault{
		{"none", func(_ *changing, p packet) []packet { return []packet{p} }},
		{"lost", func(k *changing, _ packet) []packet { k.overrun(); return nil }},
		{"late", func(_ *changing, p packet) []packet { p.late = time.Second; return []packet{p} }},
		{"twice", func(_ *changing, p packet) []packet { return []packet{p, p} }},
		{"behind a foreign sender's", func(_ *changing, p packet) []packet {
			stranger := one(Message{Header: Header{Type: putThing}, Data: []byte("z1z")})
			stranger.from.portID = 99
			return []packet{stranger, p}
		}},
		{"behind an answer to a mark that was not sent", func(_ *changing, p packet) []packet {
			return []packet{one(acked(Message{Header: Header{Seq: 1 << 30}}, 19, nil)), p}
		}},
		{"longer than the buffer", func(_ *changing, p packet) []packet { p.cut = true; return []packet{p} }},
	}
}

func newChanging(t *testing.T) *changing {
	k := &changing{t: t, things: map[byte]byte{'a': 'x', 'b': 'x', 'c': 'x'}}
	k.conns[0], k.events = newScript(t, &Config{Groups: []uint32{linux.RTNLGRP_LINK}}, func(sent []Message) []packet {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.drops() {
			return nil
		}
		return []packet{one(acked(sent[0], 19, nil))} // a mark
	})
	k.conns[1], k.dumps = newScript(t, nil, func(sent []Message) []packet {
		k.mu.Lock()
		var packets []packet
		for _, key := range slices.Sorted(maps.Keys(k.things)) {
			m := item(sent[0], 0)
			m.Data = []byte{key, '1', k.things[key]}
			packets = append(packets, one(m))
		}
		packets = append(packets, one(done(sent[0], 0, 0)))
		f := func(packets []packet) []packet { return packets }
		if len(k.dumpFaults) > 0 {
			f, k.dumpFaults = k.dumpFaults[0], k.dumpFaults[1:]
		}
		k.mu.Unlock()
		return f(packets) // which may change something
	})
	return k
}

// change makes a change, of which a notification tells, with the next fault.
func (k *changing) change(key, state byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	typ := uint16(putThing)
	if old := k.things[key]; state == 0 {
		delete(k.things, key)
		typ, state = deleteThing, old
	} else {
		k.things[key] = state
	}
	note := one(Message{Header: Header{Type: typ}, Data: []byte{key, '1', state}})
	f := watchFaults()[0]
	if len(k.faults) > 0 {
		f, k.faults = k.faults[0], k.faults[1:]
	}
	if !k.drops() {
		k.events.push(f.make(k, note)...)
	}
}

// overrun is the end of room. The error is told of before what there was room for.
func (k *changing) overrun() {
	k.events.mu.Lock()
	defer k.events.mu.Unlock()
	k.dropping = true
	k.events.queue = slices.Insert(k.events.queue, 0, packet{err: ErrOverrun})
	k.events.changed()
}

// drops reports whether the kernel drops what it has to say to the watcher.
func (k *changing) drops() bool {
	k.events.mu.Lock()
	defer k.events.mu.Unlock()
	k.dropping = k.dropping && len(k.events.queue) > 0
	return k.dropping
}

func (k *changing) watched() Watched[byte, thing] {
	w := (*world).watched(nil)
	w.List = func(c *Conn) ([]thing, error) {
		return List(c, listRequest(), func(m *Message, v *thing) (bool, error) { *v = thing(m.Data); return true, nil })
	}
	return w
}

// watch follows k until the context ends, and returns the state that the events
// add up to and how it ended.
func (k *changing) watch(ctx context.Context) (state map[byte]byte, err error) {
	state = map[byte]byte{}
	newWatcher(ctx, k.conns[0], k.conns[1], k.watched()).run(func(ev Event[thing], failure error) bool {
		switch {
		case failure != nil:
			err = failure
		case ev.New != nil:
			state[(*ev.New)[0]] = (*ev.New)[2]
		case ev.Old != nil:
			delete(state, (*ev.Old)[0])
		}
		return true
	})
	return state, err
}

// converges lets change happen, and fails the test if the watcher, when all is
// quiet, has another state than the kernel, or does not end with its context.
func (k *changing) converges(change func()) {
	k.t.Helper()
	ctx, cancel := context.WithCancel(k.t.Context())
	defer cancel()
	var state map[byte]byte
	var err error
	var ended time.Time
	done := make(chan struct{})
	go func() {
		defer close(done)
		state, err = k.watch(ctx)
		ended = time.Now()
	}()
	change()
	time.Sleep(time.Hour) // until no dump is made again
	synctest.Wait()
	cancelled := time.Now()
	cancel()
	<-done
	if diff := cmp.Diff(k.things, state); diff != "" {
		k.t.Errorf("state (-kernel +watcher)\n%s", diff)
	}
	if !errors.Is(err, context.Canceled) || ended != cancelled {
		k.t.Errorf("ended with %v, %v after it was cancelled", err, ended.Sub(cancelled))
	}
}

// One notification of four has a fault: whichever, the watcher gets there.
func TestWatchWithFaults(t *testing.T) {
	for _, f := range watchFaults() {
		for place := range 4 {
			for _, quiet := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, place %d, quiet between %v", f.name, place, quiet), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						k := newChanging(t)
						k.faults = slices.Repeat([]watchFault{watchFaults()[0]}, 4)
						k.faults[place] = f
						k.converges(func() {
							for i := range 4 {
								if quiet {
									synctest.Wait()
								}
								k.change("dabd"[i], "xy\x00y"[i])
							}
						})
					})
				})
			}
		}
	}
}

// torn is a dump that lacks its first object, and says at its end that it was
// interrupted.
func torn(packets []packet) []packet {
	packets = interrupted(packets, len(packets)-1)
	return packets[min(1, len(packets)-1):]
}

// Dumps are interrupted, or lose something, or something happens meanwhile.
func TestWatchWithFaultsOfDumps(t *testing.T) {
	for _, times := range []int{1, 3, 25} { // more than a list is asked for again
		for _, tt := range []struct {
			name string
			make func(k *changing, packets []packet) []packet
		}{
			{"interrupted", func(_ *changing, packets []packet) []packet { return torn(packets) }},
			{"overrun", func(_ *changing, packets []packet) []packet { return full(packets, 1) }},
			{"changed meanwhile", func(k *changing, packets []packet) []packet {
				k.change('e', "xy"[len(k.dumpFaults)%2])
				return packets[1:]
			}},
		} {
			t.Run(fmt.Sprintf("%s, %d times", tt.name, times), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					k := newChanging(t)
					for range times {
						k.dumpFaults = append(k.dumpFaults, func(packets []packet) []packet { return tt.make(k, packets) })
					}
					k.converges(func() {})
				})
			})
		}
	}
}

// The last thing in the queue at an overrun is the answer to a mark that no longer
// counts. Later marks were dropped, and nothing else will come.
func TestWatchGoesOnAfterAStaleAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newChanging(t)
		for _, name := range []string{"longer than the buffer", "late", "lost"} {
			i := slices.IndexFunc(watchFaults(), func(f watchFault) bool { return f.name == name })
			k.faults = append(k.faults, watchFaults()[i])
		}
		k.converges(func() {
			synctest.Wait()
			k.change('a', 'y')
			k.change('b', 'y')
			synctest.Wait() // a mark has its answer behind the late notification
			k.change('c', 'y')
		})
	})
}

// The kernel takes its time for each mark, as when others hold its lock, and much
// is in the queue. However slow it is, marks do not become more than are answered.
func TestWatchGoesOnWhileMarksAreSlow(t *testing.T) {
	for _, slow := range []time.Duration{time.Microsecond, time.Millisecond, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			k := newChanging(t)
			answer := k.events.answer
			k.events.answer = func(sent []Message) []packet {
				time.Sleep(slow)
				return answer(sent)
			}
			for i := range byte(40) {
				k.change('a', i)
			}
			k.converges(func() {})
		})
	}
}

// The same with many changes, faults and pauses, at random.
func TestWatchWithFaultsTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("the same on every kernel, and long")
	}
	for seed := range *faultSeeds {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(seed), 2))
			k := newChanging(t)
			var names []string
			for range 20 {
				f := watchFaults()[rng.IntN(len(watchFaults()))]
				k.faults = append(k.faults, f)
				names = append(names, f.name)
			}
			for range rng.IntN(20) {
				f := func(packets []packet) []packet { return packets }
				switch rng.IntN(4) {
				case 0:
					f = torn
				case 1:
					f = func(packets []packet) []packet { return full(packets, 0) }
				}
				k.dumpFaults = append(k.dumpFaults, f)
			}
			k.converges(func() {
				for range 20 {
					k.change("abcde"[rng.IntN(5)], "xy\x00"[rng.IntN(3)])
					switch rng.IntN(3) {
					case 0:
						synctest.Wait()
					case 1:
						time.Sleep(time.Duration(rng.IntN(3000)) * time.Millisecond)
					}
				}
			})
			if t.Failed() {
				t.Fatalf("that was seed %d: %s", seed, strings.Join(names, ", "))
			}
		})
	}
}
