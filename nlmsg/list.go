package nlmsg

import (
	"errors"
	"iter"
	"time"
)

// All makes a dump request and yields its objects, decoded. decode fills in a
// zero object from a message and reports whether it is wanted; what it keeps of
// the message's Data is valid until the next iteration. An error is yielded
// last, as by [Conn.Dump].
func All[T any](c *Conn, r Request, decode func(Message, *T) (bool, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		// One for all objects: decode makes it escape to the heap.
		var v, zero T
		for m, err := range c.Dump(r) {
			if err != nil {
				yield(zero, err)
				return
			}
			v = zero
			keep, err := decode(m, &v)
			if err != nil {
				yield(zero, err)
				return
			}
			if keep && !yield(v, nil) {
				return
			}
		}
	}
}

// List makes a dump request and returns its objects, decoded as by [All], where
// decode copies what it keeps. If the state changes during the dump, it is made
// again, up to ten times within about a second. If the last one is interrupted
// too, its objects are returned together with [ErrDumpInterrupted].
func List[T any](c *Conn, r Request, decode func(Message, *T) (bool, error)) ([]T, error) {
	wait := firstPause
	for attempt := 1; ; attempt++ {
		var list []T
		var failure error
		for v, err := range All(c, r, decode) {
			if err != nil {
				failure = err
				break
			}
			list = append(list, v)
		}
		switch {
		case failure == nil:
			return list, nil
		case !errors.Is(failure, ErrDumpInterrupted):
			return nil, failure
		case attempt == dumpAttempts:
			return list, failure
		}
		if err := c.pause(wait); err != nil {
			return list, errors.Join(failure, err)
		}
		wait *= 2
	}
}

const (
	dumpAttempts = 10
	firstPause   = 2 * time.Millisecond // doubled each time: a second in all
)

// pause waits for d or the connection's context.
func (c *Conn) pause(d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}
