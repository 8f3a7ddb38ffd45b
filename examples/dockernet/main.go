//go:build linux

// Dockernet does what Docker's bridge driver does, with this library alone and
// step by step: two networks, each a bridge, and two containers, each a process
// in namespaces of its own. It shows that they cannot reach each other as long
// as no network is common to both, connects them, and shows that they can.
//
//	+---- web -----+        +---------- client ----------+
//	|     eth0     |        |     eth1          eth0     |
//	|  172.18.0.2  |        |  172.18.0.3    172.19.0.2  |
//	| fd00:d0c::2  |        | fd00:d0c::3  fd00:d0c:1::2 |
//	+------|-------+        +------|--------------|------+
//	       +------- docker0 -------+           docker1
//	             172.18.0.1/16              172.19.0.1/16
//	            fd00:d0c::1/64            fd00:d0c:1::1/64
//
// Each step is printed as the command that does the same. The namespace of a
// container goes by its name there, as ip-netns(8) attach would have it, and
// where many requests are sent at once the command is ip -batch.
//
// All of it happens in namespaces of the program's own, which need no
// privilege, and nothing is left of it, however the program ends.
//
// Usage:
//
//	dockernet [-v] [-mtu bytes]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/userns"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("dockernet: ")
	if name, ok := containerName(); ok {
		if err := contain(name); err != nil {
			log.Fatalf("container %s: %v", name, err)
		}
		return
	}
	verbose := flag.Bool("v", false, "show every netlink message, both ways")
	mtu := flag.Int("mtu", 1500, "largest packet on the networks, in bytes (1280 to 65535)")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	// What is refused below 1280 is IPv6 (RFC 8200 section 5).
	if *mtu < 1280 || *mtu > 65535 {
		log.Fatalf("-mtu %d: want 1280 to 65535", *mtu)
	}
	if err := userns.Enter(); err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Stdout, *mtu, *verbose); err != nil {
		log.Fatal(err)
	}
}

// run tells the story, and takes away what it has built: also if something
// fails or ctx ends, which is an error at any time.
func run(ctx context.Context, out io.Writer, mtu int, verbose bool) (err error) {
	e, err := newEngine(out, mtu, verbose)
	if err != nil {
		return err
	}
	defer e.close()
	defer func() {
		if cause := context.Cause(ctx); cause != nil && errors.Is(err, ctx.Err()) && !errors.Is(err, cause) {
			err = fmt.Errorf("%w: %w", cause, err)
		}
		if err = errors.Join(err, e.remove()); err == nil {
			err = e.gone()
		}
		if err == nil {
			err = context.Cause(ctx)
		}
	}()
	return story(ctx, e)
}

// story is what happens.
func story(ctx context.Context, e *engine) error {
	docker0 := &network{
		name: "docker0",
		ipv4: netip.MustParsePrefix("172.18.0.1/16"),
		ipv6: netip.MustParsePrefix("fd00:d0c::1/64"),
	}
	docker1 := &network{
		name:     "docker1",
		internal: true,
		ipv4:     netip.MustParsePrefix("172.19.0.1/16"),
		ipv6:     netip.MustParsePrefix("fd00:d0c:1::1/64"),
	}
	web, client := &container{name: "web"}, &container{name: "client"}

	for _, stage := range []struct {
		title string
		do    func() error
	}{
		{"docker network create docker0", func() error { return e.create(ctx, docker0) }},
		{"docker network create --internal docker1", func() error { return e.create(ctx, docker1) }},
		{"docker run --network docker0 --name web", func() error { return e.start(ctx, web, docker0) }},
		{"docker run --network docker1 --name client", func() error { return e.start(ctx, client, docker1) }},
		{"web serves TCP port 80", func() error { return e.serve(ctx, web) }},
		{"client and web have no network in common", func() error { return e.unreachable(ctx, client, web) }},
		{"docker network connect docker0 client", func() error { return e.connect(ctx, client, docker0) }},
		{"now they have", func() error { return e.reachable(ctx, client, web) }},
		{"as the kernel says it is", e.show},
	} {
		e.title(stage.title)
		if err := stage.do(); err != nil {
			return err
		}
	}
	return nil
}
