package route_test

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	do(t, conn, route.Add(&route.Route{Dst: net4, Gateway: ip("192.0.2.2"), Protocol: 99}))
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Agree()

	for _, tt := range []struct {
		name string
		do   nlmsg.Request
		want nlmsg.EventKind
		old  string // the gateway
		new  string
	}{
		{"add", route.Add(&route.Route{Dst: private, Gateway: ip("192.0.2.2")}), nlmsg.Added, "", "192.0.2.2"},
		{"replace", route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), nlmsg.Changed, "192.0.2.2", "192.0.2.3"},
		{"append", route.Append(&route.Route{Dst: private, Gateway: ip("192.0.2.4")}), nlmsg.Added, "", "192.0.2.4"},
		{"prepend", route.Prepend(&route.Route{Dst: private, Gateway: ip("192.0.2.5")}), nlmsg.Added, "", "192.0.2.5"},
		{"replace the first", route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.6")}), nlmsg.Changed, "192.0.2.5", "192.0.2.6"},
		{"delete", route.Del(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), nlmsg.Removed, "192.0.2.3", ""},
		{"IPv6", route.Add(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::2")}), nlmsg.Added, "", "2001:db8::2"},
		{"IPv6 replace", route.Replace(&route.Route{Dst: prefix("2001:db8:2::/48"), Gateway: ip("2001:db8::3")}), nlmsg.Changed, "2001:db8::2", "2001:db8::3"},
		{"IPv6 delete", route.Del(&route.Route{Dst: prefix("2001:db8:2::/48")}), nlmsg.Removed, "2001:db8::3", ""},
	} {
		do(t, conn, tt.do)
		ev := w.Until(func(ev event) bool { return ev.Kind != nlmsg.Synced })
		var old, new string
		if ev.Old != nil {
			old = ev.Old.Gateway.String()
		}
		if ev.New != nil {
			new = ev.New.Gateway.String()
		}
		if ev.Kind != tt.want || old != tt.old || new != tt.new {
			t.Errorf("%s: %v %q %q, want %v %q %q", tt.name, ev.Kind, old, new, tt.want, tt.old, tt.new)
		}
		w.Agree()
	}
}

// Plain changes, however many, are followed without another dump.
func TestWatchDumpsOnce(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	dumps := 0
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: 1 << 20, Trace: func(dir nlmsg.Direction, b []byte) {
		for m := range nlmsg.Messages(b) {
			if dir == nlmsg.Sent && m.Type == linux.RTM_GETROUTE {
				dumps++
			}
		}
	}})
	w.Sync()
	w.Converge()
	dumps = 0
	n := uint32(7200)
	switch {
	case race.Enabled:
		n = 100 // it is slow
	case testing.Short():
		n = 1000
	}
	for i := range n {
		v4 := &route.Route{Dst: net4, OIF: veth0, Priority: i + 1}
		v6 := &route.Route{Dst: prefix("2001:db8:2::/48"), OIF: veth0, Priority: i + 1}
		other := &route.Route{Dst: v4.Dst, OIF: veth1, Priority: v4.Priority}
		do(t, conn, route.Add(v4), route.Add(v6), route.Replace(other), route.Append(v4),
			route.Del(v4), route.Del(v6), route.Del(other))
		for range 7 {
			w.Event()
		}
	}
	w.Agree()
	if dumps > 0 {
		t.Errorf("%d changes caused %d dumps", 7*n, dumps)
	}
}

// What is lost is made good by another dump, and only the difference is
// yielded.
func TestWatchOverrun(t *testing.T) {
	t.Parallel()
	conn, ns := quiet(t)
	changed := &route.Route{Dst: private, Gateway: ip("192.0.2.2")}
	removed := &route.Route{Dst: prefix("10.0.0.0/9"), Gateway: ip("192.0.2.2")}
	do(t, conn, route.Add(changed), route.Add(removed))
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: 4 << 10})
	w.Sync()
	w.Converge()

	const n = 50_000
	var add, del []nlmsg.Request
	for i := range n/2 - 1 {
		dst := netip.AddrFrom4([4]byte{100, 64, byte(i >> 8), byte(i)})
		r := &route.Route{Dst: netip.PrefixFrom(dst, 32), OIF: veth0}
		add = append(add, route.Add(r))
		if i >= 3 {
			del = append(del, route.Del(r))
		}
	}
	do(t, conn, add...)
	do(t, conn, del...)
	do(t, conn, route.Replace(&route.Route{Dst: private, Gateway: ip("192.0.2.3")}), route.Del(removed))

	clear(w.Count)
	w.Sync()
	want := map[nlmsg.EventKind]int{nlmsg.Added: 3, nlmsg.Changed: 1, nlmsg.Removed: 1, nlmsg.Synced: 1}
	if diff := cmp.Diff(want, w.Count); diff != "" {
		t.Errorf("events (-want +got)\n%s", diff)
	}
	w.Agree()
}

// Not parallel, since it counts what is open.
func TestWatchLeavesNothingBehind(t *testing.T) {
	_, ns := quiet(t)
	cfg := &nlmsg.Config{NetNS: ns}
	goroutines := runtime.NumGoroutine()
	testns.NoLeak(t, 100, func() {
		for range route.Watch(t.Context(), cfg) {
			break
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var last error
		for ev, err := range route.Watch(ctx, cfg) {
			if last = err; ev.Kind == nlmsg.Synced {
				cancel()
			}
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("error %v, want %v", last, context.Canceled)
		}
		for _, err := range route.Watch(ctx, cfg) {
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("error %v, want %v", last, context.Canceled)
		}
	})
	// Those that the end of a context has woken may still be about to end.
	if n := runtime.NumGoroutine(); n > goroutines+10 {
		t.Errorf("%d goroutines after 300 watchers, %d before", n, goroutines)
	}
}

// A namespace that is none, and groups that do not count.
func TestWatchConfig(t *testing.T) {
	t.Parallel()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, err := range route.Watch(t.Context(), &nlmsg.Config{NetNS: null}) {
		if !errors.Is(err, unix.EINVAL) || !strings.HasPrefix(err.Error(), "route watch: ") {
			t.Errorf("error %v, want EINVAL of route watch", err)
		}
	}
	conn, ns := quiet(t)
	newWatch(t, conn, &nlmsg.Config{NetNS: ns, Groups: []uint32{1 << 20}}).Sync()
}
