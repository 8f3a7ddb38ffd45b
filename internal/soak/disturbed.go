//go:build linux

package main

import (
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// What nobody touches while the other process changes all else.
const (
	steadyLinks  = 40 // that many pairs
	steadyAddrs  = 4  // of each, of IPv4
	steadyRoutes = 500
	steadyIndex  = 500 // of the first link
	steadyTable  = 77
)

// churned returns a namespace and a connection in it, in which another process
// makes changes when it is told to.
func (w *worker) churned() (ns *os.File, conn *nlmsg.Conn, other *child, err error) {
	if ns, err = netns.New(); err != nil {
		return nil, nil, nil, err
	}
	w.onClose(ns.Close)
	if conn, err = w.dial(ns); err != nil {
		return nil, nil, nil, err
	}
	w.onClose(conn.Close)
	if other, err = startChild(ns, "churn"); err != nil {
		return nil, nil, nil, err
	}
	w.onClose(other.close)
	return ns, conn, other, nil
}

// startDisturbed lists links, addresses and routes while another process changes
// them. What nobody touches must be listed, once, or the list be said to have
// been interrupted.
func startDisturbed(w *worker) (func() error, error) {
	_, conn, other, err := w.churned()
	if err != nil {
		return nil, err
	}
	var reqs []nlmsg.Request
	for i := range steadyLinks {
		index := steadyIndex + 2*i
		reqs = append(reqs, link.Add(&link.Link{
			Name: fmt.Sprintf("steady%d", i), Index: index, Flags: unix.IFF_UP,
			Data: &link.Veth{Peer: &link.Link{Name: fmt.Sprintf("peer%d", i), Index: index + 1}},
		}))
		for j := range steadyAddrs {
			reqs = append(reqs, addr.Add(&addr.Addr{
				Index: index, Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 20, byte(i), byte(j)}), 32),
			}))
		}
	}
	for i := range steadyRoutes {
		dst := netip.AddrFrom4([4]byte{100, 64, byte(i >> 8), byte(i)})
		reqs = append(reqs, route.Add(&route.Route{Dst: netip.PrefixFrom(dst, 32), Table: steadyTable, OIF: steadyIndex}))
	}
	if err := w.do(conn, reqs...); err != nil {
		return nil, err
	}
	return func() error {
		if err := other.ask(w, "run"); err != nil {
			return err
		}
		var errs []error
		for range 5 {
			errs = append(errs,
				steady(w, "links", 2*steadyLinks, link.Filter{}, conn,
					func(l *link.Link) (int, bool) { return l.Index, l.Index < churnIndex && l.Index >= steadyIndex }),
				steady(w, "addresses", steadyAddrs*steadyLinks, addr.Filter{}, conn,
					func(a *addr.Addr) (netip.Prefix, bool) {
						return a.Prefix, a.Index < churnIndex && a.Prefix.Addr().Is4()
					}),
				steady(w, "routes", steadyRoutes, route.Filter{Family: unix.AF_INET}, conn,
					func(r *route.Route) (netip.Prefix, bool) { return r.Dst, r.Table == steadyTable }))
		}
		return errors.Join(errors.Join(errs...), other.ask(w, "pause"), other.ask(w, "tidy"))
	}, nil
}

// filter is that of a family.
type filter[T any] interface {
	List(*nlmsg.Conn) ([]T, error)
	All(*nlmsg.Conn) iter.Seq2[T, error]
}

// steady lists objects, of which n must be there: those for which key returns
// true, once each.
func steady[T any, K comparable](w *worker, what string, n int, f filter[T], conn *nlmsg.Conn, key func(*T) (K, bool)) error {
	objects, whole, err := list(w, func() ([]T, error) {
		if w.chance(2) {
			return f.List(conn) // which repeats what is interrupted
		}
		return collect(f.All(conn))
	})
	if err != nil || !whole {
		return err
	}
	seen := make(map[K]int)
	for i := range objects {
		if k, ours := key(&objects[i]); ours {
			if seen[k]++; seen[k] > 1 {
				return fmt.Errorf("of the %s %v is listed %d times", what, k, seen[k])
			}
		}
	}
	if len(seen) != n {
		return fmt.Errorf("%d of %d %s that nobody touches are listed, and nothing is said of an interruption", len(seen), n, what)
	}
	return nil
}

// collect returns what seq yields, and the error that ends it.
func collect[T any](seq iter.Seq2[T, error]) (all []T, err error) {
	for v, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}
