//go:build linux

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
)

// network is a bridge. Its addresses are those of the gateway, by which its
// containers reach what is elsewhere, if it is not internal.
type network struct {
	name       string
	ipv4, ipv6 netip.Prefix
	internal   bool

	bridge       *link.Link
	last4, last6 netip.Addr // given out last
}

// create makes a network, in the order of libnetwork's bridge driver.
func (e *engine) create(ctx context.Context, n *network) error {
	n.last4, n.last6 = n.ipv4.Addr(), n.ipv6.Addr()
	mac := randomMAC()
	err := e.run(ctx, step{
		command: fmt.Sprintf("ip link add %s address %v type bridge", n.name, mac),
		do: func() (err error) {
			// Without a MAC address of its own a bridge takes the lowest of its
			// ports, and changes it as they come and go.
			n.bridge, err = link.Create(e.conn, &link.Link{Name: n.name, HardwareAddr: mac, Data: &link.Bridge{}})
			return err
		},
		undo: &step{
			command: "ip link del " + n.name,
			do:      func() error { return e.conn.Do(link.Del(link.Name(n.name))) },
		},
	})
	if err != nil {
		return err
	}
	if err := e.forward(ctx, n); err != nil {
		return err
	}
	a4 := &addr.Addr{Index: n.bridge.Index, Prefix: n.ipv4, Broadcast: addr.Broadcast(n.ipv4)}
	// Without detection of duplicates the address can be used at once. Nobody
	// else can have it: the network is new.
	a6 := &addr.Addr{Index: n.bridge.Index, Prefix: n.ipv6, Flags: unix.IFA_F_NODAD}
	return e.batch(ctx, e.conn, "ip",
		request{command: fmt.Sprintf("addr add %v brd + dev %s", n.ipv4, n.name), Request: addr.Add(a4)},
		request{command: fmt.Sprintf("addr add %v nodad dev %s", n.ipv6, n.name), Request: addr.Add(a6)},
		request{command: fmt.Sprintf("link set %s up", n.name), Request: link.SetUp(n.bridge)})
}

// forward makes the machine a router between its networks, and not a host that
// believes what containers say as routers.
func (e *engine) forward(ctx context.Context, n *network) error {
	acceptRA, err := ipv6Conf(n.name, "accept_ra")
	if err != nil {
		return err
	}
	// The setting for all also changes that of every interface and the default,
	// so it is the last one to be set, and the first one to be set back.
	for _, s := range []struct {
		name  sysctl
		value string
	}{{acceptRA, "0"}, {ipv4Forward, "1"}, {ipv6ForwardDefault, "1"}, {ipv6ForwardAll, "1"}} {
		if err := e.set(ctx, s.name, s.value); err != nil {
			return err
		}
	}
	return nil
}

// next gives out the next addresses.
func (n *network) next() (ipv4, ipv6 netip.Prefix) {
	n.last4, n.last6 = n.last4.Next(), n.last6.Next()
	return netip.PrefixFrom(n.last4, n.ipv4.Bits()), netip.PrefixFrom(n.last6, n.ipv6.Bits())
}

// randomMAC returns a random MAC address of a single interface (not a group:
// bit 0 of the first byte), locally administered (bit 1), so that it is no
// manufacturer's.
func randomMAC() net.HardwareAddr {
	mac := make(net.HardwareAddr, 6)
	rand.Read(mac)
	mac[0] = mac[0]&0xfe | 0x02
	return mac
}
