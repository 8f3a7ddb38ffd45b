// Package testwatch gives tests a watcher to pull events from, and holds what
// they add up to against what the kernel lists.
package testwatch

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Watch is a watcher that a test pulls events from, one at a time.
type Watch[T any] struct {
	// State is what the events add up to.
	State []T

	// Count is how many events of each kind there were.
	Count map[nlmsg.EventKind]int

	t      testing.TB
	next   func() (nlmsg.Event[T], error, bool)
	list   func() ([]T, error)
	ageing func(*T)
	opts   cmp.Options
}

// New starts a watcher, which ends with the test. list returns what the kernel
// has. ageing takes from an object what changes by itself. opts are for those
// who read the differences.
func New[T any](t testing.TB, watch func(context.Context) iter.Seq2[nlmsg.Event[T], error],
	list func() ([]T, error), ageing func(*T), opts ...cmp.Option) *Watch[T] {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	next, stop := iter.Pull2(watch(ctx))
	t.Cleanup(func() { stop(); cancel() })
	return &Watch[T]{Count: make(map[nlmsg.EventKind]int), t: t, next: next, list: list, ageing: ageing, opts: opts}
}

// Event returns the next event. It must fit the state that those before it add
// up to.
func (w *Watch[T]) Event() nlmsg.Event[T] {
	w.t.Helper()
	ev, err, _ := w.next()
	if err != nil {
		w.t.Fatal(err)
	}
	w.apply(ev)
	return ev
}

func (w *Watch[T]) apply(ev nlmsg.Event[T]) {
	w.t.Helper()
	w.Count[ev.Kind]++
	i := -1
	if ev.Old != nil {
		old := w.ageless(*ev.Old)
		i = slices.IndexFunc(w.State, func(v T) bool { return reflect.DeepEqual(w.ageless(v), old) })
		if i < 0 {
			w.t.Fatalf("%v %+v, which was not there", ev.Kind, *ev.Old)
		}
	}
	switch ev.Kind {
	case nlmsg.Added:
		w.State = append(w.State, *ev.New)
	case nlmsg.Changed:
		w.State[i] = *ev.New
	case nlmsg.Removed:
		w.State[i] = w.State[len(w.State)-1]
		w.State = w.State[:len(w.State)-1]
	}
}

func (w *Watch[T]) ageless(v T) T {
	w.ageing(&v)
	return v
}

// Until reads events up to one that fits, and returns that.
func (w *Watch[T]) Until(fits func(nlmsg.Event[T]) bool) nlmsg.Event[T] {
	w.t.Helper()
	for {
		if ev := w.Event(); fits(ev) {
			return ev
		}
	}
}

// Sync reads events up to the next that says that the state is complete.
func (w *Watch[T]) Sync() {
	w.t.Helper()
	w.Until(func(ev nlmsg.Event[T]) bool { return ev.Kind == nlmsg.Synced })
}

// Agree fails the test unless the state is the kernel's.
func (w *Watch[T]) Agree() {
	w.t.Helper()
	if diff := w.diff(); diff != "" {
		w.t.Fatalf("the kernel's state and that watched (-kernel +watched)\n%s", diff)
	}
}

// Converge reads events until the state is the kernel's.
func (w *Watch[T]) Converge() {
	w.t.Helper()
	for {
		diff := w.diff()
		if diff == "" {
			return
		}
		ev, err, _ := w.next()
		if err != nil {
			w.t.Fatalf("%v; the kernel's state and that watched (-kernel +watched)\n%s", err, diff)
		}
		w.apply(ev)
	}
}

// diff says how the state differs from the kernel's, in any order.
func (w *Watch[T]) diff() string {
	w.t.Helper()
	kernel, err := w.list()
	if err != nil {
		w.t.Fatal(err)
	}
	var state []T
	for _, v := range w.State {
		state = append(state, w.ageless(v))
	}
	kernel = slices.DeleteFunc(kernel, func(v T) bool {
		v = w.ageless(v)
		i := slices.IndexFunc(state, func(s T) bool { return reflect.DeepEqual(v, s) })
		if i < 0 {
			return false
		}
		state = slices.Delete(state, i, i+1)
		return true
	})
	if len(kernel) == 0 && len(state) == 0 {
		return ""
	}
	return cmp.Diff(kernel, state, w.opts...)
}
