package link

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Wait returns the link that ref names as soon as ready says so of it: at once,
// or after the notification of the change that made it so. The link need not
// exist yet. It never polls.
//
// events is a connection that has joined RTNLGRP_LINK, in the namespace of
// conn. Notifications that were received before count for nothing: the link is
// asked for first, and again after each that concerns a link.
//
// Wait ends with ctx's error, which then names the link and the state that it was
// last seen in, or with the first other error.
func Wait(ctx context.Context, conn, events *nlmsg.Conn, ref Ref, ready func(*Link) bool) (*Link, error) {
	w := waiter{conn: conn.WithContext(ctx), ref: ref, ready: ready, seen: "it was not looked at yet"}
	switch {
	case ready == nil:
		return nil, w.fail(errors.New("no function says when it is ready"))
	case events == nil || !events.Joined(linux.RTNLGRP_LINK):
		return nil, w.fail(errors.New("the connection for events has not joined RTNLGRP_LINK"))
	}
	if l, err := w.check(); l != nil || err != nil {
		return l, w.explain(ctx, err)
	}
	for _, err := range events.Receive(ctx) {
		// After an overrun the link is asked for like after any message.
		if err != nil && !errors.Is(err, nlmsg.ErrOverrun) {
			return nil, w.explain(ctx, w.fail(err))
		}
		if l, err := w.check(); l != nil || err != nil {
			return l, w.explain(ctx, err)
		}
	}
	return nil, w.fail(errors.New("the connection for events is closed"))
}

// WaitUp is [Wait] for a link to be up: set up, and able to pass packets. See
// [Link.Operational].
//
// A link without a carrier is not up, such as a bridge without a port that is up
// or a veth whose peer is down, however long it waits.
func WaitUp(ctx context.Context, conn, events *nlmsg.Conn, ref Ref) (*Link, error) {
	return Wait(ctx, conn, events, ref, (*Link).Operational)
}

// Operational reports whether the link as it was read can pass packets: its
// OperState is [OperUp], or it is [OperUnknown], as of kinds that do not say, such
// as the loopback, dummies and tunnels, and its Flags have IFF_LOWER_UP, which is
// the carrier.
func (l Link) Operational() bool {
	return l.OperState == OperUp || l.OperState == OperUnknown && l.Flags&linux.IFF_LOWER_UP != 0
}

// waiter is what Wait waits for.
type waiter struct {
	conn  *nlmsg.Conn
	ref   Ref
	ready func(*Link) bool
	seen  string // the state that was seen last
}

// check returns the link if it is ready, and nil if it is not.
func (w *waiter) check() (*Link, error) {
	l, err := Get(w.conn, w.ref)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.seen = "the link does not exist"
		return nil, nil
	case err != nil:
		return nil, err
	case !w.ready(l):
		w.seen = "operational state " + l.OperState.String()
		return nil, nil
	}
	return l, nil
}

// explain replaces an error that the end of ctx caused by one that says what was
// waited for.
func (w *waiter) explain(ctx context.Context, err error) error {
	if end := ctx.Err(); end != nil && errors.Is(err, end) {
		return w.fail(end)
	}
	return err
}

func (w *waiter) fail(err error) error {
	return fmt.Errorf("link wait %v: %s: %w", selectorOf(w.ref), w.seen, err)
}
