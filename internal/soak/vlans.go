//go:build linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/link"
)

// startVLANs makes the port of a bridge a member of VLANs, by ranges, and keeps
// account of which.
func startVLANs(w *worker) (func() error, error) {
	port, err := w.pair()
	if err != nil {
		return nil, err
	}
	br := w.index(10)
	err = w.do(w.conn, link.Add(&link.Link{
		Name: w.name("br", 0), Index: br, Data: &link.Bridge{VLANFiltering: new(true), VLANDefaultPVID: new(uint16(0))},
	}))
	if err != nil {
		if err = w.mayFail(err, unix.EOPNOTSUPP); err == nil {
			err = errLacking
		}
		return nil, err
	}
	w.onClose(func() error { return w.do(w.conn, link.Del(link.Index(br))) })
	if err := w.do(w.conn, link.SetMaster(link.Index(port), link.Index(br))); err != nil {
		return nil, err
	}
	member := make(map[uint16]bool)
	return func() error {
		for range 10 {
			first := 1 + uint16(w.rng.IntN(200))
			last := first + 1 + uint16(w.rng.IntN(20))
			v := bridge.VLAN{ID: first, Last: last}
			add := w.chance(2)
			r := bridge.DelVLANs(port, v)
			if add {
				r = bridge.AddVLANs(port, v)
			}
			// Those that the port is no member of are deleted all the same.
			if err := w.do(w.conn, r); err != nil {
				return err
			}
			for id := first; id <= last; id++ {
				member[id] = add
			}
		}
		return w.hasVLANs(port, member)
	}, nil
}

// hasVLANs holds the account against what the kernel has.
func (w *worker) hasVLANs(port int, member map[uint16]bool) error {
	all, whole, err := list(w, func() ([]bridge.VLANs, error) { return bridge.VLANFilter{Index: port}.List(w.conn) })
	if err != nil || !whole {
		return err
	}
	listed := make(map[uint16]bool)
	for _, vs := range all {
		for _, v := range vs.List {
			for id := v.ID; id <= max(v.ID, v.Last); id++ {
				listed[id] = true
			}
		}
	}
	for id := range uint16(300) {
		if listed[id] != member[id] {
			return fmt.Errorf("VLAN %d: listed %v, must be %v", id, listed[id], member[id])
		}
	}
	return nil
}
