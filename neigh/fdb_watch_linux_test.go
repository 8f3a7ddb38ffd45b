package neigh_test

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// newFDBWatch starts a watcher of what the kernel lists, but for the addresses
// that interfaces take frames for: these are in none of a bridge and have no
// endpoint.
func newFDBWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *testwatch.Watch[neigh.FDB] {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[neigh.FDB], error] { return neigh.WatchFDB(ctx, cfg) },
		func() ([]neigh.FDB, error) {
			list, err := neigh.ListFDB(conn)
			return slices.DeleteFunc(list, func(f neigh.FDB) bool {
				return f.Master == 0 && !f.Dst.IsValid() && f.NHID == 0
			}), err
		},
		func(f *neigh.FDB) { f.Confirmed, f.Used, f.Updated, f.Refs = 0, 0, 0, 0 }, agedFDB)
}

// ofMAC matches events about an address.
func ofMAC(kind nlmsg.EventKind, m string) func(nlmsg.Event[neigh.FDB]) bool {
	return func(ev nlmsg.Event[neigh.FDB]) bool {
		f := ev.New
		if f == nil {
			f = ev.Old
		}
		return ev.Kind == kind && f.MAC.String() == m
	}
}

func TestWatchFDBOfABridge(t *testing.T) {
	t.Parallel()
	conn, ns := dialBridge(t)
	join(t, conn, ns, veth1)
	w := newFDBWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Agree()
	m := someMAC.String()
	f := &neigh.FDB{Index: veth0, MAC: someMAC, State: neigh.StateReachable}
	do(t, conn, neigh.AddFDB(f))
	w.Until(ofMAC(nlmsg.Added, m))

	// A host that moves is the same host.
	f.Index = veth1
	do(t, conn, neigh.ReplaceFDB(f))
	if ev := w.Until(ofMAC(nlmsg.Changed, m)); ev.Old.Index != veth0 || ev.New.Index != veth1 {
		t.Errorf("moved from %d to %d, want from %d to %d", ev.Old.Index, ev.New.Index, veth0, veth1)
	}
	f.State = static
	do(t, conn, neigh.ReplaceFDB(f))
	if ev := w.Until(ofMAC(nlmsg.Changed, m)); ev.New.State != neigh.StateNoARP {
		t.Errorf("state %v, want noarp", ev.New.State)
	}
	do(t, conn, link.SetNoMaster(link.Index(veth1)))
	w.Until(ofMAC(nlmsg.Removed, m))
	w.Converge()
}

func TestWatchFDBOfAVXLAN(t *testing.T) {
	t.Parallel()
	conn, ns := dialVXLAN(t, "192.0.2.1", false)
	w := newFDBWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	entry := func(m, dst string) *neigh.FDB {
		return &neigh.FDB{Index: vxlan0, MAC: mac(m), State: permanent, Flags: neigh.FlagSelf, Dst: ip(dst)}
	}
	const all, host = "00:00:00:00:00:00", "02:00:00:00:00:05"
	do(t, conn, neigh.AppendFDB(entry(all, "192.0.2.8")), neigh.AppendFDB(entry(all, "192.0.2.9")))
	w.Until(ofMAC(nlmsg.Added, all))
	w.Until(ofMAC(nlmsg.Added, all))

	do(t, conn, neigh.AddFDB(entry(host, "192.0.2.8")), neigh.ReplaceFDB(entry(host, "192.0.2.9")))
	w.Until(ofMAC(nlmsg.Added, host))
	if ev := w.Until(ofMAC(nlmsg.Changed, host)); ev.Old.Dst != ip("192.0.2.8") || ev.New.Dst != ip("192.0.2.9") {
		t.Errorf("moved from %v to %v", ev.Old.Dst, ev.New.Dst)
	}
	do(t, conn, neigh.DelFDB(entry(all, "192.0.2.8")))
	if ev := w.Until(ofMAC(nlmsg.Removed, all)); ev.Old.Dst != ip("192.0.2.8") {
		t.Errorf("endpoint %v is gone, want 192.0.2.8", ev.Old.Dst)
	}
	w.Converge()

	// A VXLAN takes its entries along to another namespace, without a word.
	other := testns.New(t)
	do(t, conn, link.SetDown(link.Index(vxlan0)), link.SetNetNS(link.Index(vxlan0), link.NSFile(other)))
	w.Until(ofMAC(nlmsg.Removed, host))
	w.Converge()
}

