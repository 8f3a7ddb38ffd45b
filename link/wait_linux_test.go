package link_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Rule 54: events has joined before the link is asked for.
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
	if err := conn.Do(link.Add(&link.Link{Name: "veth0", Data: &link.Veth{Peer: &link.Link{Name: "veth1"}}})); err != nil {
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

	events.Close()
	if _, err := link.Wait(t.Context(), conn, events, link.Name("never"), up); err == nil {
		t.Error("waiting without events ended without an error")
	}
}

// listen returns a connection that receives the notifications of links.
func listen(t *testing.T, cfg nlmsg.Config) *nlmsg.Conn {
	t.Helper()
	cfg.Groups = []uint32{unix.RTNLGRP_LINK}
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	return events
}

func TestWaitEndsWithTheStateSeenLast(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events := listen(t, nlmsg.Config{NetNS: ns})
	do(t, conn, bridge("br0"))
	never := func(*link.Link) bool { return false }
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name link.Name
		ctx  context.Context
		want string
	}{
		{"none", t.Context(), `link wait "none": the link does not exist: context deadline exceeded`},
		{"br0", t.Context(), `link wait "br0": operational state down: context deadline exceeded`},
		{"br0", canceled, `link wait "br0": it was not looked at yet: context canceled`},
	} {
		// A slow machine needs longer to come as far as to ask.
		for limit := 20 * time.Millisecond; ; limit *= 2 {
			ctx, cancel := context.WithTimeout(tt.ctx, limit)
			_, err := link.Wait(ctx, conn, events, tt.name, never)
			cancel()
			if errors.Is(err, context.DeadlineExceeded) && strings.Contains(err.Error(), "not looked at") && limit < time.Minute {
				continue
			}
			if !errors.Is(err, ctx.Err()) || err.Error() != tt.want {
				t.Errorf("%v\nwant %s", err, tt.want)
			}
			break
		}
	}

	// What is no end of the context stays what it is.
	conn.Close()
	if _, err := link.Wait(t.Context(), conn, events, link.Name("br0"), never); !errors.Is(err, os.ErrClosed) {
		t.Errorf("on a closed connection: %v, want os.ErrClosed", err)
	}
}

// Notifications that were lost may be those of the change that was waited for.
func TestWaitGoesOnAfterAnOverrun(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events := listen(t, nlmsg.Config{NetNS: ns, ReadBuffer: 4096})
	do(t, conn, bridge("br0"))
	asked := 0
	_, err := link.Wait(t.Context(), conn, events, link.Name("br0"), func(l *link.Link) bool {
		if asked++; asked == 1 {
			for i := range 100 {
				do(t, conn, link.SetMTU(l, 1300+i))
			}
		}
		return l.MTU == 1399
	})
	if err != nil || asked != 2 {
		t.Errorf("%v after being asked %d times, want to be asked again once", err, asked)
	}
}

// One that is not told of the change would wait for ever.
func TestWaitNeedsTheGroup(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	_, err := link.WaitUp(t.Context(), conn, conn, link.Index(1))
	const want = "the connection for events has not joined RTNLGRP_LINK"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
