//go:build linux

package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// mixer lets workers run, all at once, and stops them all at once.
type mixer struct {
	workers []*worker
	wrong   *failures

	begun sync.WaitGroup // until each worker has done a round
	done  sync.WaitGroup // until all have ended
	over  atomic.Bool    // no other round is to begin

	// gate is held for reading by each worker in a round. Whoever holds it for
	// writing is alone.
	gate sync.RWMutex
}

// attempts is after how many rounds that have failed a worker is given up.
const attempts = 3

// run has w do rounds, one at least, until the mixer is over.
func (m *mixer) run(w *worker, round func() error) {
	m.begun.Add(1)
	m.done.Go(func() {
		m.round(w, round)
		m.begun.Done()
		for !m.over.Load() && w.wrong < attempts {
			m.round(w, round)
		}
	})
}

func (m *mixer) round(w *worker, round func() error) {
	m.gate.RLock()
	defer m.gate.RUnlock()
	if m.over.Load() {
		return // after the last pause nobody moves any more
	}
	w.since.Store(time.Now().UnixNano())
	defer w.since.Store(0)
	if err := round(); err != nil {
		w.wrong++
		m.wrong.add(w.job, err)
	}
	w.rounds.Add(1)
}

// begin waits until each worker has done a round, for as long as patience.
func (m *mixer) begin(patience time.Duration) error { return m.wait(m.begun.Wait, patience) }

// pause waits until no worker is in a round, for as long as patience, and keeps
// them from beginning another.
func (m *mixer) pause(patience time.Duration) error { return m.wait(m.gate.Lock, patience) }

// wait calls f, which is to return within patience. If it does not, the error
// says who is in a round.
func (m *mixer) wait(f func(), patience time.Duration) error {
	returned := make(chan struct{})
	go func() {
		f()
		close(returned)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-returned:
		return nil
	case <-timer.C:
	}
	var stuck []string
	for _, w := range m.workers {
		if busy := w.busy(); busy >= patience/2 {
			stuck = append(stuck, fmt.Sprintf("%s, for %v", w.job, busy.Round(time.Millisecond)))
		}
	}
	return fmt.Errorf("stuck in a round: %s", strings.Join(stuck, "; "))
}

// resume ends a pause.
func (m *mixer) resume() { m.gate.Unlock() }

// failures are those that must not be.
type failures struct {
	mu    sync.Mutex
	count int
	texts []string          // of the first ones
	tell  func(text string) // called with each
}

// keep is how many failures are told in the verdict.
const keep = 10

func (f *failures) add(job string, err error) {
	text := fmt.Sprintf("%s: %v", job, err)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	if len(f.texts) < keep {
		f.texts = append(f.texts, text)
	}
	if f.tell != nil {
		f.tell(text)
	}
}

func (f *failures) all() (count int, texts []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count, f.texts
}