// An entry goes with its nexthop group, without a word.
func TestWatchFDBOfANexthopGroup(t *testing.T) {
	t.Parallel()
	conn, ns := dialVXLAN(t, "192.0.2.1", false)
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "101", "via", "192.0.2.9", "fdb")
	testns.Command(t, ns, "ip", "nexthop", "add", "id", "102", "group", "101", "fdb")
	w := newFDBWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	do(t, conn, neigh.AddFDB(&neigh.FDB{Index: vxlan0, MAC: someMAC, State: permanent, Flags: neigh.FlagSelf, NHID: 102}))
	w.Until(ofMAC(nlmsg.Added, someMAC.String()))
	testns.Command(t, ns, "ip", "nexthop", "del", "id", "102")
	w.Until(ofMAC(nlmsg.Removed, someMAC.String()))
	w.Converge()
}

// Whatever happens, the state becomes the kernel's.
func TestWatchFDBConverges(t *testing.T) {
	for name, buffer := range map[string]int{"all seen": 0, "overruns": 4 << 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dialVXLAN(t, "192.0.2.1", false)
			do(t, conn, link.Add(&link.Link{Name: "br0", Index: br0, Data: &link.Bridge{}}), link.SetUp(link.Index(br0)))
			rnd := rand.New(rand.NewPCG(1, 2))
			w := newFDBWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: buffer})
			for round := range 20 {
				for range rnd.IntN(40) {
					index := []int{veth0, veth1, br0, vxlan0, vxlan0}[rnd.IntN(5)]
					f := &neigh.FDB{Index: index, MAC: mac([]string{"02:00:00:00:00:01", "02:00:00:00:00:02", "00:00:00:00:00:00"}[rnd.IntN(3)]),
						State: []neigh.State{permanent, static, neigh.StateReachable}[rnd.IntN(3)],
						Flags: []neigh.Flags{0, neigh.FlagSticky, neigh.FlagExtLearned}[rnd.IntN(3)]}
					if index == vxlan0 && rnd.IntN(3) > 0 {
						f.Flags = f.Flags&^neigh.FlagSticky | neigh.FlagSelf
						f.Dst = ip([]string{"192.0.2.8", "192.0.2.9"}[rnd.IntN(2)])
						if rnd.IntN(2) == 0 {
							f.VNI = new(uint32(rnd.IntN(2)))
						}
					}
					reqs := []nlmsg.Request{neigh.AddFDB(f), neigh.AddFDB(f), neigh.ReplaceFDB(f), neigh.ReplaceFDB(f),
						neigh.AppendFDB(f), neigh.AppendFDB(f), neigh.ChangeFDB(f), neigh.DelFDB(f),
						neigh.FlushFDB(&neigh.FDBFlush{Index: index, Flags: neigh.FlagSelf}),
						link.SetMaster(link.Index(index), link.Index(br0)), link.SetMaster(link.Index(index), link.Index(br0)),
						link.SetNoMaster(link.Index(index)), link.SetDown(link.Index(index)), link.SetUp(link.Index(index))}
					_ = conn.Do(reqs[rnd.IntN(len(reqs))]) // which the kernel may refuse
				}
				marker := &neigh.FDB{Index: vxlan0, MAC: []byte{2, 0, 0, 0, 1, byte(round)}, State: permanent,
					Flags: neigh.FlagSelf, Dst: ip("192.0.2.7")}
				do(t, conn, neigh.AddFDB(marker))
				w.Until(ofMAC(nlmsg.Added, marker.MAC.String()))
				w.Converge()
			}
		})
	}
}
