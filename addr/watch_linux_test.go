package addr_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"math/rand/v2"
	"net/netip"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func newWatch(t testing.TB, conn *nlmsg.Conn, cfg *nlmsg.Config) *testwatch.Watch[addr.Addr] {
	t.Helper()
	return testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[addr.Addr], error] { return addr.Watch(ctx, cfg) },
		func() ([]addr.Addr, error) { return addr.List(conn) },
		func(a *addr.Addr) {
			a.Created, a.Updated = 0, 0
			a.Valid = min(a.Valid, 1)
			if a.Preferred != nil {
				a.Preferred = new(min(*a.Preferred, 1))
			}
		}, aged)
}

// added matches the event that says that there is the address.
func added(a *addr.Addr) func(nlmsg.Event[addr.Addr]) bool {
	return func(ev nlmsg.Event[addr.Addr]) bool {
		return ev.Kind == nlmsg.Added && ev.New.Index == a.Index && ev.New.Prefix == a.Prefix
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Sync()
	w.Converge()
	a := &addr.Addr{Index: veth0, Prefix: netip.MustParsePrefix("192.0.2.1/24"), Valid: time.Hour}
	settled := &addr.Addr{Index: veth0, Prefix: netip.MustParsePrefix("2001:db8::1/64")}
	do := func(r ...nlmsg.Request) {
		t.Helper()
		if err := conn.Do(r...); err != nil {
			t.Fatal(err)
		}
	}

	// That an address is valid for longer is no event, that it is deprecated is.
	do(addr.Add(a))
	w.Until(added(a))
	a.Valid = 2 * time.Hour
	do(addr.Replace(a))
	a.Preferred = new(time.Duration(0))
	do(addr.Replace(a))
	ev := w.Until(func(ev nlmsg.Event[addr.Addr]) bool { return ev.New != nil && ev.New.Prefix == a.Prefix })
	if ev.Kind != nlmsg.Changed || ev.New.Flags&unix.IFA_F_DEPRECATED == 0 {
		t.Errorf("%v %+v, want it changed and deprecated", ev.Kind, ev.New)
	}
	do(addr.Add(settled))
	w.Until(func(ev nlmsg.Event[addr.Addr]) bool {
		return ev.New != nil && ev.New.Prefix == settled.Prefix && ev.New.Settled()
	})
	settled.Peer = netip.MustParseAddr("2001:db8::77")
	do(addr.Replace(settled))
	w.Until(func(ev nlmsg.Event[addr.Addr]) bool { return ev.Kind == nlmsg.Changed && ev.New.Peer == settled.Peer })
	do(addr.Del(a))
	w.Until(func(ev nlmsg.Event[addr.Addr]) bool { return ev.Kind == nlmsg.Removed && ev.Old.Prefix == a.Prefix })
	w.Converge()
}

// Addresses of IPv6 that are kept while their link is down become tentative,
// which the kernel does not tell.
func TestWatchSeesKeptAddresses(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	err := nsthread.Run(ns, func() error {
		const conf = "/proc/sys/net/ipv6/conf/veth0/"
		return errors.Join(os.WriteFile(conf+"keep_addr_on_down", []byte("1"), 0o644),
			os.WriteFile(conf+"accept_dad", []byte("0"), 0o644)) // no need to wait for that
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EROFS) || errors.Is(err, fs.ErrPermission) {
		t.Skipf("needs keep_addr_on_down: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	a := &addr.Addr{Index: veth0, Prefix: netip.MustParsePrefix("2001:db8::1/64")}
	if err := conn.Do(addr.Add(a)); err != nil {
		t.Fatal(err)
	}
	w := newWatch(t, conn, &nlmsg.Config{NetNS: ns})
	w.Until(func(ev nlmsg.Event[addr.Addr]) bool {
		return ev.New != nil && ev.New.Prefix == a.Prefix && ev.New.Flags&unix.IFA_F_TENTATIVE == 0
	})
	if err := conn.Do(link.SetDown(link.Index(veth0))); err != nil {
		t.Fatal(err)
	}
	w.Until(func(ev nlmsg.Event[addr.Addr]) bool {
		return ev.Kind == nlmsg.Changed && ev.New.Prefix == a.Prefix && ev.New.Flags&unix.IFA_F_TENTATIVE != 0
	})
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
					index := veth0 + rnd.IntN(2)
					a := &addr.Addr{Index: index, Prefix: netip.MustParsePrefix([]string{
						"192.0.2.1/24", "192.0.2.2/24", "192.0.2.2/32", "2001:db8::1/64", "2001:db8::2/64"}[rnd.IntN(5)])}
					switch rnd.IntN(4) {
					case 0:
						a.Valid = time.Duration(1+rnd.IntN(3)) * time.Hour
					case 1:
						a.Peer = netip.MustParseAddr([]string{"192.0.2.77", "2001:db8::77"}[rnd.IntN(2)])
					}
					reqs := []nlmsg.Request{addr.Add(a), addr.Add(a), addr.Replace(a), addr.Replace(a), addr.Del(a),
						link.SetUp(link.Index(index)), link.SetUp(link.Index(index)), link.SetDown(link.Index(index))}
					_ = conn.Do(reqs[rnd.IntN(len(reqs))]) // which the kernel may refuse
				}
				marker := &addr.Addr{Index: lo, Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{240, 0, 0, byte(n)}), 32)}
				if err := conn.Do(addr.Add(marker)); err != nil {
					t.Fatal(err)
				}
				w.Until(added(marker))
				w.Converge()
			}
		})
	}
}
