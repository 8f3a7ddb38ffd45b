//go:build linux

// Quicknet builds a small network with this library alone, proves that it
// works, shows it and takes it away again: two network namespaces, each with
// one end of a veth pair, whose other ends are ports of a bridge.
//
//	ns1                                                     ns2
//	+-------------------+                 +-------------------+
//	| veth0             |                 |             veth1 |
//	| 192.168.100.10/24 |                 | 192.168.100.20/24 |
//	+---------|---------+                 +---------|---------+
//	      br-veth0 ------------- br0 ----------- br-veth1
//
// All of it happens in namespaces of the program's own, which need no
// privilege. With -keep it happens in the present network namespace, as root,
// and stays there for ip(8), bridge(8) and brctl(8) to look at.
//
// Usage:
//
//	quicknet [-v] [-keep]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/userns"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("quicknet: ")
	keep := flag.Bool("keep", false, "build in the present network namespace and leave the network there (needs root)")
	verbose := flag.Bool("v", false, "show every netlink message, both ways")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("unexpected argument %q", flag.Arg(0))
	}
	if err := enter(*keep); err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Stdout, *keep, *verbose); err != nil {
		if *keep && errors.Is(err, fs.ErrExist) {
			err = fmt.Errorf("%w (kept by an earlier -keep? %s)", err, howToRemove)
		}
		log.Fatal(err)
	}
}

// enter moves the program into namespaces of its own, if it is not to build
// where it is.
func enter(keep bool) error {
	switch {
	case !keep:
		return userns.Enter()
	case os.Geteuid() != 0:
		return errors.New("-keep builds in the present network namespace, which needs root")
	}
	return nil
}

// howToRemove says how to take away what was kept. With its end in a namespace
// a veth pair goes as a whole.
const howToRemove = "remove it with ip netns del ns1; ip netns del ns2; ip link del br0"

// run builds, proves and shows the network, and takes it away again: also if
// something fails, and, if nothing does, unless it is to be kept.
func run(ctx context.Context, out io.Writer, keep, verbose bool) (err error) {
	n, err := newNetwork(out, verbose)
	if err != nil {
		return err
	}
	defer n.close()
	defer func() {
		if keep && err == nil {
			fmt.Fprintf(out, "\nkept: look at it with ip -d link, bridge link, ip netns; %s\n", howToRemove)
			return
		}
		if ctx.Err() != nil {
			err = context.Cause(ctx) // whatever step it has stopped
		}
		if err = errors.Join(err, n.remove()); err == nil {
			err = n.gone()
		}
	}()
	for _, stage := range []struct {
		title string
		do    func(ctx context.Context) error
	}{
		{"build, as ip(8) would be told", n.build},
		{"proof", n.prove},
		{"as the kernel says it is", n.show},
	} {
		n.title(stage.title)
		if err := stage.do(ctx); err != nil {
			return err
		}
	}
	return nil
}
