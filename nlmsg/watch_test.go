package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWatch(t *testing.T) {
	for _, tt := range []struct {
		name  string
		dumps []func() ([]thing, error)

		// then happens after the first Synced, which end follows.
		then func(w *world)
		want string
		made int // dumps
	}{
		{
			name:  "plain changes",
			dumps: []func() ([]thing, error){dumped("a1x")},
			then: func(w *world) {
				w.tell(putThing, "b1x", "b2x", "a1y")
				w.tell(putAloneThing, "c1x")
				w.tell(replaceThing, "c2x", "d1x")
				w.tell(deleteThing, "a1x", "b1x", "b2x")
			},
			want: "added a1x, synced, added b1x, added b2x, changed a1x a1y, added c1x, changed c1x c2x, " +
				"added d1x, removed a1y, removed b1x, removed b2x",
			made: 1,
		},
		{
			name:  "a dump that has an object twice",
			dumps: []func() ([]thing, error){dumped("a1x", "b1x", "a1y")},
			then:  func(w *world) { w.tell(deleteThing, "a1x") },
			want:  "added a1x, added b1x, synced, removed a1x",
			made:  1,
		},
		{
			name:  "what says nothing new",
			dumps: []func() ([]thing, error){dumped("a1x")},
			then: func(w *world) {
				w.tell(putThing, "a1x")
				w.tell(replaceThing, "a1x")
				w.tell(deleteThing, "b1x")
				w.tell(ignoredThing, "c1x")
			},
			want: "added a1x, synced",
			made: 1,
		},
		{
			name:  "unsure",
			dumps: []func() ([]thing, error){dumped("a1x", "b1x", "c1x"), dumped("d1x", "a1x", "b2x")},
			then:  func(w *world) { w.tell(unsureThing, "") },
			want:  "added a1x, added b1x, added c1x, synced, removed c1x, added d1x, changed b1x b2x, synced",
			made:  2,
		},
		{
			name:  "alone, but it is not",
			dumps: []func() ([]thing, error){dumped("a1x"), dumped("a3x")},
			then:  func(w *world) { w.tell(putAloneThing, "a2x") },
			want:  "added a1x, synced, changed a1x a3x, synced",
			made:  2,
		},
		{
			name:  "one of several is replaced",
			dumps: []func() ([]thing, error){dumped("a1x", "a2x"), dumped("a2x", "a3x")},
			then:  func(w *world) { w.tell(replaceThing, "a3x") },
			want:  "added a1x, added a2x, synced, changed a1x a3x, synced",
			made:  2,
		},
		{
			name:  "another than those there are is deleted",
			dumps: []func() ([]thing, error){dumped("a1x", "a2x"), dumped("a2x")},
			then:  func(w *world) { w.tell(deleteThing, "a3x") },
			want:  "added a1x, added a2x, synced, removed a1x, synced",
			made:  2,
		},
		{
			name:  "what hides others is deleted",
			dumps: []func() ([]thing, error){dumped("h1x"), dumped("h2x")},
			then:  func(w *world) { w.tell(deleteThing, "h1x") },
			want:  "added h1x, synced, removed h1x, added h2x, synced",
			made:  2,
		},
		{
			name:  "what hides others is replaced",
			dumps: []func() ([]thing, error){dumped("h1x"), dumped("h2x", "h3x")},
			then:  func(w *world) { w.tell(replaceThing, "h2x") },
			want:  "added h1x, synced, changed h1x h2x, added h3x, synced",
			made:  2,
		},
		{
			name:  "overrun, with notifications before the gap and none after",
			dumps: []func() ([]thing, error){dumped("a1x", "b1x"), dumped("b1y", "c1x")},
			then: func(w *world) {
				w.overrun()
				w.tell(putThing, "c1x", "d1x", "e1x")
			},
			want: "added a1x, added b1x, synced, removed a1x, changed b1x b1y, added c1x, synced",
			made: 2,
		},
		{
			name:  "overrun of an empty queue, twice",
			dumps: []func() ([]thing, error){dumped("a1x"), dumped("b1x")},
			then: func(w *world) {
				w.overrun()
				w.overrun()
			},
			want: "added a1x, synced, removed a1x, added b1x, synced",
			made: 2,
		},
		{
			name:  "overrun while a mark's answer is in the queue, after which nothing comes",
			dumps: []func() ([]thing, error){dumped("a1x"), dumped("b1x")},
			then: func(w *world) {
				w.late = true
				w.tell(unsureThing, "")
			},
			want: "added a1x, synced, removed a1x, added b1x, synced",
			made: 2,
		},
		{
			name:  "overrun that takes a mark's answer with it, after which nothing comes",
			dumps: []func() ([]thing, error){dumped("a1x"), dumped("b1x")},
			then: func(w *world) {
				w.lost = true
				w.overrun()
			},
			want: "added a1x, synced, removed a1x, added b1x, synced",
			made: 2,
		},
		{
			name: "interrupted dumps",
			dumps: []func() ([]thing, error){
				func() ([]thing, error) { return []thing{"z1x"}, fmt.Errorf("list: %w", ErrDumpInterrupted) },
				func() ([]thing, error) { return nil, ErrOverrun },
				dumped("a1x"),
			},
			want: "added a1x, synced",
			made: 3,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.dumps...)
			var got []string
			for ev, err := range w.watch(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				if ev.New != nil && *ev.New == "end" {
					break
				}
				got = append(got, story(ev))
				if ev.Kind != Synced {
					continue
				}
				if tt.then != nil {
					tt.then(w)
					tt.then = nil
				}
				if w.made == tt.made {
					w.tell(putThing, "end")
				}
			}
			if diff := cmp.Diff(strings.Split(tt.want, ", "), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if w.made != tt.made {
				t.Errorf("%d dumps, want %d", w.made, tt.made)
			}
			for key, list := range w.watcher.held {
				if len(list) == 0 {
					t.Errorf("memory is held for %c, of which there is nothing", key)
				}
			}
		})
	}
}

