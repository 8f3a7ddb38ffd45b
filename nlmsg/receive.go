package nlmsg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Receive yields the messages of the groups that the connection has joined, and
// those sent to its port, as they arrive. A message's Data is valid until the
// next iteration.
//
// [ErrOverrun] means that messages were lost, and a damaged datagram yields an
// error too; after either the loop can go on. When ctx, or the context of
// [Conn.WithContext], is done, its error is yielded last. When the connection is
// closed, the loop ends without an error.
//
// A loop that is left gives up what follows in the same datagram, which is rarely
// anything: the kernel sends most notifications in one of their own. Datagrams that
// were received besides are for the next loop.
//
// On NETLINK_ROUTE a connection without groups is an error: the kernel would
// never send it anything. On other protocols, requests on a connection that
// Receive is waiting on are delayed until the next message arrives.
func (c *Conn) Receive(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for d, err := range c.datagrams(ctx) {
			if err != nil {
				if !yield(Message{}, err) {
					return
				}
				continue
			}
			for at := 0; at < len(d.data); {
				n, err := frame(d.data[at:])
				if err != nil {
					if !yield(Message{}, fmt.Errorf("netlink receive: netlink message at byte %d: %w", at, err)) {
						return
					}
					break
				}
				m := messageIn(d.data[at : at+n])
				m.Sender = d.from.portID
				if d.netns != 0 {
					m.NetNSID = c.origins.id(d.netns)
				}
				at += align(n)
				if !yield(m, nil) {
					return
				}
				poison(m.Data)
			}
		}
	}
}

// Datagrams is [Conn.Receive] for protocols whose datagrams are not netlink
// messages, such as NETLINK_KOBJECT_UEVENT. A datagram is valid until the next
// iteration.
func (c *Conn) Datagrams(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for d, err := range c.datagrams(ctx) {
			if !yield(d.data, err) {
				return
			}
			poison(d.data)
		}
	}
}

func (c *Conn) datagrams(ctx context.Context) iter.Seq2[datagram, error] {
	return func(yield func(datagram, error) bool) {
		if len(c.groups) == 0 && c.protocol == linux.NETLINK_ROUTE {
			yield(datagram{}, errors.New("netlink receive: the connection has joined no group, so nothing would ever come"))
			return
		}
		s := slotPool.Get().(*slots)
		defer slotPool.Put(s)
		ctx, cancel := merge(ctx, c.ctx)
		defer cancel()
		bound := c.WithContext(ctx)
		defer bound.leave(s)
		for {
			d, err := datagram{}, cmp.Or(c.ctx.Err(), ctx.Err())
			if err == nil { // or what has been received already is for the next loop
				d, err = bound.nextOf(s)
			}
			switch {
			case errors.Is(err, os.ErrClosed):
				return
			case err != nil && !errors.Is(err, ErrOverrun):
				if own := c.ctx.Err(); own != nil {
					err = own // for which merge has cancelled
				}
				yield(datagram{}, fmt.Errorf("netlink receive: %w", err))
				return
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// merge returns a context that ends with either of two.
func merge(a, b context.Context) (context.Context, context.CancelFunc) {
	if b.Done() == nil {
		return a, func() {}
	}
	ctx, cancel := context.WithCancel(a)
	stop := context.AfterFunc(b, cancel)
	return ctx, func() { stop(); cancel() }
}
