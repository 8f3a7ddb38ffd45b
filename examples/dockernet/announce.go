//go:build linux

package main

import (
	"context"
	"fmt"

	"github.com/seed-030106aa/rawnl/netns"
)

// announce tells the network that the container has its addresses now, so that
// those who knew them as another's learn better, and the bridge by which port
// the container is reached. The bridge must hear of it. Docker says it three
// times, since a frame may get lost between machines; here it would be an error.
func (e *engine) announce(ctx context.Context, p *endpoint) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ear, err := listenToFrames(p.network.bridge.Index)
	if err != nil {
		return err
	}
	defer ear.Close()
	say := func(command string, frame []byte) error {
		err := e.run(ctx, step{command: command, do: func() error {
			err := netns.Do(p.container.ns, func() error { return sendFrame(p.index, frame) })
			if err != nil {
				return err
			}
			return heard(ctx, ear, frame)
		}})
		if err == nil {
			fmt.Fprintf(e.out, "   # %s hears it\n", p.network.name)
		}
		return err
	}
	ipv4, ipv6 := p.ipv4.Addr(), p.ipv6.Addr()
	err = say(fmt.Sprintf("ip netns exec %s arping -c 1 -U -I %s %v", p.container.name, p.name, ipv4), arpAnnouncement(p.mac, ipv4))
	if err != nil {
		return err
	}
	return say(fmt.Sprintf("tell ff02::1 by %s of %s that %v is at %v", p.name, p.container.name, ipv6, p.mac), neighborAdvertisement(p.mac, ipv6))
}
