//go:build linux

package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/route"
)

// endpoint is where a container is connected with a network: a veth pair, one
// end of which is a port of the bridge.
type endpoint struct {
	container *container
	network   *network

	index  int    // of both ends, each in its own namespace
	port   string // the end that is a port of the bridge
	inside string // the end in the container, until it is renamed
	name   string // and from then on: eth0, eth1, ...

	mac        net.HardwareAddr
	ipv4, ipv6 netip.Prefix
}

// connect connects a container with a network.
func (e *engine) connect(ctx context.Context, c *container, n *network) error {
	p, err := e.newEndpoint(c, n)
	if err != nil {
		return err
	}
	for _, do := range []func(context.Context, *endpoint) error{e.plug, e.configure, e.wait, e.announce} {
		if err := do(ctx, p); err != nil {
			return err
		}
	}
	c.endpoints = append(c.endpoints, p)
	return nil
}

func (e *engine) newEndpoint(c *container, n *network) (*endpoint, error) {
	name, err := c.freeName()
	if err != nil {
		return nil, err
	}
	e.lastIndex++
	p := &endpoint{
		container: c, network: n, index: e.lastIndex,
		port: randomName(), inside: randomName(), name: name, mac: randomMAC(),
	}
	p.ipv4, p.ipv6 = n.next()
	return p, nil
}

// plug makes the pair: by one request the one end is born as a port of the
// bridge and the other one in the container. The second request, in the same
// batch, sets the port up as Docker does, in a step of its own: the kernel would
// also let it be born up, though not its peer.
//
// The indexes are chosen here for what follows to name the end inside by it
// without having to ask. The kernel gives the peer the index that is asked for
// only if the first end has asked for one, too.
func (e *engine) plug(ctx context.Context, p *endpoint) error {
	c, n := p.container, p.network
	pair := &link.Link{
		Name: p.port, Index: p.index, MTU: e.mtu, Master: new(n.bridge.Index),
		Data: &link.Veth{Peer: &link.Link{Name: p.inside, Index: p.index, NetNS: link.NSFile(c.ns)}},
	}
	return e.batch(ctx, e.conn, "ip",
		request{
			command: fmt.Sprintf("link add %s index %d mtu %d master %s type veth peer %s index %d netns %s",
				p.port, p.index, e.mtu, n.name, p.inside, p.index, c.name),
			Request: link.Add(pair),
			undo: &step{
				command: "ip link del " + p.port,
				do:      func() error { return e.conn.Do(link.Del(link.Name(p.port))) },
			},
		},
		request{command: fmt.Sprintf("link set %s up", p.port), Request: link.SetUp(link.Name(p.port))})
}

// configure makes the end inside what containers expect, in one batch again.
// It could have been born as eth0 in its namespace. Docker often makes both ends
// on the machine, where that name may well be taken, and so it renames.
func (e *engine) configure(ctx context.Context, p *endpoint) error {
	eth := link.Index(p.index)
	reqs := []request{
		{command: "link set lo up", Request: link.SetUp(link.Name("lo"))},
		{
			command: fmt.Sprintf("link set %s name %s address %v mtu %d", p.inside, p.name, p.mac, e.mtu),
			Request: link.Set(eth, &link.Link{Name: p.name, HardwareAddr: p.mac, MTU: e.mtu}),
		},
		{
			command: fmt.Sprintf("addr add %v brd + dev %s", p.ipv4, p.name),
			Request: addr.Add(&addr.Addr{Index: p.index, Prefix: p.ipv4, Broadcast: addr.Broadcast(p.ipv4)}),
		},
		{
			command: fmt.Sprintf("addr add %v nodad dev %s", p.ipv6, p.name),
			Request: addr.Add(&addr.Addr{Index: p.index, Prefix: p.ipv6, Flags: unix.IFA_F_NODAD}),
		},
		{command: fmt.Sprintf("link set %s up", p.name), Request: link.SetUp(eth)},
	}
	if n := p.network; !n.internal {
		reqs = append(reqs,
			request{
				command: fmt.Sprintf("route add default via %v", n.ipv4.Addr()),
				Request: route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: n.ipv4.Addr()}),
			},
			request{
				command: fmt.Sprintf("route add default via %v", n.ipv6.Addr()),
				Request: route.Add(&route.Route{Dst: route.DefaultIPv6(), Gateway: n.ipv6.Addr()}),
			})
	}
	return e.batch(ctx, p.container.conn, "ip -n "+p.container.name, reqs...)
}

// wait waits until the kernel tells that the port forwards and that the end
// inside can pass packets.
func (e *engine) wait(ctx context.Context, p *endpoint) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	forwards := func(l *link.Link) bool {
		port, ok := l.Port.(*link.BridgePort)
		return ok && port.State != nil && *port.State == link.PortForwarding
	}
	up := func(l *link.Link) bool { return l.OperState == link.OperUp }
	return e.run(ctx, step{
		command: fmt.Sprintf("ip monitor link   # until %s forwards and %s is up", p.port, p.name),
		do: func() error {
			if _, err := link.Wait(ctx, e.conn, e.events, link.Name(p.port), forwards); err != nil {
				return err
			}
			c := p.container
			_, err := link.Wait(ctx, c.conn, c.events, link.Name(p.name), up)
			return err
		},
	})
}

// randomName returns a name such as Docker gives the ends of veth pairs.
func randomName() string {
	b := make([]byte, 4)
	rand.Read(b)
	return "veth" + hex.EncodeToString(b)[:7]
}
