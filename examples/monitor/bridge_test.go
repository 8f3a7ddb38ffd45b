//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// fdbMarker adds entries to the forwarding database of a link.
func fdbMarker(conn *nlmsg.Conn, index int, name string) marker {
	return func(t *testing.T, number int) string {
		t.Helper()
		mac := net.HardwareAddr{2, 0xff, 0, byte(number >> 16), byte(number >> 8), byte(number)}
		f := &neigh.FDB{Index: index, MAC: mac, State: neigh.StateNoARP | neigh.StatePermanent, Flags: neigh.FlagSelf}
		if err := conn.Do(neigh.AddFDB(f)); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%v dev %s self permanent", mac, name)
	}
}

// unlabelled returns x without labels: bridge(8) has them only if it is told to
// show all of its objects, some of which are not known here.
func unlabelled(t *testing.T, x text) text {
	out := text{name: x.name, lines: make(chan string, cap(x.lines))}
	go func() {
		defer close(out.lines)
		for line := range x.lines {
			if strings.HasPrefix(line, "[") {
				_, line, _ = strings.Cut(line, "]")
			}
			select {
			case out.lines <- line:
			case <-t.Context().Done():
				return
			}
		}
	}()
	return out
}

// forwards waits until a port forwards. Before it takes no groups.
func forwards(t *testing.T, ns *os.File, port int) {
	t.Helper()
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	_, err = link.Wait(t.Context(), dial(t, ns), events, link.Index(port), func(l *link.Link) bool {
		p, ok := l.Port.(*link.BridgePort)
		return ok && p.State != nil && *p.State == link.PortForwarding
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What happens to bridges is told in the words of bridge(8), VLANs too where the
// kernel has those.
func TestLikeBridgeMonitor(t *testing.T) {
	t.Parallel()
	fdb := func(f neigh.FDB) *neigh.FDB { f.Index, f.MAC = veth1, mac(7); return &f }
	group := func(g bridge.Group) *bridge.Group { g.Bridge, g.Port = br0, veth1; return &g }
	options := requests("options", bridge.SetVLANOptions(br0, bridge.VLANOptions{ID: 10, McastQuerier: new(true)}))
	options.since = [2]int{5, 15}
	for _, c := range []struct {
		object string
		bridge link.Bridge
		steps  []step
	}{
		{"fdb", link.Bridge{}, []step{
			requests("static", neigh.AddFDB(fdb(neigh.FDB{State: neigh.StateNoARP | neigh.StateReachable, Flags: neigh.FlagMaster | neigh.FlagSticky}))),
			requests("del", neigh.DelFDB(fdb(neigh.FDB{Flags: neigh.FlagMaster}))),
			requests("learned", neigh.AddFDB(fdb(neigh.FDB{State: neigh.StateReachable, Flags: neigh.FlagMaster | neigh.FlagExtLearned}))),
		}},
		{"mdb", link.Bridge{McastSnooping: new(true)}, []step{
			requests("groups", bridge.AddGroup(group(bridge.Group{Addr: ip("239.1.1.1"), Permanent: true})),
				bridge.AddGroup(group(bridge.Group{Addr: ip("ff15::1"), Source: ip("2001:db8::9")}))),
			requests("del", bridge.DelGroup(group(bridge.Group{Addr: ip("239.1.1.1"), Permanent: true}))),
		}},
		{"vlan", link.Bridge{VLANFiltering: new(true)}, []step{
			requests("add", bridge.AddVLANs(veth1, bridge.VLAN{ID: 10, PVID: true, Untagged: true}, bridge.VLAN{ID: 100, Last: 200})),
			requests("set", bridge.SetVLANs(veth1, bridge.VLAN{ID: 10, State: new(uint8(link.PortLearning))})),
			options,
			requests("del", bridge.DelVLANs(veth1, bridge.VLAN{ID: 100, Last: 150})),
		}},
	} {
		t.Run(c.object, func(t *testing.T) {
			t.Parallel()
			ns := testns.New(t)
			// Without IPv6 no links join multicast groups by themselves.
			if err := sysctl("ipv6/conf/default/disable_ipv6", "1").do(ns); err != nil {
				t.Fatal(err)
			}
			conn := dial(t, ns)
			err := conn.Do(veth(), link.Add(&link.Link{Name: "br0", Index: br0, HardwareAddr: mac(9), Data: &c.bridge}),
				link.SetMaster(link.Index(veth1), link.Index(br0)), link.SetUp(link.Index(veth0)), link.SetUp(link.Index(veth1)), link.SetUp(link.Index(br0)))
			if errors.Is(err, errors.ErrUnsupported) {
				t.Skipf("the kernel lacks %s: %v", c.object, err)
			} else if err != nil {
				t.Fatal(err)
			}
			forwards(t, ns, veth1)
			p := start(t, fdbMarker(conn, veth0, "veth0"),
				theirs(t, ns, "bridge", "monitor", "fdb", c.object), unlabelled(t, ours(t, ns, time.Now, "fdb", c.object)))
			compare(t, p, ns, c.steps)
		})
	}
}
