//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// churn is a process that changes a namespace all the time. What it does is in
// order, so that every request must succeed.
//
// Told "run" it begins, told "pause" it stops, and told "tidy" it removes all
// that it has made.
type churn struct {
	conn  *nlmsg.Conn
	rng   *rand.Rand
	there [churnSlots]bool // whether a slot's links are
}

// Each slot has two links, and addresses, routes and neighbours of the first.
const (
	churnSlots = 6
	churnIndex = 10_000 // of the links
	churnEach  = 8      // addresses, routes and neighbours of a link, of each family
)

func newChurn() (func(string, <-chan string) (int, error), error) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		return nil, err
	}
	c := &churn{conn: conn, rng: rand.New(rand.NewPCG(1, 2))}
	return c.answer, nil
}

func (c *churn) answer(word string, next <-chan string) (operations int, err error) {
	switch word {
	case "run":
		fmt.Println("ok 0")
		for err == nil {
			select {
			case <-next: // "pause", whose answer ours is, or the end
				return operations, nil
			default:
			}
			var n int
			n, err = c.change(c.rng.IntN(churnSlots))
			operations += n
		}
		<-next
		return operations, err
	case "tidy":
		var reqs []nlmsg.Request
		for slot, there := range c.there {
			if there {
				reqs = append(reqs, link.Del(link.Index(churnIndex+2*slot)))
			}
			c.there[slot] = false
		}
		return len(reqs), c.conn.Do(reqs...)
	}
	return 0, fmt.Errorf("unknown word %q", word)
}

// change makes a change to a slot, or several.
func (c *churn) change(slot int) (operations int, err error) {
	ref := link.Index(churnIndex + 2*slot)
	var reqs []nlmsg.Request
	switch n := c.rng.IntN(20); {
	case !c.there[slot]:
		c.there[slot] = true
		reqs = append(reqs, link.Add(&link.Link{
			Name: fmt.Sprintf("churn%d", slot), Index: int(ref), Flags: unix.IFF_UP,
			Data: &link.Veth{Peer: &link.Link{Name: fmt.Sprintf("other%d", slot), Index: int(ref) + 1}},
		}), link.SetUp(ref+1))
		reqs = append(reqs, c.fill(slot)...)
	case n == 0:
		c.there[slot] = false
		reqs = append(reqs, link.Del(ref))
	case n == 1: // takes with it what depends on it being up
		reqs = append(reqs, link.SetDown(ref), link.SetUp(ref))
		reqs = append(reqs, c.fill(slot)...)
	case n < 5:
		reqs = append(reqs, link.SetMTU(ref, 1300+c.rng.IntN(200)), link.SetAlias(ref, fmt.Sprint(c.rng.Uint32())))
	default:
		reqs = c.fill(slot)
		for i := range churnEach {
			v4, v6 := c.objects(slot, i)
			if c.rng.IntN(2) == 0 {
				reqs = slices.Concat(reqs, v4.remove(), v6.remove(), v4.put(), v6.put())
			}
		}
	}
	return len(reqs), c.conn.Do(reqs...)
}

// fill makes all objects of a slot, or changes those that are there.
func (c *churn) fill(slot int) (reqs []nlmsg.Request) {
	for i := range churnEach {
		v4, v6 := c.objects(slot, i)
		reqs = slices.Concat(reqs, v4.put(), v6.put())
	}
	return reqs
}

// objects are an address, a route and a neighbour.
type objects struct {
	addr  addr.Addr
	route route.Route
	neigh neigh.Neigh
}

func (c *churn) objects(slot, i int) (v4, v6 objects) {
	index := churnIndex + 2*slot
	make := func(network, dst netip.Prefix) objects {
		neighbour := network.Addr().Next()
		return objects{
			addr.Addr{Index: index, Prefix: network, Flags: unix.IFA_F_NODAD | unix.IFA_F_NOPREFIXROUTE},
			route.Route{Dst: dst, OIF: index, Priority: 5, Metrics: &route.Metrics{MTU: 1280 + c.rng.Uint32N(100)}},
			neigh.Neigh{
				Index: index, Dst: neighbour, State: neigh.StatePermanent,
				LLAddr: net.HardwareAddr{2, 0, 0, 0, 0, byte(c.rng.IntN(256))},
			},
		}
	}
	b := byte(i)
	v4 = make(
		netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(slot), b, 1}), 24),
		netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 100 + byte(slot), b, 0}), 24))
	v6 = make(
		netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(slot), b, 15: 1}), 64),
		netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 100 + byte(slot), b}), 64))
	return v4, v6
}

func (o *objects) put() []nlmsg.Request {
	return []nlmsg.Request{addr.Replace(&o.addr), route.Replace(&o.route), neigh.Replace(&o.neigh)}
}

func (o *objects) remove() []nlmsg.Request {
	any := o.route
	any.Metrics = nil
	return []nlmsg.Request{neigh.Del(&o.neigh), route.Del(&any), addr.Del(&o.addr)}
}
