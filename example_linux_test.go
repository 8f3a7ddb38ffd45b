package rawnl_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func pair(a, b *os.File) error {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: a})
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Do( // one sendmsg for both
		link.Add(&link.Link{Name: "veth0", Data: &link.Veth{
			Peer: &link.Link{Name: "eth0", NetNS: link.NSFile(b)},
		}}),
		link.SetUp(link.Name("veth0")),
	)
}

func configure(conn *nlmsg.Conn) error {
	eth0, err := link.Get(conn, link.Name("eth0")) // one request, not a dump
	if err != nil {
		return err // errors.Is(err, fs.ErrNotExist) if there is none
	}
	return conn.Do(
		link.SetUp(eth0),
		addr.Add(&addr.Addr{Index: eth0.Index, Prefix: netip.MustParsePrefix("192.0.2.10/24")}),
		route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: netip.MustParseAddr("192.0.2.1")}),
	)
}

func overlay(conn *nlmsg.Conn, remote, host netip.Addr, mac net.HardwareAddr) error {
	vx, err := link.Create(conn, &link.Link{Name: "vx0", Flags: unix.IFF_UP, Data: &link.VXLAN{
		ID: new(uint32(42)), Port: 4789, Learning: new(false),
	}})
	if err != nil {
		return err
	}
	return conn.Do(
		neigh.AddFDB(&neigh.FDB{Index: vx.Index, MAC: mac, Dst: remote, State: neigh.StatePermanent}),
		neigh.Replace(&neigh.Neigh{Index: vx.Index, Dst: host, LLAddr: mac, State: neigh.StatePermanent}),
	)
}

func follow(ctx context.Context, out io.Writer) error {
	for ev, err := range link.Watch(ctx, nil) { // first the links there are, then each change
		if err != nil {
			return err
		}
		switch ev.Kind {
		case nlmsg.Added, nlmsg.Changed:
			fmt.Fprintln(out, ev.Kind, ev.New, ev.New.OperState)
		case nlmsg.Removed:
			fmt.Fprintln(out, ev.Kind, ev.Old)
		}
	}
	return nil
}

func bytesOf(name string) ([]byte, error) {
	return link.Add(&link.Link{Name: name, Data: &link.Bridge{}}).AppendBinary(nil)
}

// Two namespaces, connected, one of them configured.
func Example() {
	a, err := netns.New()
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()
	b, err := netns.New()
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	if err := pair(a, b); err != nil {
		log.Fatal(err)
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: b})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	if err := configure(conn); err != nil {
		log.Fatal(err)
	}
}

// The exact bytes of a request, on a little-endian machine.
func Example_bytes() {
	b, err := bytesOf("br0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(hex.Dump(b))
	// Output:
	// 00000000  38 00 00 00 10 00 05 06  00 00 00 00 00 00 00 00  |8...............|
	// 00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
	// 00000020  08 00 03 00 62 72 30 00  10 00 12 80 0b 00 01 00  |....br0.........|
	// 00000030  62 72 69 64 67 65 00 00                           |bridge..|
}

// Several watchers in one loop: each runs in a goroutine of its own, and all hand
// over what they see.
func Example_severalWatchers() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	seen := make(chan string)
	go pass(ctx, seen, link.Watch(ctx, nil))
	go pass(ctx, seen, addr.Watch(ctx, nil))
	go pass(ctx, seen, route.Watch(ctx, nil))
	for {
		select {
		case line := <-seen:
			fmt.Println(line)
		case <-ctx.Done():
			return
		}
	}
}

// pass hands over in words what a watcher sees, until ctx ends.
func pass[T any](ctx context.Context, to chan<- string, events iter.Seq2[nlmsg.Event[T], error]) {
	for ev, err := range events {
		line := ""
		switch {
		case err != nil:
			line = err.Error()
		case ev.Kind == nlmsg.Removed:
			line = fmt.Sprint(ev.Kind, " ", ev.Old)
		case ev.Kind != nlmsg.Synced:
			line = fmt.Sprint(ev.Kind, " ", ev.New)
		}
		select {
		case to <- line:
		case <-ctx.Done():
			return
		}
	}
}
