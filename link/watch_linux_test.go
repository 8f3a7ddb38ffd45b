package link_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

type event = nlmsg.Event[link.Link]

func newWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *testwatch.Watch[link.Link] {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[event, error] { return link.Watch(ctx, cfg) },
		func() ([]link.Link, error) { return link.Filter{SkipStats: true}.List(conn) },
		func(l *link.Link) {
			*l = l.Clone()
			link.LeaveOut(l)
		}, cmpAddr)
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Agree()
	until := func(fits func(event) bool) event {
		t.Helper()
		return w.Until(func(ev event) bool {
			if l := ev.New; l != nil && (l.Change != 0 || l.Event != 0 || l.Stats != nil) {
				t.Errorf("link %v has what only a notification, or only a dump, has", l)
			}
			return fits(ev)
		})
	}
	is := func(kind nlmsg.EventKind, name string) func(event) bool {
		return func(ev event) bool {
			return ev.Kind == kind && (ev.New != nil && ev.New.Name == name || ev.New == nil && ev.Old.Name == name)
		}
	}
	// One leaves for another namespace. Nothing tells that this changes what
	// the other end, which is down, has for a parent.
	do(t, conn, veth("down0", "down1"), link.SetNetNS(link.Name("down1"), link.NSFile(testns.New(t))))
	until(is(nlmsg.Removed, "down1"))
	until(func(ev event) bool { return ev.New != nil && ev.New.Name == "down0" && ev.New.ParentNetNSID != nil })

	do(t, conn, bridge("br0"), veth("veth0", "veth1"), link.SetUp(link.Name("veth0")), link.SetUp(link.Name("veth1")))
	until(is(nlmsg.Added, "br0"))
	until(func(ev event) bool { return ev.New != nil && ev.New.Name == "veth1" && ev.New.OperState == link.OperUp })
	do(t, conn, link.SetMaster(link.Name("veth0"), get(t, conn, link.Name("br0"))))
	until(func(ev event) bool {
		return is(nlmsg.Changed, "veth0")(ev) && ev.New.Master != nil && ev.New.Port != nil
	})
	do(t, conn, link.Set(get(t, conn, link.Name("br0")), &link.Link{Name: "br1"}))
	if ev := until(is(nlmsg.Changed, "br1")); ev.Old.Name != "br0" || ev.Old.Index != ev.New.Index {
		t.Errorf("%v was renamed to %v", ev.Old, ev.New)
	}

	do(t, conn, link.Del(link.Name("br1")))
	until(is(nlmsg.Removed, "br1"))
	w.Converge()
}

// Whatever happens, the state becomes the kernel's.
func TestWatchConverges(t *testing.T) {
	for name, buffer := range map[string]int{"all seen": 0, "overruns": 4 << 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, ns := newNS(t)
			other := testns.New(t)
			rnd := rand.New(rand.NewPCG(1, 2))
			w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: buffer})
			for n := range 20 {
				for range rnd.IntN(20) {
					l := link.Name(fmt.Sprint("v", rnd.IntN(4)))
					reqs := []nlmsg.Request{
						veth("v0", "v1"), veth("v2", "v3"), bridge("b0"), bridge("b0"),
						link.SetUp(l), link.SetUp(l), link.SetUp(link.Name("b0")), link.SetDown(l),
						link.SetMaster(l, link.Index(rnd.IntN(20))), link.SetMTU(l, 1300+rnd.IntN(3)),
						link.AddAltNames(l, fmt.Sprint("alt", rnd.IntN(4))), link.DelAltNames(l, fmt.Sprint("alt", rnd.IntN(4))),
						link.Set(l, &link.Link{Alias: new(fmt.Sprint(n))}), link.Set(link.Name("b0"), &link.Link{Data: &link.Bridge{STPState: new(uint32(rnd.IntN(2)))}}),
						link.Del(l), link.Del(link.Name("b0")), link.SetNetNS(l, link.NSFile(other)),
					}
					_ = conn.Do(reqs[rnd.IntN(len(reqs))]) // which the kernel may refuse
				}
				marker := fmt.Sprint("m", n)
				do(t, conn, bridge(marker))
				w.Until(func(ev event) bool { return ev.Kind == nlmsg.Added && ev.New.Name == marker })
				w.Converge()
				do(t, conn, link.Del(link.Name(marker)))
			}
		})
	}
}
