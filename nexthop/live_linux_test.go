package nexthop_test

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

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestMain(m *testing.M) { testns.Main(m) }

const veth0, veth1 = testlink.Veth0, testlink.Veth1

// do makes requests that must succeed.
var do = testconn.Do

func dial(t testing.TB) *nlmsg.Conn {
	t.Helper()
	conn, _ := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	return conn
}

// What was added is read as it was, alone and in a dump, and can be written back.
func TestObjectsComeBack(t *testing.T) {
	t.Parallel()
	conn := dial(t)
	want := []nexthop.NextHop{
		{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0, Family: unix.AF_INET, Scope: unix.RT_SCOPE_LINK, Protocol: 99},
		{ID: 2, Gateway: ip("2001:db8::2"), OIF: veth0, Family: unix.AF_INET6, Scope: unix.RT_SCOPE_LINK},
		{ID: 3, Gateway: ip("10.9.9.9"), OIF: veth1, Family: unix.AF_INET, Scope: unix.RT_SCOPE_LINK, Flags: unix.RTNH_F_ONLINK},
		{ID: 4, Blackhole: true, Family: unix.AF_INET},
		{ID: 5, Gateway: ip("198.51.100.5"), FDB: true, Family: unix.AF_INET, Scope: unix.RT_SCOPE_LINK},
		{ID: 6, OIF: veth1, Family: unix.AF_INET6, Scope: unix.RT_SCOPE_LINK},
		{ID: 10, Group: []nexthop.Member{{ID: 1, Weight: 10}, {ID: 3, Weight: 1}}},
		{ID: 11, Group: []nexthop.Member{{ID: 1, Weight: 1}, {ID: 3, Weight: 1}}},
	}
	if testns.KernelSince(t, 5, 13) {
		last := &want[len(want)-1]
		last.Type = 1
		last.Resilient = &nexthop.Resilient{Buckets: 4, IdleTimer: new(time.Minute), UnbalancedTimer: new(time.Duration(0))}
	}
	decided := cmpopts.IgnoreFields(nexthop.NextHop{}, "Scope")
	for i := range want {
		n := &want[i]
		do(t, conn, nexthop.Add(n))
		if err := conn.Do(nexthop.Add(n)); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%v a second time: %v, want EEXIST", n, err)
		}
		got, err := nexthop.Get(conn, n.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(n, got, values, decided); diff != "" {
			t.Errorf("%v (-added +read)\n%s", n, diff)
		}
		do(t, conn, nexthop.Replace(got))
		again, err := nexthop.Get(conn, n.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, again, values); diff != "" {
			t.Errorf("%v, written back (-before +after)\n%s", n, diff)
		}
	}
	list, err := nexthop.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, list, values, decided); diff != "" {
		t.Errorf("all (-added +read)\n%s", diff)
	}
	for _, tt := range []struct {
		name   string
		filter nexthop.Filter
		want   []uint32
	}{
		{"interface", nexthop.Filter{OIF: veth1}, []uint32{3, 6}},
		{"groups", nexthop.Filter{Groups: true}, []uint32{10, 11}},
		{"fdb", nexthop.Filter{FDB: true}, []uint32{5}},
		{"family", nexthop.Filter{Family: unix.AF_INET6}, []uint32{2, 6}},
		{"protocol", nexthop.Filter{Protocol: 99}, []uint32{1}},
	} {
		var ids []uint32
		for n, err := range tt.filter.All(conn) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, n.ID)
		}
		if diff := cmp.Diff(tt.want, ids); diff != "" {
			t.Errorf("%s (-want +read)\n%s", tt.name, diff)
		}
	}

	for _, id := range []uint32{11, 4} {
		do(t, conn, nexthop.Del(id))
		if _, err := nexthop.Get(conn, id); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("id %d is deleted: %v, want ENOENT", id, err)
		}
	}
	if err := conn.Do(nexthop.Del(99)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one that is not there: %v, want ENOENT", err)
	}
}

