package link

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

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
// Wait ends with ctx's error, which then names the link, or with the first
// other error.
func Wait(ctx context.Context, conn, events *nlmsg.Conn, ref Ref, ready func(*Link) bool) (*Link, error) {
	conn = conn.WithContext(ctx)
	check := func() (*Link, error) {
		l, err := Get(conn, ref)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !ready(l) {
			return nil, nil
		}
		return l, err
	}
	if l, err := check(); l != nil || err != nil {
		return l, err
	}
	for _, err := range events.Receive(ctx) {
		// After an overrun the link is asked for like after any message.
		if err != nil && !errors.Is(err, nlmsg.ErrOverrun) {
			return nil, fmt.Errorf("link wait %v: %w", selectorOf(ref), err)
		}
		if l, err := check(); l != nil || err != nil {
			return l, err
		}
	}
	return nil, fmt.Errorf("link wait %v: the connection for events is closed", selectorOf(ref))
}
