//go:build linux

package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// follower follows objects by a watcher, and keeps what the events add up to.
type follower[T any] struct {
	what  string
	watch func(context.Context) iter.Seq2[nlmsg.Event[T], error]
	list  func() ([]T, error)
	show  func(*T) string // all of an object that a watcher tells of

	stop context.CancelFunc
	done chan struct{} // closed when the watcher has ended

	mu     sync.Mutex
	state  map[string]int // how many objects there are of each
	synced int            // how often all was read
	err    error

	moved chan struct{} // holds a token if there was an event
}

// follow starts the watcher.
func (f *follower[T]) follow() {
	ctx, cancel := context.WithCancel(context.Background())
	f.stop, f.done, f.moved = cancel, make(chan struct{}), make(chan struct{}, 1)
	f.state, f.synced, f.err = make(map[string]int), 0, nil
	go func() {
		defer close(f.done)
		for ev, err := range f.watch(ctx) {
			f.apply(ev, err)
		}
	}()
}

func (f *follower[T]) apply(ev nlmsg.Event[T], err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil && f.err == nil:
		f.err = err
	case ev.Kind == nlmsg.Synced:
		f.synced++
	}
	if ev.Old != nil {
		old := f.show(ev.Old)
		if f.state[old]--; f.state[old] < 0 && f.err == nil {
			f.err = fmt.Errorf("%v %s, which was not there", ev.Kind, old)
		}
		if f.state[old] == 0 {
			delete(f.state, old)
		}
	}
	if ev.New != nil {
		f.state[f.show(ev.New)]++
	}
	select {
	case f.moved <- struct{}{}:
	default:
	}
}

// converge waits until what was followed is what the kernel has, while nobody
// changes anything.
func (f *follower[T]) converge(w *worker, patience time.Duration) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		objects, whole, err := list(w, f.list)
		if err != nil {
			return err
		}
		kernel := make(map[string]int)
		for i := range objects {
			kernel[f.show(&objects[i])]++
		}
		f.mu.Lock()
		same, diff, err := whole && maps.Equal(kernel, f.state), differ(kernel, f.state), f.err
		f.mu.Unlock()
		if err != nil {
			return fmt.Errorf("watcher of %s: %w", f.what, err)
		}
		if same {
			return nil
		}
		select {
		case <-f.moved:
		case <-timer.C:
			return fmt.Errorf("watcher of %s has not converged within %v: %s", f.what, patience, diff)
		}
	}
}

// restart ends the watcher and starts another.
func (f *follower[T]) restart(w *worker) error {
	if err := f.end(w); err != nil {
		return err
	}
	f.follow()
	return nil
}

// end ends the watcher.
func (f *follower[T]) end(w *worker) error {
	f.stop()
	<-f.done
	w.convergence.resynced.Add(int64(max(0, f.synced-1)))
	return w.mustFail("watcher of "+f.what, f.err, context.Canceled)
}

// differ says what is in one of two states only.
func differ(kernel, watched map[string]int) string {
	var texts []string
	for s, n := range kernel {
		if watched[s] < n {
			texts = append(texts, "not watched: "+s)
		}
	}
	for s, n := range watched {
		if kernel[s] < n {
			texts = append(texts, "not in the kernel: "+s)
		}
	}
	slices.Sort(texts)
	return strings.Join(texts[:min(len(texts), 6)], "; ")
}