func TestKernelChoosesID(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 13) {
		t.Skip("resilient groups: since Linux 5.13")
	}
	conn := dial(t)
	first, err := nexthop.Create(conn, &nexthop.NextHop{OIF: veth0})
	if err != nil {
		t.Fatal(err)
	}
	second, err := nexthop.Create(conn, &nexthop.NextHop{Gateway: ip("192.0.2.2"), OIF: veth0})
	if err != nil {
		t.Fatal(err)
	}
	group, err := nexthop.Create(conn, &nexthop.NextHop{Group: []nexthop.Member{{ID: first.ID}, {ID: second.ID}},
		Resilient: &nexthop.Resilient{Buckets: 4}})
	if err == nil {
		_, err = nexthop.Create(conn, group)
	}
	if !errors.Is(err, fs.ErrExist) {
		t.Fatalf("a group, and again: %v, want EEXIST", err)
	}
	list, err := nexthop.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]nexthop.NextHop{*first, *second, *group}, list, values); diff != "" {
		t.Errorf("(-created +read)\n%s", diff)
	}
	if first.ID == 0 || group.Type != nexthop.GroupResilient {
		t.Errorf("created id %d, and a group of type %d", first.ID, group.Type)
	}

	// Members change, the group stays what it is.
	members := []nexthop.Member{{ID: second.ID}}
	if err := conn.Do(nexthop.Replace(&nexthop.NextHop{ID: group.ID, Group: members})); err == nil {
		t.Error("a resilient group was replaced by one of multipath")
	}
	do(t, conn, nexthop.Replace(&nexthop.NextHop{ID: group.ID, Group: members, Resilient: &nexthop.Resilient{}}))
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 13) {
		t.Skip("since Linux 5.13")
	}
	conn := dial(t)
	do(t, conn,
		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0}),
		nexthop.Add(&nexthop.NextHop{ID: 2, Gateway: ip("192.0.2.3"), OIF: veth0}),
		nexthop.Add(&nexthop.NextHop{ID: 11, Group: []nexthop.Member{{ID: 1, Weight: 3}, {ID: 2}}, Resilient: &nexthop.Resilient{Buckets: 4}}))
	list, err := nexthop.ListBuckets(conn)
	if err != nil {
		t.Fatal(err)
	}
	count := make(map[uint32]int)
	for i, b := range list {
		if b.Group != 11 || int(b.Index) != i || b.Unknown != nil || b.UnknownBucket != nil || b.IdleTime < 0 {
			t.Errorf("bucket %d: %+v", i, b)
		}
		count[b.Member]++
	}
	if diff := cmp.Diff(map[uint32]int{1: 3, 2: 1}, count); diff != "" {
		t.Errorf("buckets of members (-want +read)\n%s", diff)
	}
	n := 0
	for b, err := range nexthop.AllBuckets(conn) {
		if err != nil {
			t.Fatal(err)
		}
		if n >= len(list) || b.Group != list[n].Group || b.Index != list[n].Index {
			t.Errorf("bucket %d yielded is %v", n, b)
		}
		n++
	}
	if n != len(list) {
		t.Errorf("%d buckets yielded, %d listed", n, len(list))
	}
	of2, err := nexthop.BucketFilter{Group: 11, Member: 2}.List(conn)
	if err != nil || len(of2) != 1 {
		t.Fatalf("of member 2: %v, %v, want one", of2, err)
	}
	b, err := nexthop.GetBucket(conn, 11, of2[0].Index)
	if err != nil || b.Member != 2 {
		t.Errorf("read %+v, %v, want member 2", b, err)
	}
	if _, err := nexthop.GetBucket(conn, 11, 4); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("bucket 4 of 4: %v, want ENOENT", err)
	}
}

func TestGroupStats(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 9) {
		t.Skip("since Linux 6.9")
	}
	conn := dial(t)
	do(t, conn,
		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0}),
		nexthop.Add(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1}}}))
	n, err := nexthop.GetStats(conn, 10, nexthop.KernelStats)
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Stats) != 1 || n.Stats[0].ID != 1 || n.Stats[0].Hardware != nil || n.Unknown != nil {
		t.Errorf("read %+v, want packets of one member", n)
	}
}

// A route uses an object, and goes with it.
func TestRouteWithObject(t *testing.T) {
	t.Parallel()
	conn := dial(t)
	dst := netip.MustParsePrefix("198.51.100.0/24")
	do(t, conn,
		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0}),
		route.Add(&route.Route{Dst: dst, NHID: 1}))
	r, err := route.Get(conn, route.Query{Dst: ip("198.51.100.7"), FIBMatch: true})
	if err != nil || r.NHID != 1 || r.Gateway != ip("192.0.2.2") {
		t.Errorf("read %v, %v", r, err)
	}
	do(t, conn, nexthop.Del(1))
	if r, err := route.Get(conn, route.Query{Dst: ip("198.51.100.7"), FIBMatch: true}); err == nil {
		t.Errorf("the route is still there: %v", r)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24")
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[nexthop.NextHop], error] {
			return nexthop.Watch(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]nexthop.NextHop, error) { return nexthop.List(conn) },
		func(n *nexthop.NextHop) {
			if n.Resilient != nil {
				n.Resilient.UnbalancedTime = 0
			}
		}, values)
	w.Sync()
	event := func(kind nlmsg.EventKind, id uint32) func(nlmsg.Event[nexthop.NextHop]) bool {
		return func(ev nlmsg.Event[nexthop.NextHop]) bool {
			return ev.Kind == kind && (ev.New != nil && ev.New.ID == id || ev.Old != nil && ev.Old.ID == id)
		}
	}
	group := &nexthop.NextHop{ID: 11, Group: []nexthop.Member{{ID: 1}, {ID: 2}}}
	if testns.KernelSince(t, 5, 13) {
		group.Resilient = &nexthop.Resilient{Buckets: 8}
	}
	do(t, conn,
		nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.2"), OIF: veth0}),
		nexthop.Add(&nexthop.NextHop{ID: 2, OIF: veth1}),
		nexthop.Add(group))
	w.Until(event(nlmsg.Added, 11))
	do(t, conn, nexthop.Replace(&nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.9"), OIF: veth0}))
	w.Until(event(nlmsg.Changed, 1))
	// This deletes both without a word, one since its interface is down, the other
	// since its own has no carrier any more; and the group that has no member left.
	do(t, conn, link.SetDown(link.Index(veth1)))
	w.Until(event(nlmsg.Removed, 11))
	w.Converge()
	if len(w.State) > 0 {
		t.Errorf("left are %v", w.State)
	}
}
