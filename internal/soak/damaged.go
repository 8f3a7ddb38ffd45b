//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// startDamaged sends requests of which some bytes were changed. The kernel
// carries them out or refuses them with an errno, and the connection works
// afterwards. What they leave behind goes with its namespace.
func startDamaged(w *worker) (func() error, error) {
	d := &damaged{worker: w}
	w.onClose(func() error { return d.leave() })
	return func() error {
		if d.conn == nil || w.chance(20) {
			if err := errors.Join(d.leave(), d.enter()); err != nil {
				return err
			}
		}
		for range 50 {
			if err := d.send(); err != nil {
				return err
			}
		}
		l, err := read(w, func() (*link.Link, error) { return link.Get(d.conn, link.Index(1)) })
		if err == nil && l.Index != 1 {
			err = fmt.Errorf("asked for link 1, got %d", l.Index)
		}
		return err
	}, nil
}

// damaged has a namespace to try damaged requests in.
type damaged struct {
	*worker
	ns   *os.File
	conn *nlmsg.Conn
}

func (d *damaged) enter() (err error) {
	if d.ns, err = netns.New(); err != nil {
		return err
	}
	if d.conn, err = d.dial(d.ns); err != nil {
		return err
	}
	return d.do(d.conn,
		link.Add(&link.Link{
			Name: "veth0", Index: 2, Flags: unix.IFF_UP,
			Data: &link.Veth{Peer: &link.Link{Name: "veth1", Index: 3}},
		}),
		link.SetUp(link.Index(3)))
}

func (d *damaged) leave() error {
	if d.conn == nil {
		return nil
	}
	err := errors.Join(d.conn.Close(), d.ns.Close())
	d.conn = nil
	return err
}

// requests are what is damaged, with the length of the header before the
// attributes, and the attributes that may be in it.
var requests = []struct {
	request nlmsg.Request
	header  int
	attrs   []uint16
}{
	{link.Set(link.Index(2), &link.Link{MTU: 1400, TxQLen: new(uint32(10)), Group: new(uint32(3)), Alias: new("alias")}), 16,
		[]uint16{unix.IFLA_ADDRESS, unix.IFLA_BROADCAST, unix.IFLA_IFNAME, unix.IFLA_MTU, unix.IFLA_TXQLEN, unix.IFLA_GROUP, unix.IFLA_IFALIAS, unix.IFLA_LINKMODE}},
	{addr.Add(&addr.Addr{Index: 2, Prefix: netip.MustParsePrefix("192.0.2.1/24"), Label: "veth0:1", Flags: unix.IFA_F_NOPREFIXROUTE}), 8,
		[]uint16{unix.IFA_ADDRESS, unix.IFA_LOCAL, unix.IFA_LABEL, unix.IFA_BROADCAST, unix.IFA_CACHEINFO, unix.IFA_FLAGS, unix.IFA_RT_PRIORITY}},
	{addr.Add(&addr.Addr{Index: 2, Prefix: netip.MustParsePrefix("2001:db8::1/64"), Flags: unix.IFA_F_NODAD}), 8,
		[]uint16{unix.IFA_ADDRESS, unix.IFA_LOCAL, unix.IFA_CACHEINFO, unix.IFA_FLAGS, unix.IFA_RT_PRIORITY}},
	{route.Add(&route.Route{Dst: netip.MustParsePrefix("198.51.100.0/24"), OIF: 2, Priority: 5, Metrics: &route.Metrics{MTU: 1400}}), 12,
		[]uint16{unix.RTA_DST, unix.RTA_OIF, unix.RTA_GATEWAY, unix.RTA_PRIORITY, unix.RTA_PREFSRC, unix.RTA_METRICS, unix.RTA_FLOW, unix.RTA_TABLE}},
	{route.Add(&route.Route{Dst: netip.MustParsePrefix("2001:db8:1::/64"), OIF: 2, Priority: 5, Pref: route.PrefHigh}), 12,
		[]uint16{unix.RTA_DST, unix.RTA_OIF, unix.RTA_GATEWAY, unix.RTA_PRIORITY, unix.RTA_PREFSRC, unix.RTA_METRICS, unix.RTA_TABLE, unix.RTA_PREF}},
}

// send sends a damaged request.
func (d *damaged) send() error {
	r := requests[d.rng.IntN(len(requests))]
	body, err := r.request.AppendBinary(nil)
	if err != nil {
		return err
	}
	body = body[nlmsg.HeaderLen:]
	for range 1 + d.rng.IntN(3) {
		// The family, the first byte, stays: others have other attributes.
		body[1+d.rng.IntN(len(body)-1)] ^= 1 << d.rng.IntN(8)
	}
	if !within(body[r.header:], r.attrs) {
		return nil
	}
	damaged := r.request
	damaged.Body = raw(body)
	err = d.do(d.conn, damaged)
	var errno syscall.Errno
	if errors.As(err, &errno) && !errors.Is(err, nlmsg.ErrOutcomeUnknown) && !errors.Is(err, nlmsg.ErrNotSent) {
		d.failed(err)
		return nil
	}
	return err
}

// within reports whether the kernel, as it walks through attributes, comes to no
// others than allowed. Some lead out of the namespace, or to code of the kernel
// that nobody should call with random bytes on a machine that is needed.
func within(b []byte, allowed []uint16) bool {
	for len(b) >= unix.SizeofRtAttr {
		n, typ := int(binary.NativeEndian.Uint16(b)), binary.NativeEndian.Uint16(b[2:])
		if n < unix.SizeofRtAttr || n > len(b) {
			return true // where the kernel stops
		}
		if !slices.Contains(allowed, typ&^(unix.NLA_F_NESTED|unix.NLA_F_NET_BYTEORDER)) {
			return false
		}
		b = b[min(len(b), (n+3)&^3):]
	}
	return true
}

// raw is a body that is sent as it is.
type raw []byte

func (r raw) AppendBinary(b []byte) ([]byte, error) { return append(b, r...), nil }
