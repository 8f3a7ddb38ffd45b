//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// network is the network being built.
type network struct {
	out    io.Writer
	trace  func(nlmsg.Direction, []byte)
	conn   *nlmsg.Conn // where the bridge is
	events *nlmsg.Conn // what happens to links there
	hosts  []*host
	undo   []step // what takes away what was built, first things first
}

// host is a namespace with one end of a veth pair.
type host struct {
	name   string // of the namespace
	veth   string // the end inside
	port   string // the end that is a port of the bridge
	prefix netip.Prefix

	ns   *os.File
	conn *nlmsg.Conn
}

// step is one thing to do, with the command by which ip(8) would do it.
type step struct {
	command string
	do      func() error
}

// bridge is the name of the bridge.
const bridge = "br0"

func newNetwork(out io.Writer, verbose bool) (*network, error) {
	n := &network{out: out, hosts: []*host{
		{name: "ns1", veth: "veth0", port: "br-veth0", prefix: netip.MustParsePrefix("192.168.100.10/24")},
		{name: "ns2", veth: "veth1", port: "br-veth1", prefix: netip.MustParsePrefix("192.168.100.20/24")},
	}}
	if verbose {
		n.trace = explain.Tracer(out)
	}
	var err error
	if n.conn, err = n.dial(nil); err != nil {
		return nil, err
	}
	if n.events, err = n.dial(nil, unix.RTNLGRP_LINK); err != nil {
		n.conn.Close()
		return nil, err
	}
	return n, nil
}

func (n *network) dial(ns *os.File, groups ...uint32) (*nlmsg.Conn, error) {
	return nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: groups, Trace: n.trace})
}

func (n *network) title(s string) { fmt.Fprintf(n.out, "\n# %s\n", s) }

// run does steps, and remembers those that undo the first of them.
func (n *network) run(ctx context.Context, s step, undo ...step) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	fmt.Fprintln(n.out, s.command)
	if err := s.do(); err != nil {
		return err
	}
	n.undo = append(n.undo, undo...)
	return nil
}

// request returns a step that makes one request.
func (n *network) request(command string, r nlmsg.Request) step {
	return step{command, func() error { return n.conn.Do(r) }}
}

// build builds the network, one request a step.
func (n *network) build(ctx context.Context) error {
	var br *link.Link
	err := n.run(ctx, step{"ip link add br0 type bridge", func() (err error) {
		br, err = link.Create(n.conn, &link.Link{Name: bridge, Data: &link.Bridge{}})
		return err
	}}, n.request("ip link del br0", link.Del(link.Name(bridge))))
	if err != nil {
		return err
	}
	if err := n.run(ctx, n.request("ip link set br0 up", link.SetUp(br))); err != nil {
		return err
	}
	for _, h := range n.hosts {
		if err := n.addHost(ctx, h); err != nil {
			return err
		}
	}
	for _, h := range n.hosts {
		if err := n.plug(ctx, h, br); err != nil {
			return err
		}
	}
	return n.forwarding(ctx)
}

// addHost makes a namespace.
func (n *network) addHost(ctx context.Context, h *host) error {
	return n.run(ctx, step{"ip netns add " + h.name, func() (err error) {
		if h.ns, err = netns.Create(h.name); err != nil {
			return err
		}
		h.conn, err = n.dial(h.ns)
		return err
	}}, step{"ip netns del " + h.name, func() error { return netns.Delete(h.name) }})
}

// plug connects a namespace with the bridge.
func (n *network) plug(ctx context.Context, h *host, br *link.Link) error {
	inside := func(command string, r nlmsg.Request) step {
		return step{fmt.Sprintf("ip -n %s %s", h.name, command), func() error { return h.conn.Do(r) }}
	}
	pair := &link.Link{Name: h.veth, Data: &link.Veth{Peer: &link.Link{Name: h.port}}}
	err := n.run(ctx,
		n.request(fmt.Sprintf("ip link add %s type veth peer %s", h.veth, h.port), link.Add(pair)),
		n.request("ip link del "+h.port, link.Del(link.Name(h.port))))
	if err != nil {
		return err
	}
	for _, s := range []step{
		n.request(fmt.Sprintf("ip link set %s netns %s", h.veth, h.name), link.SetNetNS(link.Name(h.veth), link.NSFile(h.ns))),
		n.request(fmt.Sprintf("ip link set %s master br0", h.port), link.SetMaster(link.Name(h.port), br)),
		n.request(fmt.Sprintf("ip link set %s up", h.port), link.SetUp(link.Name(h.port))),
		inside(fmt.Sprintf("link set %s up", h.veth), link.SetUp(link.Name(h.veth))),
	} {
		if err := n.run(ctx, s); err != nil {
			return err
		}
	}
	// An address names its interface by index, the one thing that the
	// requests so far did without.
	veth, err := link.Get(h.conn, link.Name(h.veth))
	if err != nil {
		return err
	}
	a := &addr.Addr{Index: veth.Index, Prefix: h.prefix, Broadcast: addr.Broadcast(h.prefix)}
	return n.run(ctx, inside(fmt.Sprintf("addr add %v brd + dev %s", h.prefix, h.veth), addr.Add(a)))
}

// forwarding waits until the kernel tells that both ports forward.
func (n *network) forwarding(ctx context.Context) error {
	for _, h := range n.hosts {
		forwards := func(l *link.Link) bool {
			port, ok := l.Port.(*link.BridgePort)
			return ok && port.State != nil && *port.State == link.PortForwarding
		}
		if _, err := link.Wait(ctx, n.conn, n.events, link.Name(h.port), forwards); err != nil {
			return err
		}
	}
	return nil
}

// remove takes away what was built, last things first, as far as it goes.
func (n *network) remove() error {
	if len(n.undo) == 0 {
		return nil
	}
	n.title("removed")
	var errs []error
	for _, s := range slices.Backward(n.undo) {
		fmt.Fprintln(n.out, s.command)
		errs = append(errs, s.do())
	}
	n.undo = nil
	return errors.Join(errs...)
}

// gone checks that the kernel has none of the network any more.
func (n *network) gone() error {
	links, err := link.List(n.conn)
	if err != nil {
		return err
	}
	var left []string
	for _, l := range links {
		if n.owns(l) {
			left = append(left, l.Name)
		}
	}
	if left != nil {
		return fmt.Errorf("still there: %v", left)
	}
	fmt.Fprintln(n.out, "and the kernel has none of it any more")
	return nil
}

// owns reports whether l is the bridge or one of its ports.
func (n *network) owns(l link.Link) bool {
	return l.Name == bridge || slices.ContainsFunc(n.hosts, func(h *host) bool { return l.Name == h.port })
}

// close closes what is open.
func (n *network) close() {
	n.conn.Close()
	n.events.Close()
	for _, h := range n.hosts {
		if h.conn != nil {
			h.conn.Close()
		}
		if h.ns != nil {
			h.ns.Close()
		}
	}
}
