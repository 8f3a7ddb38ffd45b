package mroute_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

const (
	veth0 = testlink.Veth0
	veth1 = testlink.Veth1
)

// added makes a route.
func added(t *testing.T, r *testlink.MulticastRouter, source, group netip.Addr, ttl uint8) {
	t.Helper()
	if err := r.Add(source, group, ttl); err != nil {
		t.Fatal(err)
	}
}

func TestKernel(t *testing.T) {
	for _, tt := range []struct {
		name          string
		family        int
		source, group netip.Addr
		want          mroute.Route
	}{
		{"IPv4", unix.AF_INET, ip("192.0.2.9"), ip("233.252.0.1"),
			mroute.Route{Table: 253, Protocol: linux.RTPROT_MROUTED, IIF: veth0, Outs: []mroute.Out{{Index: veth1, TTL: 7}}}},
		{"IPv6", unix.AF_INET6, ip("2001:db8::9"), ip("ff3e::1"),
			mroute.Route{Table: 254, Protocol: linux.RTPROT_MROUTED, IIF: veth0, Outs: []mroute.Out{{Index: veth1, TTL: 1}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := testlink.Dial(t)
			added(t, testlink.NewMulticastRouter(t, ns, tt.family, veth0, veth1), tt.source, tt.group, 7)
			want := tt.want
			want.Source, want.Group, want.Stats = tt.source, tt.group, new(mroute.Stats)
			idle := cmpopts.IgnoreFields(mroute.Route{}, "Idle")
			for _, f := range []mroute.Filter{{}, {Family: uint8(tt.family)}, {Table: want.Table}, {OIF: veth1},
				{Source: prefix(tt.source), Group: prefix(tt.group), IIF: want.IIF}} {
				got, err := f.List(conn)
				if err != nil {
					t.Fatalf("%+v: %v", f, err)
				}
				if diff := cmp.Diff([]mroute.Route{want}, got, values, idle); diff != "" {
					t.Errorf("%+v (-want +got)\n%s", f, diff)
				}
				for r, err := range f.All(conn) {
					if err != nil || r.Group != tt.group {
						t.Errorf("%+v: streamed %v, %v", f, r, err)
					}
				}
			}
			for _, f := range []mroute.Filter{{Table: 77}, {OIF: veth0}, {Source: prefix(tt.group)},
				{Group: prefix(tt.source)}, {IIF: 77}} {
				if got, err := f.List(conn); err != nil || len(got) != 0 {
					t.Errorf("%+v: got %v, %v, want none", f, got, err)
				}
			}
			if tt.family == unix.AF_INET6 && !testns.KernelSince(t, 6, 0) {
				return
			}
			got, err := mroute.Get(conn, tt.source, tt.group, 0)
			if diff := cmp.Diff(&want, got, values, idle); diff != "" || err != nil {
				t.Errorf("looked up: %v (-want +got)\n%s", err, diff)
			}
			if _, err := mroute.Get(conn, tt.source, tt.group.Next(), 0); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("looked up another group: %v, want ENOENT", err)
			}
		})
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	four, six := testlink.NewMulticastRouter(t, ns, unix.AF_INET, veth0, veth1), testlink.NewMulticastRouter(t, ns, unix.AF_INET6, veth0, veth1)
	added(t, four, ip("192.0.2.9"), ip("233.252.0.1"), 7)
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[mroute.Route], error] {
			return mroute.Watch(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]mroute.Route, error) { return mroute.List(conn) },
		func(r *mroute.Route) { r.Idle, r.Stats = 0, nil }, values, cmpopts.IgnoreFields(mroute.Route{}, "Idle", "Stats"))
	w.Sync()
	added(t, four, ip("192.0.2.9"), ip("233.252.0.1"), 8)
	w.Converge()
	added(t, six, ip("2001:db8::9"), ip("ff3e::1"), 1)
	w.Converge()
	if err := four.Del(ip("192.0.2.9"), ip("233.252.0.1")); err != nil {
		t.Fatal(err)
	}
	w.Converge()
	six.Close()
	w.Converge()
}

// A route loses an interface with the daemon's use of it, and has it again with
// the next: the kernel tells neither of the route nor of the link.
func TestWatchOfInterfaces(t *testing.T) {
	for _, tt := range []struct {
		name          string
		family        int
		source, group netip.Addr
	}{
		{"IPv4", unix.AF_INET, ip("192.0.2.9"), ip("233.252.0.1")},
		{"IPv6", unix.AF_INET6, ip("2001:db8::9"), ip("ff3e::1")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, ns := testlink.Dial(t)
			d := testlink.NewMulticastRouter(t, ns, tt.family, veth0, veth1)
			added(t, d, tt.source, tt.group, 7)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			next, stop := iter.Pull2(mroute.Watch(ctx, &nlmsg.Config{NetNS: ns}))
			defer stop()
			until := func(kind nlmsg.EventKind, fits func(*mroute.Route) bool) {
				t.Helper()
				for {
					ev, err, _ := next()
					if err != nil {
						t.Fatal(err)
					}
					if ev.Kind == kind && fits(ev.New) {
						return
					}
				}
			}
			until(nlmsg.Synced, func(*mroute.Route) bool { return true })
			done(t, d.DelInterface(1))
			until(nlmsg.Changed, func(r *mroute.Route) bool { return len(r.Outs) == 0 })
			done(t, d.AddInterface(1, veth1))
			until(nlmsg.Changed, func(r *mroute.Route) bool { return len(r.Outs) == 1 })
			done(t, d.DelInterface(0))
			until(nlmsg.Changed, func(r *mroute.Route) bool { return r.IIF == 0 })
		})
	}
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// prefix is that of an address alone.
func prefix(x netip.Addr) netip.Prefix { return netip.PrefixFrom(x, x.BitLen()) }
