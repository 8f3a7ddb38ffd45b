//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
)

// pair makes a veth pair in the shared namespace, up and without addresses, for
// the length of the run, and returns the index of one end.
func (w *worker) pair() (index int, err error) {
	index = w.index(0)
	err = w.do(w.conn,
		link.Add(&link.Link{
			Name: w.name("veth", 0), Index: index,
			Data: &link.Veth{Peer: &link.Link{Name: w.name("veth", 1), Index: w.index(1)}},
		}),
		link.SetAddrGenMode(link.Index(index), link.AddrGenNone),
		link.SetAddrGenMode(link.Index(w.index(1)), link.AddrGenNone),
		link.SetUp(link.Index(index)),
		link.SetUp(link.Index(w.index(1))))
	if err == nil {
		w.onClose(func() error { return w.do(w.conn, link.Del(link.Index(index))) })
	}
	return index, err
}

// network returns a network of the worker's own, of IPv4 or IPv6, with its i-th
// address.
func (w *worker) network(v6 bool, i int) netip.Prefix {
	if v6 {
		return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, byte(w.n), byte(i), 15: 1}), 64)
	}
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(w.n), byte(i), 1}), 24)
}

// startAddresses gives an interface addresses and takes them away, and keeps
// account of which it must have.
func startAddresses(w *worker) (func() error, error) {
	index, err := w.pair()
	if err != nil {
		return nil, err
	}
	account := make(map[netip.Prefix]addr.Addr)
	return func() error {
		for range 10 {
			if err := w.changeAddress(index, account); err != nil {
				return err
			}
		}
		return w.hasAddresses(index, account)
	}, nil
}

func (w *worker) changeAddress(index int, account map[netip.Prefix]addr.Addr) error {
	v6 := w.chance(2)
	a := addr.Addr{Index: index, Prefix: w.network(v6, w.rng.IntN(16)), Priority: 1 + w.rng.Uint32N(100)}
	if v6 {
		a.Flags = unix.IFA_F_NODAD
	} else {
		a.Broadcast = addr.Broadcast(a.Prefix)
	}
	_, there := account[a.Prefix]
	switch n := w.rng.IntN(3); {
	case n == 0 && there:
		return w.refused(w.conn, unix.EEXIST, addr.Add(&a))
	case n == 0:
		account[a.Prefix] = a
		return w.do(w.conn, addr.Add(&a))
	case n == 1:
		if there {
			a.Broadcast = account[a.Prefix].Broadcast // which the kernel keeps
		}
		account[a.Prefix] = a
		return w.do(w.conn, addr.Replace(&a))
	case there:
		delete(account, a.Prefix)
		return w.do(w.conn, addr.Del(&addr.Addr{Index: index, Prefix: a.Prefix}))
	}
	return w.refused(w.conn, unix.EADDRNOTAVAIL, addr.Del(&addr.Addr{Index: index, Prefix: a.Prefix}))
}

// hasAddresses holds the account against what the kernel has.
func (w *worker) hasAddresses(index int, account map[netip.Prefix]addr.Addr) error {
	addrs, whole, err := list(w, func() ([]addr.Addr, error) { return addr.Filter{Index: index}.List(w.conn) })
	if err != nil || !whole {
		return err
	}
	if len(addrs) != len(account) {
		return fmt.Errorf("%d addresses are listed, there must be %d: %v", len(addrs), len(account), addrs)
	}
	for i := range addrs {
		want, there := account[addrs[i].Prefix]
		if !there {
			return fmt.Errorf("address %v is listed, and must not be there", addrs[i])
		}
		if err := holds(&want, &addrs[i], "Flags"); err != nil {
			return fmt.Errorf("address %v: %w", addrs[i], err)
		}
	}
	return nil
}
