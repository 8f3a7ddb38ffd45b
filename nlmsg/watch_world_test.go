package nlmsg

import (
	"context"
	"errors"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// thing is what the watchers here watch: a letter, which is its key, a digit,
// which tells it from others with the key, and a state.
type thing string

// Types of notifications of things.
const (
	putThing = 100 + iota
	putAloneThing
	replaceThing
	deleteThing
	unsureThing
	ignoredThing
	brokenThing
)

// world is a kernel with things.
type world struct {
	*script
	events   *Conn
	watcher  *watcher[byte, thing]
	deadline chan time.Time

	// dumps are what dumps return one after another, the last one for ever.
	dumps []func() ([]thing, error)
	made  int // dumps so far

	paused int // pauses so long that they were cut short

	// congested: what is sent is lost until the queue is empty, answers too.
	congested bool

	// late: the queue overruns while the next answer is in it. lost: the next
	// answer finds no room, though the queue is empty.
	late, lost bool
}

func newWorld(t *testing.T, dumps ...func() ([]thing, error)) *world {
	w := &world{dumps: dumps, deadline: make(chan time.Time, 1)}
	cfg := &Config{Groups: []uint32{linux.RTNLGRP_LINK}}
	_, w.script = newScript(t, cfg, func(sent []Message) []packet {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.congested = w.congested && len(w.queue) > 0; w.congested || w.lost {
			w.lost = false
			return nil
		}
		answer := one(acked(sent[0], 22, nil))
		if w.late {
			w.late, w.congested = false, true
			return []packet{{err: ErrOverrun}, answer}
		}
		return []packet{answer}
	})
	w.events = newConn(w, limits{portID: scriptPort, sendBuf: 212992}, linux.NETLINK_ROUTE, cfg)
	return w
}

// peek ends at the deadline too, whatever there is to read.
func (w *world) peek(ctx context.Context, wait bool) (int, error) {
	select {
	case t := <-w.deadline:
		w.deadline <- t
		if !t.IsZero() {
			ctx, cancel := context.WithDeadline(ctx, t)
			defer cancel()
			if ctx.Err() != nil {
				return 0, os.ErrDeadlineExceeded
			}
			n, err := w.script.peek(ctx, wait)
			if err == context.DeadlineExceeded {
				err = os.ErrDeadlineExceeded
			}
			return n, err
		}
	default:
	}
	return w.script.peek(ctx, wait)
}

func (w *world) recv(ctx context.Context, bufs [][]byte, got []received, wait bool) (int, error) {
	if _, err := w.peek(ctx, wait); err != nil {
		return 0, err
	}
	return w.script.recv(ctx, bufs, got, wait)
}

func (w *world) setDeadline(t time.Time) error {
	if time.Until(t) > time.Minute {
		w.paused, t = w.paused+1, time.Now()
	}
	select {
	case <-w.deadline:
	default:
	}
	w.deadline <- t
	return nil
}

func dumped(things ...thing) func() ([]thing, error) {
	return func() ([]thing, error) { return slices.Clone(things), nil }
}

// tell sends notifications.
func (w *world) tell(typ uint16, things ...thing) {
	for _, v := range things {
		w.push(one(Message{Header: Header{Type: typ}, Data: []byte(v)}))
	}
}

// overrun loses notifications.
func (w *world) overrun() {
	w.mu.Lock()
	w.congested = true
	w.mu.Unlock()
	w.push(packet{err: ErrOverrun})
}

func (w *world) watched() Watched[byte, thing] {
	return Watched[byte, thing]{
		Op: "thing watch",
		List: func(*Conn) ([]thing, error) {
			w.made++
			return w.dumps[min(w.made, len(w.dumps))-1]()
		},
		Decode: func(m Message) (Change, thing, error) {
			if m.Type == brokenThing {
				return Ignored, "", errors.New("broken")
			}
			return map[uint16]Change{putThing: Put, putAloneThing: PutAlone, replaceThing: Replace,
				deleteThing: Delete, unsureThing: Unsure}[m.Type], thing(m.Data), nil
		},
		Key:   func(v *thing) byte { return (*v)[0] },
		Same:  func(a, b *thing) bool { return (*a)[:2] == (*b)[:2] },
		Equal: func(a, b *thing) bool { return *a == *b },
		Hides: func(v *thing) bool { return (*v)[0] == 'h' },
		Clone: func(v thing) thing { return v },
	}
}

func (w *world) watch(ctx context.Context) iter.Seq2[Event[thing], error] {
	return func(yield func(Event[thing], error) bool) {
		w.watcher = newWatcher(ctx, w.events, w.events, w.watched())
		w.watcher.run(yield)
	}
}

// story is an event in words.
func story(ev Event[thing]) string {
	words := []string{ev.Kind.String()}
	for _, v := range []*thing{ev.Old, ev.New} {
		if v != nil {
			words = append(words, string(*v))
		}
	}
	return strings.Join(words, " ")
}
