package netns_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// dial opens a connection in a new namespace.
func dial(t testing.TB, groups ...uint32) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	return dialIn(t, ns, groups...), ns
}

func dialIn(t testing.TB, ns *os.File, groups ...uint32) *nlmsg.Conn {
	t.Helper()
	return testconn.Dial(t, nlmsg.Config{NetNS: ns, Groups: groups})
}

// do makes requests that must succeed.
var do = testconn.Do

func ids(t testing.TB, conn *nlmsg.Conn, f netns.IDFilter) (list []string) {
	t.Helper()
	got, err := f.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range got {
		list = append(list, n.String())
	}
	return list
}

// A namespace gets one id in another, which stays.
func TestIDs(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	a, b, c := testns.New(t), testns.New(t), testns.New(t)
	wantID := func(ref netns.Ref, want netns.ID) {
		t.Helper()
		if got, err := netns.GetID(conn, ref); err != nil || got.ID != want || got.CurrentID != nil {
			t.Errorf("%v, %v, want id %d", got, err, want)
		}
	}
	if got := ids(t, conn, netns.IDFilter{}); got != nil {
		t.Errorf("a new namespace has the ids %v", got)
	}
	_, err := netns.GetID(conn, netns.File(a))
	if want := "netns get id of " + a.Name() + ": the namespace has no id: file does not exist"; !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if _, err := netns.GetID(conn, netns.ID(10)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("id that none has: %v, want an error that is fs.ErrNotExist", err)
	}

	do(t, conn, netns.SetID(netns.File(a), 10), netns.SetID(netns.Fd(b.Fd()), 0), netns.SetAutoID(netns.File(c)))
	wantID(netns.File(a), 10)
	wantID(netns.ID(10), 10)
	wantID(netns.File(b), 0)
	wantID(netns.File(c), 1)
	if diff := cmp.Diff([]string{"nsid 0", "nsid 1", "nsid 10"}, ids(t, conn, netns.IDFilter{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for n, err := range netns.AllIDs(conn) {
		if err != nil || n.ID != 0 {
			t.Errorf("%v, %v, want nsid 0", n, err)
		}
		break
	}
	for what, r := range map[string]nlmsg.Request{
		"a second id":        netns.SetID(netns.File(a), 11),
		"the id of another":  netns.SetID(netns.File(testns.New(t)), 10),
		"a second id by pid": netns.SetAutoID(netns.Fd(b.Fd())),
	} {
		if err := conn.Do(r); !errors.Is(err, fs.ErrExist) || !errors.Is(err, syscall.EEXIST) {
			t.Errorf("%s: %v, want EEXIST", what, err)
		}
	}
}

// A process stands for its namespace.
func TestIDOfAProcess(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn, netns.SetID(netns.PID(os.Getpid()), 7))
	own, err := netns.OpenPID(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if got, err := netns.GetID(conn, netns.File(own)); err != nil || got.ID != 7 {
		t.Errorf("%v, %v, want id 7", got, err)
	}
}

// The ids that another namespace has given.
func TestIDsOfATarget(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	a, b, c := testns.New(t), testns.New(t), testns.New(t)
	do(t, conn, netns.SetID(netns.File(a), 5), netns.SetID(netns.File(b), 6))
	do(t, dialIn(t, a), netns.SetID(netns.File(b), 60), netns.SetID(netns.File(c), 70))
	if !testns.KernelSince(t, 5, 0) {
		t.Skip("needs Linux 5.0: NETNSA_TARGET_NSID")
	}

	f := netns.IDFilter{Target: new(netns.ID(5))}
	want := []string{"nsid 60 current-nsid 6", "nsid 70 current-nsid unassigned"}
	if diff := cmp.Diff(want, ids(t, conn, f)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, err := f.Get(conn, netns.ID(6)); err != nil || got.String() != want[0] {
		t.Errorf("%v, %v, want %s", got, err, want[0])
	}
	if got, err := f.Get(conn, netns.File(c)); err != nil || got.String() != want[1] {
		t.Errorf("%v, %v, want %s", got, err, want[1])
	}
	if _, err := (netns.IDFilter{Target: new(netns.ID(99))}).Get(conn, netns.File(c)); err == nil {
		t.Error("no error of a target that is not there")
	}
}

// A watcher sees ids come, and go with their namespace.
func TestWatchIDs(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[netns.NSID], error] {
			return netns.WatchIDs(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]netns.NSID, error) { return netns.ListIDs(conn) }, func(*netns.NSID) {})
	w.Sync()
	is := func(kind nlmsg.EventKind) func(nlmsg.Event[netns.NSID]) bool {
		return func(ev nlmsg.Event[netns.NSID]) bool { return ev.Kind == kind }
	}
	other, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	do(t, conn, netns.SetID(netns.File(other), 10))
	if ev := w.Until(is(nlmsg.Added)); ev.New.ID != 10 {
		t.Errorf("added: %v, want nsid 10", ev.New)
	}
	other.Close()
	if ev := w.Until(is(nlmsg.Removed)); ev.Old.ID != 10 {
		t.Errorf("removed: %v, want nsid 10", ev.Old)
	}
	w.Converge()
}

// Notifications of ids are decoded as answers are.
func TestIDNotifications(t *testing.T) {
	t.Parallel()
	events, ns := dial(t, unix.RTNLGRP_NSID)
	do(t, dialIn(t, ns), netns.SetID(netns.File(testns.New(t)), 10))
	for m, err := range events.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n, err := netns.DecodeID(m)
		if err != nil || n.ID != 10 || m.Type != unix.RTM_NEWNSID {
			t.Errorf("message of type %d: %v, %v, want nsid 10", m.Type, n, err)
		}
		break
	}
}

// ip(8) shows the ids that were given here, and those that it has given are read.
func TestIDsAgreeWithIproute2(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	do(t, conn, netns.SetID(netns.File(testns.New(t)), 10))
	if got, want := testns.Command(t, ns, "ip", "netns", "list-id"), "nsid 10 \n"; got != want {
		t.Errorf("ip shows %q, want %q", got, want)
	}
	named := create(t, "ids")
	testns.Command(t, ns, "ip", "netns", "set", "ids", "auto")
	if got, err := netns.GetID(conn, netns.File(named)); err != nil || got.ID != 0 {
		t.Errorf("%v, %v, want nsid 0", got, err)
	}
}
