//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// soak is a run.
type soak struct {
	options
	out   io.Writer
	world *world
	mixer mixer
	tally []*tally // of the jobs, in their order
	jobs  []job

	convergence convergence
	lackMu      sync.Mutex
	lacking     []string
}

// convergence counts how often watchers were held against the kernel's state,
// and how often they had come to it.
type convergence struct{ checks, converged, resynced atomic.Int64 }

// run does all jobs that o asks for, for as long as it says or until ctx is
// done, tells of it on out, and returns the verdict.
func run(ctx context.Context, out io.Writer, o options) (verdict, error) {
	chosen, err := choose(jobs, o.only)
	if err != nil {
		return verdict{}, err
	}
	return runJobs(ctx, out, o, chosen)
}

func runJobs(ctx context.Context, out io.Writer, o options, chosen []job) (verdict, error) {
	e := evidence{warmup: warmupOf(o.length)}
	err := openPoller() // which is never closed
	if err != nil {
		return verdict{}, err
	}
	if e.before, err = measure(); err != nil {
		return verdict{}, err
	}
	files, err := openFiles()
	if err != nil {
		return verdict{}, err
	}
	out = &lockedWriter{w: out} // workers say at once what must not be
	s := &soak{options: o, out: out, jobs: chosen}
	s.mixer.wrong = &failures{tell: func(text string) { fmt.Fprintf(out, "unexpected: %s\n", text) }}
	if s.world, err = newWorld(); err != nil {
		return verdict{}, err
	}
	before, err := inventory(s.world.conn)
	if err != nil {
		return verdict{}, err
	}

	fmt.Fprintf(out, "seed %d, %v, memory judged after %v\n", o.seed, o.length, e.warmup)
	if err := s.mix(ctx, &e); err != nil {
		// What hangs cannot be closed: the verdict is all that is left to do.
		pprof.Lookup("goroutine").WriteTo(out, 1)
		s.mixer.wrong.add("all", err)
	} else {
		s.close()
		after, err := inventory(s.world.conn)
		if err = errors.Join(err, s.world.close()); err != nil {
			s.mixer.wrong.add("all", err)
		}
		e.missing, e.left = difference(before, after)
	}
	e.last = sum(s.tally...)
	e.checks, e.converged = s.convergence.checks.Load(), s.convergence.converged.Load()
	e.wrong, e.texts = s.mixer.wrong.all()
	e.lacking = s.lacking
	if len(e.samples) > 0 { // else something has failed before
		e.idle = s.idle()
	}
	if e.after, e.leftOpen, err = settle(o.patience, e.before, files); err != nil {
		return verdict{}, err
	}
	if o.verbose {
		s.writeJobs()
	}
	return judge(e), nil
}

// lockedWriter lets several goroutines write lines.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// mix starts the workers, lets them run, and takes samples. The error says that
// they do not pause.
func (s *soak) mix(ctx context.Context, e *evidence) error {
	rounds, err := s.prepare()
	if err != nil {
		s.mixer.wrong.add("all", err)
		return nil
	}
	for w, round := range rounds {
		s.mixer.run(w, round)
	}
	if err := s.mixer.begin(s.patience); err != nil {
		return err
	}
	start := time.Now()
	defer func() { e.length = time.Since(start) }()
	ctx, cancel := context.WithDeadline(ctx, start.Add(s.length))
	defer cancel()
	writeHeading(s.out)
	interval, line := intervalOf(s.length), lineOf(s.length)
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	next := line
	written := sample{}
	for running := true; running; {
		select {
		case <-ticks.C:
		case <-ctx.Done():
			running = false
		}
		if err := s.mixer.pause(s.patience); err != nil {
			return err
		}
		now, err := s.sample(start)
		s.mixer.over.Store(!running || err != nil)
		s.mixer.resume()
		if err != nil {
			s.mixer.wrong.add("all", err)
			return nil
		}
		e.samples = append(e.samples, now)
		if now.at >= next || !running && now.operations > written.operations {
			now.write(s.out, written)
			written = now
			next = (now.at/line + 1) * line
		}
	}
	return nil
}

func (s *soak) sample(start time.Time) (sample, error) {
	r, err := measure()
	return sample{
		at: time.Since(start), resources: r, total: sum(s.tally...),
		checks: s.convergence.checks.Load(), converged: s.convergence.converged.Load(),
	}, err
}

// prepare sets the stages of all workers, and returns what each does in a round.
func (s *soak) prepare() (rounds map[*worker]func() error, err error) {
	rounds = make(map[*worker]func() error)
	for _, j := range s.jobs {
		t := new(tally)
		s.tally = append(s.tally, t)
		for range j.workers {
			n := len(s.mixer.workers) + 1
			w := &worker{
				world: s.world, tally: t, job: j.name, n: n,
				rng: rand.New(rand.NewPCG(s.seed, uint64(n))), convergence: &s.convergence, lacking: s.lacks,
			}
			s.mixer.workers = append(s.mixer.workers, w)
			round, err := w.start(j)
			if errors.Is(err, errLacking) {
				s.lacks(j.name)
				continue
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", j.name, err)
			}
			rounds[w] = round
		}
	}
	return rounds, nil
}

// lacks notes something that the kernel lacks.
func (s *soak) lacks(what string) {
	s.lackMu.Lock()
	defer s.lackMu.Unlock()
	if i, found := slices.BinarySearch(s.lacking, what); !found {
		s.lacking = slices.Insert(s.lacking, i, what)
	}
}
