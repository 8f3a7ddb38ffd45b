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
// address need not exist yet. It never polls. To wait until an IPv6 address is
// known to be nobody else's, or not to be:
//
//	a, err := addr.Wait(ctx, conn, events, index, x, (*addr.Addr).Settled)
//
// events is a connection that has joined RTNLGRP_IPV4_IFADDR or
// RTNLGRP_IPV6_IFADDR, in the namespace of conn. Notifications that were
// received before count for nothing: the address is asked for first, and again
// after each that concerns an address.
//
// Wait ends with ctx's error, which then names the address, or with the first
// other error.
func Wait(ctx context.Context, conn, events *nlmsg.Conn, index int, x netip.Addr, ready func(*Addr) bool) (*Addr, error) {
	conn = conn.WithContext(ctx)
	check := func() (*Addr, error) {
		a, err := Get(conn, index, x)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !ready(a) {
			return nil, nil
		}
		return a, err
	}
	if a, err := check(); a != nil || err != nil {
		return a, err
	}
	for _, err := range events.Receive(ctx) {
		// After an overrun the address is asked for like after any message.
		if err != nil && !errors.Is(err, nlmsg.ErrOverrun) {
			return nil, fmt.Errorf("addr wait %v: %w", query{index, x}, err)
		}
		if a, err := check(); a != nil || err != nil {
			return a, err
		}
	}
	return nil, fmt.Errorf("addr wait %v: the connection for events is closed", query{index, x})
}

// Settled reports whether duplicate address detection is over: the address can
// be used, or it is somebody else's and has IFA_F_DADFAILED in its Flags.
func (a *Addr) Settled() bool {
	return a.Flags&linux.IFA_F_TENTATIVE == 0 || a.Flags&linux.IFA_F_DADFAILED != 0
}
