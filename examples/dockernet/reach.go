//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// port is where web serves.
const port = 80

// serve starts a TCP server in a container.
func (e *engine) serve(ctx context.Context, server *container) error {
	return e.run(ctx, step{
		command: fmt.Sprintf("ip netns exec %s nc -lk %d &", server.name, port),
		do: func() error {
			_, err := server.tell(ctx, order{Serve: fmt.Sprintf(":%d", port)})
			return err
		},
	})
}

// unreachable shows that one container cannot reach the server in another, and
// learns so at once: there is no route.
func (e *engine) unreachable(ctx context.Context, client, server *container) error {
	return e.visit(ctx, client, server, func(to netip.AddrPort, answer string, err error) error {
		switch {
		case errors.Is(err, unix.ENETUNREACH):
			fmt.Fprintf(e.out, "   # %v\n", err)
			return nil
		case err != nil:
			return err
		}
		return fmt.Errorf("%s reaches %v, and should not: %q", client.name, to, answer)
	})
}

// reachable shows that one container reaches the server in another.
func (e *engine) reachable(ctx context.Context, client, server *container) error {
	return e.visit(ctx, client, server, func(_ netip.AddrPort, answer string, err error) error {
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "   %s\n", answer)
		return nil
	})
}

// visit dials a server's addresses, as its first network has them, from a
// container.
func (e *engine) visit(ctx context.Context, client, server *container, met func(netip.AddrPort, string, error) error) error {
	for _, p := range []netip.Prefix{server.endpoints[0].ipv4, server.endpoints[0].ipv6} {
		to := netip.AddrPortFrom(p.Addr(), port)
		err := e.run(ctx, step{
			command: fmt.Sprintf("ip netns exec %s nc %v %d", client.name, p.Addr(), port),
			do: func() error {
				answer, err := client.tell(ctx, order{Dial: to.String()})
				return met(to, answer, err)
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
