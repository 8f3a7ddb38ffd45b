package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// watcher is a running [Watch].
//
// A dump is worth nothing without its place among the notifications. So the
// watcher puts marks into their queue: requests that are answered with an error,
// on the connection that receives the notifications. The answer takes its place
// behind what was sent before. A mark goes before each dump: what it comes
// behind is older than the dump. And one goes after: what lies between the two
// may be part of the dump or not.
//
//	notifications  mark  notifications  mark  notifications
//	      older     |     meanwhile      |     newer
//	                [------ dump ------]
type watcher[K comparable, T any] struct {
	Watched[K, T]
	ctx           context.Context
	events, dumps *Conn
	yield         func(Event[T], error) bool

	held  map[K][]T // the objects, as yielded
	phase phase

	// mark is the number of the last mark, and from that of the first whose
	// answer ends the phase.
	mark, from uint32

	// blind: held is no state that notifications could be applied to. That is
	// so before the first dump, and after an overrun until the next one.
	blind bool

	// unsure: a notification told of more than could be applied to held.
	unsure bool

	// moved: there was a notification after the mark before the dump.
	moved bool

	// unclean counts dumps in a row that were not good enough.
	unclean int

	// next is when another dump may be made.
	next time.Time
}

// phase is what a watcher waits for.
type phase int

const (
	following phase = iota // for notifications
	pausing                // for the time of the next dump
	before                 // for the mark before a dump
	after                  // for the mark after a dump
)

func newWatcher[K comparable, T any](ctx context.Context, events, dumps *Conn, w Watched[K, T]) *watcher[K, T] {
	return &watcher[K, T]{Watched: w, ctx: ctx, events: events, dumps: dumps.WithContext(ctx), blind: true}
}

// errLeft says that the loop was left.
var errLeft = errors.New("loop left")

func (w *watcher[K, T]) run(yield func(Event[T], error) bool) {
	w.yield = yield
	if err := w.follow(); err != errLeft {
		yield(Event[T]{}, fmt.Errorf("%s: %w", w.Op, err))
	}
}

// follow receives until an error. A deadline is none, but the end of a pause, or
// of the wait for an answer that was dropped.
func (w *watcher[K, T]) follow() error {
	err := w.ask(before)
	for err == nil {
		if err = w.receive(); !errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
		if err = w.events.SetDeadline(time.Time{}); err != nil {
			return err
		}
		if w.phase == pausing {
			err = w.ask(before)
		} else {
			// The answer to a mark may be behind much else, and then does as
			// well as that to another one.
			err = w.send()
		}
	}
	return err
}

// receive receives until an error or a deadline. It does not leave the loop for
// any other reason: the rest of a datagram would be lost.
func (w *watcher[K, T]) receive() error {
	for m, err := range w.events.Receive(w.ctx) {
		switch {
		case errors.Is(err, ErrOverrun):
			w.blind = true
			err = w.again()
		case err != nil:
		case m.Type == linux.NLMSG_ERROR && m.PortID == w.events.PortID():
			err = w.answered(m.Seq)
		default:
			err = w.notified(m)
		}
		if err != nil {
			return err
		}
	}
	return errClosed
}

// ask begins a phase, which ends when the mark that it sends, or a later one, is
// answered.
func (w *watcher[K, T]) ask(p phase) error {
	w.phase, w.from = p, w.mark+1
	return w.send()
}

// send sends a mark, and sees to another if it may go unanswered.
//
// After an overrun the kernel drops answers too, until somebody has found the
// queue empty, and tells of the first loss only. If no notification is left in
// the queue, or comes, nothing else asks again.
func (w *watcher[K, T]) send() error {
	if err := w.sendMark(); err != nil || !w.blind {
		return err
	}
	return w.events.SetDeadline(time.Now().Add(unanswered))
}

// unanswered is after what time a mark may have been dropped. The kernel answers
// while it is sent, but what is before the answer is still to be read.
const unanswered = 20 * time.Millisecond

// sendMark asks for a link that is not named. The kernel refuses that, but not
// before it has taken the lock under which it changes links, addresses and most
// else. So what notifications before the answer tell of is done, which is not a
// matter of course: the kernel tells that a link goes down, or that an IPv4 route
// goes away, first, and then makes it so. Most dumps take that lock themselves,
// but fewer with each kernel.
func (w *watcher[K, T]) sendMark() error {
	w.mark++
	m := Message{Header: Header{Type: linux.RTM_GETLINK, Flags: linux.NLM_F_REQUEST, Seq: w.mark}, Data: make([]byte, 16)}
	b, _ := m.AppendBinary(nil)
	return w.events.sendTraced(b, address{})
}

// answered takes the answer to a mark.
func (w *watcher[K, T]) answered(mark uint32) error {
	switch {
	case mark-w.from > w.mark-w.from: // of a phase that was given up, or never sent
		return nil
	case w.phase == before:
		if err := w.events.SetDeadline(time.Time{}); err != nil {
			return err
		}
		return w.dump()
	case w.phase == after:
		return w.settle()
	}
	return nil
}

// dump reads all objects and yields the difference.
func (w *watcher[K, T]) dump() error {
	start := time.Now()
	list, err := w.List(w.dumps)
	end := time.Now()
	w.next = end.Add(end.Sub(start) << min(w.unclean, 2))
	switch {
	case errors.Is(err, ErrDumpInterrupted) || errors.Is(err, ErrOverrun):
		w.unclean++
		return w.again()
	case err != nil:
		return err
	}
	w.blind, w.unsure, w.moved = false, false, false
	if err := w.adopt(list); err != nil {
		return err
	}
	return w.ask(after)
}

// settle ends what began with a dump. If there were notifications meanwhile,
// there is another dump: not every dump says that it was interrupted, and the
// kernel may have passed over objects that nobody touched.
func (w *watcher[K, T]) settle() error {
	w.phase = following
	if w.unclean++; !w.moved || w.unclean >= patience {
		w.unclean = 0
		if err := w.emit(Synced, nil, nil); err != nil {
			return err
		}
	}
	if w.moved {
		return w.again()
	}
	return nil
}

// patience is how many dumps in a row may be disturbed before the state that
// they give is called complete nevertheless.
const patience = 8

// again sees to it that there is another dump.
func (w *watcher[K, T]) again() error {
	if time.Now().Before(w.next) {
		w.phase = pausing
		return w.events.SetDeadline(w.next)
	}
	return w.ask(before)
}

// notified takes a notification.
func (w *watcher[K, T]) notified(m Message) error {
	switch {
	case w.blind && w.phase == before:
		// The queue is being emptied after an overrun. The first mark after the
		// end of that is answered, without waiting until one counts as dropped.
		return w.sendMark()
	case w.blind:
		return nil
	}
	change, v, err := w.Decode(m)
	if err != nil {
		return err
	}
	if change != Ignored {
		w.moved = true
		if err := w.apply(change, v); err != nil {
			return err
		}
	}
	if w.unsure && w.phase == following {
		return w.again()
	}
	return nil
}
