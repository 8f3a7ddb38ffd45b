package nlmsg

import (
	"encoding/binary"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/seed-030106aa/rawnl/internal/poller"
)

// All makes a dump request and yields its objects, decoded. decode fills in a
// zero object from a message and reports whether it is wanted; what it keeps of
// the message's Data is valid until the next iteration. An error is yielded
// last, as by [Conn.Dump].
func All[T any](c *Conn, r Request, decode func(*Message, *T) (bool, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := walk{conn: c, req: r}
		defer w.end() // also if the loop is left, or panics
		// One for all objects: decode makes it escape to the heap.
		var v, zero T
		var m Message
		for w.next(&m) {
			v = zero
			keep, err := decode(&m, &v)
			if err != nil {
				yield(zero, err)
				return
			}
			if keep && !yield(v, nil) {
				return
			}
			poison(m.Data)
		}
		if w.err != nil {
			yield(zero, w.err)
		}
	}
}

// List makes a dump request and returns its objects, decoded by decode as in
// [All]. What decode keeps of a message's Data is never overwritten; it is part
// of a piece of up to 256 KiB, which it keeps in memory. If the state changes
// during the dump, it is made again, up to ten times within about a second. If the
// last one is interrupted too, or the context ends in a pause between two, the
// objects of the last are returned together with [ErrDumpInterrupted].
func List[T any](c *Conn, r Request, decode func(*Message, *T) (bool, error)) ([]T, error) {
	wait := firstPause
	for attempt := 1; ; attempt++ {
		var all store
		failure := c.dumpTo(&all, r)
		interrupted := errors.Is(failure, ErrDumpInterrupted)
		if failure != nil && !interrupted {
			return nil, failure
		}
		if !interrupted || attempt == dumpAttempts {
			list, err := decodeAll(&all, decode)
			if err != nil {
				return nil, err
			}
			return list, failure
		}
		if err := c.pause(wait); err != nil {
			list, _ := decodeAll(&all, decode)
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
	if poller.Ready() != nil { // timers need it too: try again at once
		return c.ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

// store holds the messages of a dump until their number is known. Objects are
// larger than messages, so that it is cheaper to keep these and to make a slice
// of the right length once than to let a slice of objects grow.
type store struct {
	chunks []chunk
	n      int // messages in all
}

// chunk is messages with the same header: the length of each, a u32, and its
// Data, padded to four bytes.
type chunk struct {
	Header
	b []byte
}

func (c *Conn) dumpTo(s *store, r Request) error {
	w := walk{conn: c, req: r}
	var m Message
	for w.next(&m) {
		s.add(&m)
	}
	return w.err
}

// maxChunk is the size of the largest chunk, unless a message is longer.
const maxChunk = 256 << 10

func (s *store) add(m *Message) {
	size := 4 + align(len(m.Data))
	m.Len = 0
	last := len(s.chunks) - 1
	if last < 0 || s.chunks[last].Header != m.Header || cap(s.chunks[last].b)-len(s.chunks[last].b) < size {
		// As long as all before: a few messages take little.
		room := 4 << 10
		if last >= 0 {
			room = min(2*cap(s.chunks[last].b), maxChunk)
		}
		s.chunks = append(s.chunks, chunk{m.Header, make([]byte, 0, max(room, size))})
		last++
	}
	b := s.chunks[last].b
	b = binary.NativeEndian.AppendUint32(b, uint32(len(m.Data)))
	b = append(b, m.Data...)
	s.chunks[last].b = b[:len(s.chunks[last].b)+size]
	s.n++
}

// decodeAll decodes the messages in s, and returns those objects that decode
// wants.
func decodeAll[T any](s *store, decode func(*Message, *T) (bool, error)) ([]T, error) {
	if s.n == 0 {
		return nil, nil
	}
	var zero T
	list := make([]T, s.n)
	n := 0
	var m Message
	for _, c := range s.chunks {
		for b := c.b; len(b) > 0; {
			size := int(binary.NativeEndian.Uint32(b))
			m.Header, m.Data = c.Header, b[4:4+size:4+size]
			m.Len = uint32(HeaderLen + size)
			b = b[4+align(size):]
			keep, err := decode(&m, &list[n])
			switch {
			case err != nil:
				return nil, err
			case keep:
				n++
			default:
				list[n] = zero
			}
		}
	}
	if n <= len(list)/2 {
		return slices.Clone(list[:n]), nil
	}
	return list[:n], nil
}
