package nlmsg_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// unanswered is a request that the kernel passes over in silence: its type is
// below those of protocols, and it asks for no ACK.
var unanswered = nlmsg.Request{Op: "nothing", Type: unix.NLMSG_NOOP, Body: iface{}}

// A request that waits for the kernel ends with its context or deadline, again
// and again, and the connection is usable each time.
func TestWaitingForTheKernelEnds(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	for _, tt := range []struct {
		name string
		want error
		wait func() error
	}{
		{"cancelled", context.Canceled, func() error {
			ctx, cancel := context.WithCancel(t.Context())
			go cancel()
			_, err := conn.WithContext(ctx).Get(unanswered)
			return err
		}},
		{"context with a deadline", context.DeadlineExceeded, func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			_, err := conn.WithContext(ctx).Get(unanswered)
			return err
		}},
		{"deadline", os.ErrDeadlineExceeded, func() error {
			if err := conn.SetDeadline(time.Now().Add(time.Millisecond)); err != nil {
				return err
			}
			_, err := conn.Get(unanswered)
			return errors.Join(err, conn.SetDeadline(time.Time{}))
		}},
	} {
		for range 20 {
			if err := tt.wait(); !errors.Is(err, tt.want) {
				t.Fatalf("%s: error %v, want %v", tt.name, err, tt.want)
			}
			var name string
			if m, err := conn.Get(getLink("lo")); err != nil {
				t.Fatalf("%s: the next request: %v", tt.name, err)
			} else if _, err := nameOf(&m, &name); err != nil || name != "lo" {
				t.Fatalf("%s: the next request has %q, %v", tt.name, name, err)
			}
		}
	}
}

// A dump of several datagrams is cancelled at each of its objects.
func TestDumpsOfTheKernelAreCancelled(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	const n = 60
	for i := range n {
		if err := conn.Do(addLink(fmt.Sprintf("br%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	for at := 1; at <= n; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		seen := 0
		var last error
		for _, err := range conn.WithContext(ctx).Dump(listLinks()) {
			if last = err; err == nil {
				if seen++; seen == at {
					cancel()
				}
			}
		}
		cancel()
		if seen != at || !errors.Is(last, context.Canceled) {
			t.Errorf("cancelled at %d: %d objects and %v", at, seen, last)
		}
		if got, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || len(got) != n+1 {
			t.Errorf("cancelled at %d: the next dump has %d objects, %v", at, len(got), err)
		}
	}
}

// What has not been sent when the context ends has not been done.
func TestWhatIsCancelledBeforehandIsNotDone(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	bound := conn.WithContext(ctx)
	for name, err := range map[string]error{
		"one":   bound.Do(addLink("br0")),
		"batch": bound.Do(addLink("br0"), addLink("br1")),
	} {
		if !errors.Is(err, nlmsg.ErrNotSent) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want it not sent and cancelled", name, err)
		}
	}
	if got, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || len(got) != 1 {
		t.Errorf("links %v, %v, want lo alone", got, err)
	}
}
