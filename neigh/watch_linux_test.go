package neigh_test

import (
	"context"
	"iter"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// newWatch starts a watcher of what the kernel lists, but for what it does not
// tell of.
func newWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *testwatch.Watch[neigh.Neigh] {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[neigh.Neigh], error] { return neigh.Watch(ctx, cfg) },
		func() ([]neigh.Neigh, error) { return neigh.Filter{State: ^neigh.StateNoARP}.List(conn) },
		func(n *neigh.Neigh) {
			n.Confirmed, n.Used, n.Updated, n.Refs, n.Probes, n.Protocol = 0, 0, 0, 0, 0, 0
		}, aged)
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	old := &neigh.Neigh{Index: veth1, Dst: ip("192.0.2.1"), LLAddr: someMAC, State: neigh.StatePermanent}
	do(t, conn, neigh.Add(old), neigh.Add(&neigh.Neigh{Index: veth1, Dst: ip("192.0.2.2"), LLAddr: someMAC, State: neigh.StateNoARP}))
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Agree()
	if len(w.State) != 1 {
		t.Errorf("%v at the beginning, want one neighbour", w.State)
	}

	n := &neigh.Neigh{Index: veth0, Dst: ip("2001:db8::5"), LLAddr: someMAC, State: neigh.StateStale}
	expect := func(kind nlmsg.EventKind, fits func(old, new *neigh.Neigh) bool) {
		t.Helper()
		if ev := w.Event(); ev.Kind != kind || !fits(ev.Old, ev.New) {
			t.Errorf("%v %+v, was %+v, want something else that is %v", ev.Kind, ev.New, ev.Old, kind)
		}
	}
	do(t, conn, neigh.Add(n))
	expect(nlmsg.Added, func(_, new *neigh.Neigh) bool { return new.Dst == n.Dst && new.State == n.State })
	n.LLAddr = mac("02:00:00:00:00:06")
	do(t, conn, neigh.Replace(n))
	expect(nlmsg.Changed, func(old, new *neigh.Neigh) bool {
		return old.LLAddr[5] == 5 && new.LLAddr[5] == 6 && new.Dst == n.Dst
	})
	n.Protocol = 99 // which is no event
	do(t, conn, neigh.Replace(n))
	n.State = neigh.StatePermanent
	do(t, conn, neigh.Replace(n))
	expect(nlmsg.Changed, func(old, new *neigh.Neigh) bool { return new.State == n.State && new.Protocol == 99 })
	n.State = neigh.StateNoARP
	do(t, conn, neigh.Replace(n))
	expect(nlmsg.Removed, func(old, _ *neigh.Neigh) bool { return old.State == neigh.StatePermanent })
	n.State = neigh.StatePermanent
	do(t, conn, neigh.Replace(n))
	expect(nlmsg.Added, func(_, new *neigh.Neigh) bool { return new.State == n.State })

	// The kernel gives one up before it removes it.
	do(t, conn, neigh.Del(n))
	expect(nlmsg.Changed, func(_, new *neigh.Neigh) bool { return new.State == neigh.StateFailed })
	expect(nlmsg.Removed, func(old, _ *neigh.Neigh) bool { return old.Dst == n.Dst })

	// Proxy entries and forwarding entries are something else.
	do(t, conn, neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.8"), Flags: neigh.FlagProxy}),
		neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: someMAC, State: neigh.StatePermanent, Flags: neigh.FlagSelf}))
	do(t, conn, link.SetNetNS(link.Index(veth1), link.NSFile(testns.New(t))))
	expect(nlmsg.Removed, func(gone, _ *neigh.Neigh) bool { return gone.Dst == old.Dst })
	w.Converge()
}

// A neighbour that is looked for is added when it answers, as reachable, or when
// the kernel gives up.
func TestWatchSearches(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	other := testns.New(t)
	do(t, conn, link.SetNetNS(link.Index(veth1), link.NSFile(other)))
	there, err := nlmsg.Dial(linux.NETLINK_ROUTE, &nlmsg.Config{NetNS: other})
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	do(t, there, link.SetUp(link.Index(veth1)))
	testlink.Address(t, conn, veth0, "192.0.2.1/24")
	testlink.Address(t, there, veth1, "192.0.2.2/24")

	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	do(t, conn, neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.2"), Flags: neigh.FlagUse}),
		neigh.Add(&neigh.Neigh{Index: veth0, Dst: ip("192.0.2.77"), Flags: neigh.FlagUse}))
	want := map[netip.Addr]neigh.State{ip("192.0.2.2"): neigh.StateReachable, ip("192.0.2.77"): neigh.StateFailed}
	for len(want) > 0 {
		w.Until(func(ev nlmsg.Event[neigh.Neigh]) bool {
			if ev.New == nil || want[ev.New.Dst] != ev.New.State {
				return false
			}
			if answered := ev.New.State == neigh.StateReachable; ev.Kind != nlmsg.Added || (len(ev.New.LLAddr) == 6) != answered {
				t.Errorf("%v %v at %v, %v", ev.Kind, ev.New, ev.New.LLAddr, ev.New.State)
			}
			delete(want, ev.New.Dst)
			return true
		})
	}
	w.Converge()
}

// Whatever happens, the state becomes the kernel's.
func TestWatchConverges(t *testing.T) {
	for name, buffer := range map[string]int{"all seen": 0, "overruns": 4 << 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dial(t)
			do(t, conn, link.Add(&link.Link{Name: "br0", Index: br0, Data: &link.Bridge{}}), link.SetUp(link.Index(br0)))
			rnd := rand.New(rand.NewPCG(1, 2))
			w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: buffer})
			for round := range 20 {
				for range rnd.IntN(40) {
					index := veth0 + rnd.IntN(2)
					n := &neigh.Neigh{
						Index:  index,
						Dst:    []netip.Addr{ip("192.0.2.1"), ip("192.0.2.2"), ip("2001:db8::1"), ip("2001:db8::2")}[rnd.IntN(4)],
						LLAddr: mac([]string{"02:00:00:00:00:01", "02:00:00:00:00:02"}[rnd.IntN(2)]),
						State: []neigh.State{neigh.StatePermanent, neigh.StateStale, neigh.StateNoARP,
							neigh.StateReachable, neigh.StateFailed}[rnd.IntN(5)],
						Flags:    []neigh.Flags{0, neigh.FlagRouter, neigh.FlagExtLearned}[rnd.IntN(3)],
						Protocol: uint8(rnd.IntN(3)),
					}
					reqs := []nlmsg.Request{neigh.Add(n), neigh.Add(n), neigh.Replace(n), neigh.Replace(n), neigh.Replace(n),
						neigh.Change(n), neigh.Del(n), neigh.Del(n),
						link.SetUp(link.Index(index)), link.SetUp(link.Index(index)), link.SetDown(link.Index(index)),
						link.SetHardwareAddr(link.Index(index), []byte{2, 0, 0, 0, 9, byte(rnd.IntN(3))})}
					_ = conn.Do(reqs[rnd.IntN(len(reqs))]) // which the kernel may refuse
				}
				marker := &neigh.Neigh{Index: br0, Dst: netip.AddrFrom4([4]byte{198, 18, 0, byte(round)}), LLAddr: someMAC, State: neigh.StatePermanent}
				do(t, conn, neigh.Add(marker))
				w.Until(func(ev nlmsg.Event[neigh.Neigh]) bool { return ev.New != nil && ev.New.Dst == marker.Dst })
				w.Converge()
			}
		})
	}
}