// What happens during a dump is applied to it. Since the dump need not be
// complete then, it is made again.
func TestWatchDuringDumps(t *testing.T) {
	for _, tt := range []struct {
		name   string
		happen func(w *world)
		want   string
	}{
		{"what the dump has", func(w *world) { w.tell(putThing, "a1x") },
			"added a1x, added b1x, synced"},
		{"stale notifications", func(w *world) {
			w.tell(putThing, "c1x")
			w.tell(deleteThing, "c1x", "d1x")
		}, "added a1x, added c1x, removed c1x, added b1x, synced"},
		{"unsure", func(w *world) { w.tell(unsureThing, "") },
			"added a1x, added b1x, synced"},
		{"overrun", func(w *world) { w.overrun() },
			"added a1x, added b1x, synced"},
		{"nothing", func(w *world) { w.tell(ignoredThing, "") },
			"added a1x, synced"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil, dumped("b1x", "a1x"))
			w.dumps[0] = func() ([]thing, error) {
				tt.happen(w)
				return []thing{"a1x"}, nil // torn, without a word
			}
			anothers := acked(Message{Header: Header{Seq: 1}}, 22, nil)
			anothers.PortID++
			w.push(one(anothers))          // which is none to the mark
			w.tell(putThing, "y1x", "z1x") // before the dump
			var got []string
			for ev, err := range w.watch(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				if got = append(got, story(ev)); ev.Kind == Synced {
					break
				}
			}
			if diff := cmp.Diff(strings.Split(tt.want, ", "), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// There is a pause between dumps. It ends in spite of what happens meanwhile.
func TestWatchPauses(t *testing.T) {
	t.Parallel()
	for _, meanwhile := range []func(w *world){
		func(*world) {},
		func(w *world) { w.tell(putThing, "b1x") },
		func(w *world) { w.overrun() },
	} {
		w := newWorld(t, dumped("a1x"), dumped("b1x"))
		for ev, err := range w.watch(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if ev.Kind == Synced && w.made == 1 {
				w.watcher.next = time.Now().Add(time.Hour)
				w.tell(unsureThing, "")
				meanwhile(w)
			} else if ev.Kind == Synced {
				break
			}
		}
		if w.paused == 0 || w.made != 2 {
			t.Errorf("%d pauses, %d dumps", w.paused, w.made)
		}
	}
}

// Where something happens during every dump, Synced comes nevertheless.
func TestWatchIsPatientForSoLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.dumps[0] = func() ([]thing, error) {
		w.tell(putThing, "a1x")
		return []thing{"a1x"}, nil
	}
	for ev, err := range w.watch(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if ev.Kind == Synced {
			break
		}
	}
	if w.made != patience {
		t.Errorf("synced after %d dumps, want %d", w.made, patience)
	}
}

func TestWatchEnds(t *testing.T) {
	for _, tt := range []struct {
		name string
		how  func(w *world, cancel func())
		want string
	}{
		{"cancelled", func(_ *world, cancel func()) { cancel() },
			"thing watch: netlink receive: context canceled"},
		{"closed", func(w *world, _ func()) { w.events.Close() },
			"thing watch: the connection is closed"},
		{"damage", func(w *world, _ func()) { w.tell(brokenThing, "") },
			"thing watch: broken"},
		{"dump fails", func(w *world, _ func()) {
			w.dumps[0] = func() ([]thing, error) { return nil, errors.New("no dump") }
			w.tell(unsureThing, "")
		}, "thing watch: no dump"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w := newWorld(t, dumped())
			var last error
			for ev, err := range w.watch(ctx) {
				if last != nil {
					t.Errorf("event %v after the error", ev)
				}
				if last = err; err == nil {
					tt.how(w, cancel)
				}
			}
			if last == nil || last.Error() != tt.want {
				t.Errorf("error %v, want %s", last, tt.want)
			}
		})
	}
}

// A dump may hold many objects, and a datagram several notifications. After the end
// of the context nothing is yielded of them any more.
func TestWatchThatIsCancelledEnds(t *testing.T) {
	t.Parallel()
	for _, last := range []string{"added a1x", "changed b1x b1y", "added d1x"} {
		w := newWorld(t, dumped("a1x", "b1x"), dumped("a1x", "b1y", "c1x"))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		at := ""
		for ev, err := range w.watch(ctx) {
			if err != nil {
				if !errors.Is(err, context.Canceled) || at != last {
					t.Errorf("after %s: %v, want %v after %s", at, err, context.Canceled, last)
				}
				continue
			}
			if at = story(ev); at == last {
				cancel()
			}
			if ev.Kind == Synced && w.made == 1 {
				w.tell(unsureThing, "")
			} else if ev.Kind == Synced {
				note := func(v string) Message { return Message{Header: Header{Type: putThing}, Data: []byte(v)} }
				w.push(one(note("d1x"), note("e1x")))
			}
		}
		if at != last {
			t.Errorf("ended after %s, want %s", at, last)
		}
	}
}

// The loop can be left at any event.
func TestWatchIsLeft(t *testing.T) {
	t.Parallel()
	for n := range 7 {
		w := newWorld(t, dumped("a1x", "b1x"), dumped("b1y", "c1x"))
		for range w.watch(t.Context()) {
			if n--; n < 0 {
				break
			}
			w.tell(unsureThing, "")
		}
		if n >= 0 {
			t.Error("it ended by itself")
		}
	}
}
