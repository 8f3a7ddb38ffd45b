package link_test

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Networks are added, listed as one range where they follow one another, changed
// and deleted.
func TestVNIsInTheKernel(t *testing.T) {
	t.Parallel()
	conn, _ := vniNS(t, 10, 11)
	do(t, conn, link.AddVNIs(link.Index(10),
		link.VNIRange{First: 100, Last: 104}, link.VNIRange{First: 105, Group: addr("198.51.100.1")}, link.VNIRange{First: 107}))
	do(t, conn, link.AddVNIs(link.Index(11), link.VNIRange{First: 1<<24 - 1, Group: addr("2001:db8::5")}))
	want := []link.VNIs{
		{Index: 10, Ranges: []link.VNIRange{
			{First: 100, Last: 104}, {First: 105, Last: 105, Group: addr("198.51.100.1")}, {First: 107, Last: 107},
		}},
		{Index: 11, Ranges: []link.VNIRange{{First: 1<<24 - 1, Last: 1<<24 - 1, Group: addr("2001:db8::5")}}},
	}
	list := func(f link.VNIsFilter) []link.VNIs {
		t.Helper()
		got, err := f.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if diff := cmp.Diff(want, list(link.VNIsFilter{}), cmpAddr); diff != "" {
		t.Errorf("all (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], list(link.VNIsFilter{Index: 11}), cmpAddr); diff != "" {
		t.Errorf("of one (-want +got)\n%s", diff)
	}
	if got := list(link.VNIsFilter{Index: 10, Stats: true}); len(got) != 1 || len(got[0].Ranges) != 7 || got[0].Ranges[6].Stats == nil {
		t.Errorf("with counters: %+v, want 7 networks", got)
	}

	do(t, conn,
		link.AddVNIs(link.Index(10), link.VNIRange{First: 107, Group: addr("198.51.100.1")}),
		link.AddVNIs(link.Index(10), link.VNIRange{First: 106, Group: addr("198.51.100.1")}),
		link.DelVNIs(link.Index(10), want[0].Ranges[0]))
	want[0].Ranges = []link.VNIRange{{First: 105, Last: 107, Group: addr("198.51.100.1")}}
	if diff := cmp.Diff(want, list(link.VNIsFilter{}), cmpAddr); diff != "" {
		t.Errorf("changed (-want +got)\n%s", diff)
	}

	if err := conn.Do(link.DelVNIs(link.Index(10), link.VNIRange{First: 100})); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted twice: %v", err)
	}
	if err := conn.Do(link.AddVNIs(link.Index(11), link.VNIRange{First: 107})); !errors.Is(err, fs.ErrExist) {
		t.Errorf("one network of two links: %v", err)
	}
}

// One link with more networks than a message can hold.
func TestManyVNIs(t *testing.T) {
	t.Parallel()
	const n = 3000
	conn, _ := vniNS(t, 10)
	var want []link.VNIRange
	for i := range uint32(n) {
		want = append(want, link.VNIRange{First: 2*i + 1, Last: 2*i + 1})
	}
	do(t, conn, link.AddVNIs(link.Index(10), want...))
	got, err := link.ListVNIs(conn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]link.VNIs{{Index: 10, Ranges: want}}, got, cmpAddr); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	parts := 0
	for _, err := range (link.VNIsFilter{Index: 10}).All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		parts++
	}
	if parts < 2 {
		t.Errorf("%d networks came in %d message", n, parts)
	}
}

// A watcher is told of each network by itself. All have a Group: older kernels
// do not tell of others that are added.
func TestWatchVNIs(t *testing.T) {
	t.Parallel()
	conn, ns := vniNS(t, 10)
	group, other := addr("198.51.100.1"), addr("198.51.100.2")
	do(t, conn, link.AddVNIs(link.Index(10), link.VNIRange{First: 1, Last: 3, Group: group}))

	next, stop := iter.Pull2(link.WatchVNIs(t.Context(), &nlmsg.Config{NetNS: ns}))
	defer stop()
	expect := func(kind nlmsg.EventKind, old, now *link.VNI) {
		t.Helper()
		ev, err, _ := next()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(nlmsg.Event[link.VNI]{Kind: kind, Old: old, New: now}, ev, cmpAddr); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	for i := range uint32(3) {
		expect(nlmsg.Added, nil, &link.VNI{Index: 10, ID: i + 1, Group: group})
	}
	expect(nlmsg.Synced, nil, nil)

	do(t, conn, link.AddVNIs(link.Index(10), link.VNIRange{First: 3, Last: 4, Group: other}))
	expect(nlmsg.Changed, &link.VNI{Index: 10, ID: 3, Group: group}, &link.VNI{Index: 10, ID: 3, Group: other})
	expect(nlmsg.Added, nil, &link.VNI{Index: 10, ID: 4, Group: other})

	do(t, conn, link.DelVNIs(link.Index(10), link.VNIRange{First: 1}), link.Del(link.Index(10)))
	expect(nlmsg.Removed, &link.VNI{Index: 10, ID: 1, Group: group}, nil)
	expect(nlmsg.Removed, &link.VNI{Index: 10, ID: 2, Group: group}, nil)
	expect(nlmsg.Removed, &link.VNI{Index: 10, ID: 3, Group: other}, nil)
	expect(nlmsg.Removed, &link.VNI{Index: 10, ID: 4, Group: other}, nil)
}

// vniNS returns a connection to a namespace with VXLANs that take some networks.
func vniNS(t *testing.T, indexes ...int) (*nlmsg.Conn, *os.File) {
	t.Helper()
	if !testns.KernelSince(t, 5, 18) {
		t.Skip("since Linux 5.18")
	}
	conn, ns := newNS(t)
	for _, i := range indexes {
		do(t, conn, link.Add(&link.Link{Index: i, Data: &link.VXLAN{
			Port: 4789, CollectMetadata: new(true), VNIFilter: new(true), Learning: new(false),
		}}))
	}
	return conn, ns
}
