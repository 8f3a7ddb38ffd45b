package rule_test

import (
	"context"
	"iter"
	"math/rand/v2"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

type event = nlmsg.Event[rule.Rule]

func newWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *testwatch.Watch[rule.Rule] {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[event, error] { return rule.Watch(ctx, cfg) },
		func() ([]rule.Rule, error) { return rule.List(conn) },
		func(*rule.Rule) {}, values)
}

// is matches the event of a kind about a rule that reads so.
func is(kind nlmsg.EventKind, text string) func(event) bool {
	return func(ev event) bool {
		switch {
		case ev.Kind != kind:
			return false
		case ev.New != nil:
			return ev.New.String() == text
		}
		return ev.Old.String() == text
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	r := &rule.Rule{Family: ipv4, Priority: new(uint32(5)), IIF: "veth8", Table: 100}
	do(t, conn, rule.Add(r))
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Agree()

	// The same rule twice.
	const detached, attached = "5: from all iif veth8 [detached] lookup 100", "5: from all iif veth8 lookup 100"
	do(t, conn, rule.Append(r))
	w.Until(is(nlmsg.Added, detached))
	w.Sync()
	w.Agree()
	do(t, conn, rule.Del(r))
	w.Until(is(nlmsg.Removed, detached))
	w.Sync()
	w.Agree()

	// An interface appears, without a word of rules.
	do(t, conn, link.Add(&link.Link{Name: "veth8", Index: 8, Data: &link.Veth{Peer: &link.Link{Name: "veth9"}}}))
	w.Until(is(nlmsg.Changed, attached))
	do(t, conn, link.SetName(link.Index(8), "veth7"))
	w.Until(is(nlmsg.Changed, detached))

	// The target of a jump appears and goes.
	do(t, conn, rule.Add(&rule.Rule{Family: ipv6, Priority: new(uint32(6)), Goto: 7}))
	w.Until(is(nlmsg.Added, "inet6 6: from all goto 7 [unresolved]"))
	target := &rule.Rule{Family: ipv6, Priority: new(uint32(7)), Action: linux.FR_ACT_NOP}
	do(t, conn, rule.Add(target))
	w.Until(is(nlmsg.Changed, "inet6 6: from all goto 7"))
	do(t, conn, rule.Del(target))
	w.Until(is(nlmsg.Changed, "inet6 6: from all goto 7 [unresolved]"))
	do(t, conn, rule.Del(r))
	w.Until(is(nlmsg.Removed, detached))
	w.Converge()
}

// The rules of multicast routing are told by the groups of IPv4 and IPv6.
func TestWatchMulticastRules(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	need(t, conn, rule.FamilyIPMR, "CONFIG_IP_MROUTE_MULTIPLE_TABLES")
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	do(t, conn, rule.Add(&rule.Rule{Family: rule.FamilyIPMR, Priority: new(uint32(5)), Table: 100}))
	w.Until(is(nlmsg.Added, "ipmr 5: from all lookup 100"))
	w.Converge()
}

// Leaving the loop ends the watcher.
func TestWatchIsLeft(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	for ev, err := range rule.Watch(t.Context(), &nlmsg.Config{NetNS: ns}) {
		if err != nil || ev.Kind != nlmsg.Added {
			t.Errorf("%v, %v, want a rule that was added", ev.Kind, err)
		}
		break
	}
}

// Several at work at once, on the same rules: what the kernel tells of them may
// come in another order than they changed in.
func TestWatchConvergesWithSeveralAtWork(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	for n := range 10 {
		var work sync.WaitGroup
		for range 4 {
			own, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
			if err != nil {
				t.Fatal(err)
			}
			work.Go(func() {
				defer own.Close()
				for i := range 20 {
					r := &rule.Rule{Family: ipv4, Priority: new(uint32(1 + i%2)), Table: 100}
					_ = own.Do(rule.Append(r)) // of which the next deletes
					_ = own.Do(rule.Del(r))    // its own or another
				}
			})
		}
		work.Wait()
		do(t, conn, rule.Add(&rule.Rule{Family: ipv4, Priority: new(uint32(1000 + n)), Table: 100}))
		w.Until(func(ev event) bool { return ev.New != nil && *ev.New.Priority == uint32(1000+n) })
		w.Converge()
	}
}

// Whatever happens, the state becomes the kernel's.
func TestWatchConverges(t *testing.T) {
	for name, buffer := range map[string]int{"all seen": 0, "overruns": 4 << 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dial(t)
			rnd := rand.New(rand.NewPCG(1, 2))
			w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: buffer})
			for n := range 30 {
				for range rnd.IntN(30) {
					r := &rule.Rule{Family: []uint8{ipv4, ipv6}[rnd.IntN(2)], Priority: new(uint32(1 + rnd.IntN(3)))}
					switch rnd.IntN(4) {
					case 0:
						r.IIF, r.Table = "veth8", 100
					case 1:
						r.Goto = *r.Priority + 1
					default:
						r.Table = uint32(100 + rnd.IntN(2))
					}
					reqs := []nlmsg.Request{rule.Add(r), rule.Append(r), rule.Del(r), rule.Del(r),
						link.Add(&link.Link{Name: "veth8", Data: &link.Veth{Peer: &link.Link{Name: "veth9"}}}), link.Del(link.Name("veth8"))}
					_ = conn.Do(reqs[rnd.IntN(len(reqs))]) // which the kernel may refuse
				}
				marker := &rule.Rule{Family: ipv4, Priority: new(uint32(1000 + n)), Table: 100}
				do(t, conn, rule.Add(marker))
				w.Until(func(ev event) bool { return ev.New != nil && *ev.New.Priority == *marker.Priority })
				w.Converge()
			}
		})
	}
}
