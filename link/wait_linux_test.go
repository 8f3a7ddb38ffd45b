package link_test

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestWait(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	up := func(l *link.Link) bool { return l.OperState == link.OperUp }

	// Each step is made by the waiting itself, so that it comes after the link
	// was asked for and by notification only.
	steps := []nlmsg.Request{
		link.SetUp(link.Name("veth0")),
		link.SetUp(link.Name("veth1")),
	}
	if err := conn.Do(link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: link.Link{Name: "veth1"}}})); err != nil {
		t.Fatal(err)
	}
	asked := 0
	l, err := link.Wait(t.Context(), conn, events, link.Name("veth0"), func(l *link.Link) bool {
		if asked++; asked <= len(steps) {
			if err := conn.Do(steps[asked-1]); err != nil {
				t.Error(err)
			}
		}
		return up(l)
	})
	if err != nil || l.Name != "veth0" || asked < 2 {
		t.Fatalf("waited for %v, %v, after being asked %d times", l, err, asked)
	}
	if _, err := link.Wait(t.Context(), conn, events, l, up); err != nil {
		t.Errorf("a link that is ready already: %v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = link.Wait(ctx, conn, events, link.Name("never"), up)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
	events.Close()
	if _, err := link.Wait(t.Context(), conn, events, link.Name("never"), up); err == nil {
		t.Error("waiting without events ended without an error")
	}
}
