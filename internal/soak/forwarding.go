//go:build linux

package main

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
)

// startForwarding fills the forwarding database of a bridge, and that of a VXLAN
// if the kernel has it, and keeps account of both.
func startForwarding(w *worker) (func() error, error) {
	port, err := w.pair()
	if err != nil {
		return nil, err
	}
	br, vx := w.index(10), w.index(11)
	err = w.do(w.conn,
		link.Add(&link.Link{Name: w.name("br", 0), Index: br, Flags: unix.IFF_UP, Data: &link.Bridge{}}),
		link.SetMaster(link.Index(port), link.Index(br)))
	if err != nil {
		return nil, err
	}
	w.onClose(func() error { return w.do(w.conn, link.Del(link.Index(br))) })
	databases := []*database{{w, port, make(map[string]neigh.FDB)}}
	err = w.do(w.conn, link.Add(&link.Link{
		Name: w.name("vx", 0), Index: vx, Flags: unix.IFF_UP,
		Data: &link.VXLAN{ID: new(uint32(w.n)), Port: 4789, Learning: new(false)},
	}))
	if err == nil {
		databases = append(databases, &database{w, vx, make(map[string]neigh.FDB)})
		w.onClose(func() error { return w.do(w.conn, link.Del(link.Index(vx))) })
	} else if err = w.mayFail(err, unix.EOPNOTSUPP); err != nil {
		return nil, err
	} else {
		w.lacking("forwarding entries of a VXLAN")
	}
	return func() error {
		d := databases[w.rng.IntN(len(databases))]
		for range 20 {
			if err := d.change(); err != nil {
				return err
			}
		}
		return d.check()
	}, nil
}

// database is a forwarding database.
type database struct {
	*worker
	index   int // the port of a bridge, or the VXLAN
	account map[string]neigh.FDB
}

// entry returns one of twenty.
func (d *database) entry() neigh.FDB {
	f := neigh.FDB{Index: d.index, MAC: address(d.worker.n, d.rng.IntN(20)), State: neigh.StateNoARP}
	if d.index == d.worker.index(11) {
		f.State = neigh.StatePermanent
		f.Dst = netip.AddrFrom4([4]byte{198, 51, 100, byte(d.rng.IntN(200))})
	}
	return f
}

func (d *database) change() error {
	f := d.entry()
	request := f
	if request.State == neigh.StateNoARP {
		request.State |= neigh.StateReachable // "static", which is read as NoARP
	}
	old, there := d.account[f.MAC.String()]
	switch n := d.rng.IntN(3); {
	case n == 0 && there:
		request.Dst = old.Dst
		return d.refused(d.conn, unix.EEXIST, neigh.AddFDB(&request))
	case n == 0:
		d.account[f.MAC.String()] = f
		return d.do(d.conn, neigh.AddFDB(&request))
	case n == 1:
		d.account[f.MAC.String()] = f
		return d.do(d.conn, neigh.ReplaceFDB(&request))
	case there:
		delete(d.account, f.MAC.String())
		return d.do(d.conn, neigh.DelFDB(&neigh.FDB{Index: d.index, MAC: f.MAC, Dst: old.Dst}))
	}
	return d.refused(d.conn, unix.ENOENT, neigh.DelFDB(&neigh.FDB{Index: d.index, MAC: f.MAC, Dst: f.Dst}))
}

// check holds the account against what the kernel has, apart from the
// interfaces' own addresses, and from the copies that a bridge makes for VLANs.
func (d *database) check() error {
	all, whole, err := list(d.worker, func() ([]neigh.FDB, error) {
		return neigh.FDBFilter{Index: d.index}.List(d.conn)
	})
	if err != nil || !whole {
		return err
	}
	found := 0
	for i := range all {
		want, there := d.account[all[i].MAC.String()]
		if !there || all[i].VLAN != 0 {
			continue
		}
		found++
		if err := holds(&want, &all[i]); err != nil {
			return fmt.Errorf("forwarding entry %v: %w", all[i], err)
		}
	}
	if found != len(d.account) {
		return fmt.Errorf("%d of %d forwarding entries are listed: %v", found, len(d.account), all)
	}
	return nil
}
