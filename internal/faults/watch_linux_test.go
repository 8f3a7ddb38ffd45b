package faults_test

import (
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Another process makes changes as fast as the kernel can, a watcher has a receive
// buffer for a handful of notifications, and loses most. When the storm is over
// what its events add up to is what the kernel has.
func TestWatchConvergesBesideAStorm(t *testing.T) {
	t.Parallel()
	for name, s := range storms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, ns := testlink.Dial(t)
			w := &weather{storm: s, conn: conn, ns: ns, process: start(t, ns, "storm "+name)}
			if testing.Short() {
				s.changes /= 20
			}
			rounds := max(3, int(100**howLong/time.Minute))
			for n := range rounds {
				if w.round(t, ways[n%len(ways)]); t.Failed() {
					t.Fatalf("in round %d of %d", n+1, rounds)
				}
			}
			if w.told >= w.made {
				t.Errorf("%d changes were made, and the watchers were told of %d: nothing was lost", w.made, w.told)
			}
			t.Logf("%d rounds; %d changes, %.0f a second; %d notifications came through; %d dumps",
				rounds, w.made, float64(w.made)/w.lasted.Seconds(), w.told, w.dumps)
		})
	}
}

// way is how a storm and a watcher meet.
type way int

const (
	already way = iota // the storm is there when the watcher begins
	later              // it begins when the watcher has the state at the beginning
	asleep             // and nobody listens to the watcher meanwhile: most is lost
)

var ways = []way{already, later, asleep}

// weather is a storm, and what became of it in all rounds.
type weather struct {
	*storm
	conn    *nlmsg.Conn
	ns      *os.File
	process *process

	made   int           // changes
	lasted time.Duration // while they were made
	told   int           // notifications that came through
	dumps  int
}

func (w *weather) trace(dir nlmsg.Direction, b []byte) {
	for m := range nlmsg.Messages(b) {
		switch {
		case dir == nlmsg.Sent && m.Flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP:
			w.dumps++
		case dir == nlmsg.Received && m.Flags&unix.NLM_F_MULTI == 0 && slices.Contains(w.tells, m.Type):
			w.told++
		}
	}
}

// round watches one storm.
func (w *weather) round(t *testing.T, way way) {
	ctx, cancel := inTime(t)
	defer cancel()
	f := newFolded()
	defer func() { cancel(); <-f.ended }()
	events := w.follow(ctx, &nlmsg.Config{NetNS: w.ns, ReadBuffer: 4 << 10, Trace: w.trace})
	storm := func() { w.process.order("%d", w.changes) }
	if way != asleep {
		close(f.awake)
	}
	if way == already {
		storm()
	}
	go f.fold(events)
	if way != already {
		<-f.synced
		storm()
	}
	var made int
	var nanoseconds time.Duration
	if _, err := fmt.Sscan(w.process.answer(), &made, &nanoseconds); err != nil {
		t.Fatal(err)
	}
	w.made += made
	w.lasted += nanoseconds
	if way == asleep {
		close(f.awake)
	}
	if err := f.becomes(func() (map[string]int, error) { return w.list(w.conn) }); err != nil {
		t.Error(err)
	}
}

// folded is what the events of a watcher add up to.
type folded struct {
	mu    sync.Mutex
	state map[string]int
	err   error // how the events ended

	synced chan struct{} // is closed at the first Synced, or at the end
	awake  chan struct{} // until it is closed, nobody listens after that
	ended  chan struct{} // is closed at the end
}

func newFolded() *folded {
	return &folded{state: make(map[string]int), synced: make(chan struct{}), awake: make(chan struct{}), ended: make(chan struct{})}
}

// fold adds up all events.
func (f *folded) fold(events iter.Seq2[change, error]) {
	defer close(f.ended)
	var once sync.Once
	synced := func() { once.Do(func() { close(f.synced) }) }
	defer synced()
	for c, err := range events {
		if c.kind == nlmsg.Synced {
			synced()
			<-f.awake
			continue
		}
		f.mu.Lock()
		if err == nil {
			err = f.add(c)
		}
		f.err = err
		f.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// add adds an event, which must fit those before it.
func (f *folded) add(c change) error {
	if c.old != "" && f.state[c.old] == 0 {
		return fmt.Errorf("%v %s, which was not there", c.kind, c.old)
	}
	if f.state[c.old]--; f.state[c.old] <= 0 {
		delete(f.state, c.old)
	}
	if c.new != "" {
		f.state[c.new]++
	}
	return nil
}

// becomes lists until what is watched is what is listed. The kernel goes on changing
// things after a storm: it finds addresses to be unique, and links to have a carrier.
func (f *folded) becomes(list func() (map[string]int, error)) error {
	for {
		kernel, err := list()
		if err != nil {
			return err
		}
		f.mu.Lock()
		ended, same, diff := f.err, maps.Equal(kernel, f.state), ""
		if ended != nil {
			diff = cmp.Diff(kernel, f.state)
		}
		f.mu.Unlock()
		switch {
		case same:
			return nil
		case ended != nil:
			return fmt.Errorf("%w; the kernel's state and that watched (-kernel +watched)\n%s", ended, diff[:min(len(diff), 2000)])
		}
	}
}
