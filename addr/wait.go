package addr

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Wait returns the own address x of an interface as soon as ready says so of
// it: at once, or after the notification of the change that made it so. The
// address need not exist yet. Wait never polls. To wait until an IPv6 address is
// known to be nobody else's, there is [WaitDAD].
//
// events is a connection in the namespace of conn that has joined
// RTNLGRP_IPV4_IFADDR if x is an IPv4 address, and RTNLGRP_IPV6_IFADDR if it is
// an IPv6 address; one that has not is an error. Notifications received before the
// call count for nothing: the address is asked for first, and again after each
// notification.
//
// Wait ends with ctx's error, which then names the address and what it was last
// seen like, or with the first other error.
func Wait(ctx context.Context, conn, events *nlmsg.Conn, index int, x netip.Addr, ready func(*Addr) bool) (*Addr, error) {
	w := waiter{conn: conn.WithContext(ctx), query: query{index, x}, ready: ready, seen: "it was not looked at yet"}
	group, name := uint32(linux.RTNLGRP_IPV6_IFADDR), "RTNLGRP_IPV6_IFADDR"
	if x.Is4() {
		group, name = linux.RTNLGRP_IPV4_IFADDR, "RTNLGRP_IPV4_IFADDR"
	}
	switch {
	case ready == nil:
		return nil, w.fail(errors.New("no function says when it is ready"))
	case events == nil || !events.Joined(group):
		return nil, w.fail(fmt.Errorf("the connection for events has not joined %s", name))
	}
	if a, err := w.check(); a != nil || err != nil {
		return a, w.explain(ctx, err)
	}
	for _, err := range events.Receive(ctx) {
		// After an overrun the address is asked for like after any message.
		if err != nil && !errors.Is(err, nlmsg.ErrOverrun) {
			return nil, w.explain(ctx, w.fail(err))
		}
		if a, err := w.check(); a != nil || err != nil {
			return a, w.explain(ctx, err)
		}
	}
	return nil, w.fail(errors.New("the connection for events is closed"))
}

// WaitDAD waits until duplicate address detection of an IPv6 address of an
// interface is over, and returns the address, which can be used then. If somebody
// else has it, WaitDAD fails with [ErrDuplicate]. It uses conn and events as [Wait]
// does.
func WaitDAD(ctx context.Context, conn, events *nlmsg.Conn, index int, x netip.Addr) (*Addr, error) {
	a, err := Wait(ctx, conn, events, index, x, (*Addr).Settled)
	if err != nil {
		return nil, err
	}
	if a.Flags&linux.IFA_F_DADFAILED != 0 {
		return nil, fmt.Errorf("addr wait %v: %w", query{index, x}, ErrDuplicate)
	}
	return a, nil
}

// ErrDuplicate says that another host on the link has an address.
var ErrDuplicate = errors.New("the address is a duplicate")

// waiter is what Wait waits for.
type waiter struct {
	conn  *nlmsg.Conn
	query query
	ready func(*Addr) bool
	seen  string // what the address was last seen like
}

// check returns the address if it is ready, and nil if it is not.
func (w *waiter) check() (*Addr, error) {
	a, err := Get(w.conn, w.query.index, w.query.addr)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.seen = "the address does not exist"
		return nil, nil
	case err != nil:
		return nil, err
	case w.ready(a):
		return a, nil
	}
	switch {
	case a.Flags&linux.IFA_F_DADFAILED != 0:
		w.seen = "the address is a duplicate"
	case a.Flags&linux.IFA_F_TENTATIVE != 0:
		w.seen = "the address is tentative"
	default:
		w.seen = fmt.Sprintf("the address has flags %#x", a.Flags)
	}
	return nil, nil
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
	return fmt.Errorf("addr wait %v: %s: %w", w.query, w.seen, err)
}

// Settled reports whether duplicate address detection is over: the address can
// be used, or it is somebody else's and has IFA_F_DADFAILED in its Flags.
func (a *Addr) Settled() bool {
	return a.Flags&linux.IFA_F_TENTATIVE == 0 || a.Flags&linux.IFA_F_DADFAILED != 0
}
