//go:build linux

package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
)

// megabytes is how much goes each way by TCP.
const megabytes = 8

// prove sends an ICMP echo and some megabytes of TCP both ways between the
// hosts, and checks that the bridge's ports counted them.
func (n *network) prove(ctx context.Context) error {
	before, err := n.counters()
	if err != nil {
		return err
	}
	a, b := n.hosts[0], n.hosts[1]
	for _, way := range [][2]*host{{a, b}, {b, a}} {
		from, to := way[0], way[1]
		rtt, err := ping(ctx, from.ns, from.prefix.Addr(), to.prefix.Addr())
		if err != nil {
			return fmt.Errorf("ICMP echo from %s to %s: %w", from.name, to.name, err)
		}
		fmt.Fprintf(n.out, "ICMP echo %s -> %s: answered by %v in %v\n", from.name, to.name, to.prefix.Addr(), rtt.Round(time.Microsecond))
	}
	if err := exchange(ctx, a, b); err != nil {
		return fmt.Errorf("TCP between %s and %s: %w", a.name, b.name, err)
	}
	fmt.Fprintf(n.out, "TCP %s <-> %s: %d MiB each way, SHA-256 of both equal at both ends\n", a.name, b.name, megabytes)
	after, err := n.counters()
	if err != nil {
		return err
	}
	return n.count(before, after)
}

// counters reads the statistics of the bridge's ports.
func (n *network) counters() ([]link.Stats, error) {
	var all []link.Stats
	for _, h := range n.hosts {
		l, err := link.Get(n.conn, link.Name(h.port))
		if err != nil {
			return nil, err
		}
		if l.Stats == nil {
			return nil, fmt.Errorf("the kernel gives no statistics of %s", h.port)
		}
		all = append(all, *l.Stats)
	}
	return all, nil
}

// count checks that what was sent came by the ports of the bridge.
func (n *network) count(before, after []link.Stats) error {
	for i, h := range n.hosts {
		in := after[i].RxBytes - before[i].RxBytes
		out := after[i].TxBytes - before[i].TxBytes
		fmt.Fprintf(n.out, "%s counted %d bytes in %d packets from %s, %d bytes in %d packets to it\n",
			h.port, in, after[i].RxPackets-before[i].RxPackets, h.name, out, after[i].TxPackets-before[i].TxPackets)
		if in < megabytes<<20 || out < megabytes<<20 {
			return fmt.Errorf("%s counted less than the %d MiB that were sent each way", h.port, megabytes)
		}
	}
	return nil
}

// exchange sends some megabytes by TCP both ways at once.
func exchange(ctx context.Context, client, server *host) error {
	var l net.Listener
	err := netns.Do(server.ns, func() (err error) {
		l, err = net.Listen("tcp4", netip.AddrPortFrom(server.prefix.Addr(), 0).String())
		return err
	})
	if err != nil {
		return err
	}
	defer l.Close()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()

	served := make(chan error, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			served <- err
			return
		}
		served <- converse(ctx, c)
	}()
	var c net.Conn
	err = netns.Do(client.ns, func() (err error) {
		c, err = (&net.Dialer{LocalAddr: &net.TCPAddr{IP: client.prefix.Addr().AsSlice()}}).DialContext(ctx, "tcp4", l.Addr().String())
		return err
	})
	if err != nil {
		return err
	}
	return errors.Join(converse(ctx, c), <-served)
}

// converse sends random bytes and their digest, and checks those of the other
// side, all of it at once.
func converse(ctx context.Context, c net.Conn) error {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	sent := make(chan error, 1)
	go func() {
		h := sha256.New()
		_, err := io.CopyN(io.MultiWriter(c, h), rand.Reader, megabytes<<20)
		if err == nil {
			_, err = c.Write(h.Sum(nil))
		}
		sent <- err
	}()
	h := sha256.New()
	_, err := io.CopyN(h, c, megabytes<<20)
	if err != nil {
		return err
	}
	digest := make([]byte, sha256.Size)
	if _, err := io.ReadFull(c, digest); err != nil {
		return err
	}
	if string(digest) != string(h.Sum(nil)) {
		return errors.New("the bytes received are not those sent")
	}
	return <-sent
}

// ping sends an ICMP echo request from a namespace and waits for the answer.
func ping(ctx context.Context, ns *os.File, from, to netip.Addr) (time.Duration, error) {
	var c net.PacketConn
	err := netns.Do(ns, func() (err error) {
		c, err = net.ListenPacket("ip4:icmp", from.String())
		return err
	})
	if err != nil {
		return 0, err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return 0, err
	}
	start := time.Now()
	request := echoRequest()
	if _, err := c.WriteTo(request, &net.IPAddr{IP: to.AsSlice()}); err != nil {
		return 0, err
	}
	b := make([]byte, 1500)
	for {
		size, _, err := c.ReadFrom(b)
		if err != nil {
			return 0, err
		}
		// The answer differs in its type, 0, and so in its checksum.
		if size == len(request) && b[0] == 0 && string(b[4:size]) == string(request[4:]) {
			return time.Since(start), nil
		}
	}
}

// echoRequest returns an ICMP echo request, RFC 792.
func echoRequest() []byte {
	b := append([]byte{8, 0, 0, 0, 0x12, 0x34, 0, 1}, "is there anybody?"...)
	b = append(b, 0) // an even number of bytes, for the checksum
	var sum uint32
	for i := 0; i < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	sum = sum&0xffff + sum>>16
	sum += sum >> 16
	b[2], b[3] = byte(^sum>>8), byte(^sum)
	return b
}
