package route_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const seeds = 2

// A watcher that has seen all there is to see has the kernel's state, whatever
// happened: between its reads, or while it reads and dumps.
func TestWatchConverges(t *testing.T) {
	for _, tt := range []struct {
		name       string
		burst, ops int
		calm       bool // nothing but routes and addresses changes
		atOnce     bool
		buffer     int
	}{
		{name: "one at a time", burst: 200, ops: 1, calm: true},
		{name: "a few at a time", burst: 80, ops: 3, calm: true},
		{name: "bursts", burst: 20, ops: 12},
		{name: "bursts and overruns", burst: 10, ops: 40, buffer: 4 << 10},
		{name: "at once", burst: 4, ops: 300, atOnce: true},
		{name: "at once and overruns", burst: 4, ops: 300, atOnce: true, buffer: 4 << 10},
	} {
		for seed := range uint64(seeds) {
			t.Run(fmt.Sprintf("%s, seed %d", tt.name, seed), func(t *testing.T) {
				t.Parallel()
				conn, ns := quiet(t)
				h := &havoc{Rand: rand.New(rand.NewPCG(seed, 0)), conn: conn, calm: tt.calm}
				w := newWatch(t, conn, &nlmsg.Config{NetNS: ns, ReadBuffer: tt.buffer})
				w.Sync()
				for burst := range tt.burst {
					// Nothing but what follows makes the watcher dump.
					do(t, conn, link.SetMTU(link.Index(lo), 60_000+burst), route.Add(marker(2*burst)))
					w.Until(marked(2 * burst))
					do(t, conn, route.Del(marker(2*burst)))
					w.Sync()

					done := make(chan struct{})
					change := func() {
						defer close(done)
						for range tt.ops {
							h.op()
						}
						h.try(route.Add(marker(2*burst + 1)))
					}
					if tt.atOnce {
						go change()
					} else {
						change()
					}
					w.Until(marked(2*burst + 1))
					<-done
					w.Converge()
					do(t, conn, route.Del(marker(2*burst+1)))
				}
			})
		}
	}
}

// marker is a route that says that the watcher has seen what was before it. No
// two are the same, since what comes and goes may be lost.
func marker(n int) *route.Route {
	return &route.Route{Dst: prefix("240.0.0.0/8"), Type: linux.RTN_BLACKHOLE, Priority: uint32(n)}
}

func marked(n int) func(event) bool {
	m := marker(n)
	return func(ev event) bool {
		return ev.Kind == nlmsg.Added && ev.New.Dst == m.Dst && ev.New.Priority == m.Priority
	}
}

// havoc does things to routes at random, in which the kernel may refuse it.
type havoc struct {
	*rand.Rand
	conn *nlmsg.Conn
	calm bool
}

func (h *havoc) try(reqs ...nlmsg.Request) {
	for _, r := range reqs {
		_ = h.conn.Do(r)
	}
}

func pick[T any](h *havoc, list ...T) T { return list[h.IntN(len(list))] }

func (h *havoc) op() {
	l := link.Index(pick(h, veth0, veth1))
	n := h.IntN(40)
	if h.calm {
		n += 9
	}
	switch n {
	case 0:
		h.try(link.SetDown(l))
	case 1, 2, 3, 4:
		h.try(link.SetUp(l))
	case 5:
		h.try(link.Del(l))
		fallthrough
	case 6, 7:
		h.try(link.Add(&link.Link{Name: "veth0", Index: veth0, Data: &link.Veth{
			Peer: &link.Link{Name: "veth1", Index: veth1}}}),
			link.SetUp(link.Index(veth0)), link.SetUp(link.Index(veth1)))
	case 8:
		h.try(link.SetMTU(l, pick(h, 1400, 1500)))
	case 9, 48:
		h.try(addr.Del(h.addr()))
	case 10, 11, 12:
		h.try(addr.Add(h.addr()))
	case 13, 14:
		h.try(h.nexthop())
	case 15:
		h.try(nlmsg.Request{Type: linux.RTM_DELNEXTHOP, Flags: linux.NLM_F_ACK, Body: nexthop{id: h.id()}})
	default:
		r := h.route()
		h.try(pick(h, route.Add, route.Replace, route.Change, route.Append, route.Prepend, route.Del, route.Del)(r))
	}
}

func (h *havoc) addr() *addr.Addr {
	index := pick(h, veth0, veth1)
	a := &addr.Addr{Index: index, Prefix: prefix(pick(h, "192.0.2.1/24", "192.0.2.9/24", "2001:db8::1/64", "2001:db8::9/64"))}
	if index == veth1 {
		a.Prefix = prefix(pick(h, "203.0.113.1/24", "203.0.113.9/32", "2001:db8:1::1/64"))
	}
	if a.Prefix.Addr().Is6() {
		a.Flags = unix.IFA_F_NODAD
	}
	return a
}

// route returns one of few, so that they meet.
func (h *havoc) route() *route.Route {
	r := &route.Route{
		Priority: pick(h, uint32(0), 7),
		Table:    pick(h, uint32(0), 0, 300),
		Protocol: pick(h, uint8(0), 99),
	}
	v6 := h.IntN(2) == 0
	r.Dst = prefix(pick(h, "198.51.100.0/24", "198.51.100.0/25"))
	if v6 {
		r.Dst = prefix(pick(h, "2001:db8:2::/48", "2001:db8:2::/47"))
	}
	gateway := func() netip.Addr {
		if v6 {
			return ip(pick(h, "2001:db8::2", "2001:db8::3", "2001:db8:1::2"))
		}
		return ip(pick(h, "192.0.2.2", "192.0.2.3", "203.0.113.2"))
	}
	switch h.IntN(7) {
	case 0:
		r.OIF = pick(h, veth0, veth1)
	case 1:
		r.Type = pick(h, uint8(linux.RTN_BLACKHOLE), linux.RTN_UNREACHABLE)
	case 2, 3:
		for range 2 + h.IntN(2) {
			r.MultiPath = append(r.MultiPath, route.NextHop{Gateway: gateway()})
		}
	case 4:
		r.NHID = h.id()
	default:
		r.Gateway = gateway()
	}
	if h.IntN(4) == 0 {
		r.PrefSrc = ip(pick(h, "192.0.2.1", "192.0.2.9"))
		if v6 {
			r.PrefSrc = ip(pick(h, "2001:db8::1", "2001:db8::9"))
		}
	}
	if h.IntN(4) == 0 {
		r.Metrics = &route.Metrics{MTU: pick(h, uint32(1300), 1450)}
	}
	if h.IntN(8) == 0 && !v6 {
		r.TOS = 0x10
	}
	return r
}

func (h *havoc) id() uint32 { return pick(h, uint32(1), 2) }

func (h *havoc) nexthop() nlmsg.Request {
	n := nexthop{id: h.id(), gateway: ip(pick(h, "192.0.2.2", "192.0.2.3", "2001:db8::2", "2001:db8::3")), oif: veth0}
	return nlmsg.Request{Type: linux.RTM_NEWNEXTHOP, Flags: linux.NLM_F_ACK | linux.NLM_F_CREATE | pick(h, uint16(0), linux.NLM_F_REPLACE), Body: n}
}

// nexthop is the body of a message about a nexthop object: struct nhmsg of
// linux/nexthop.h and NHA_ID, NHA_OIF, NHA_GATEWAY or NHA_BLACKHOLE.
type nexthop struct {
	id        uint32
	gateway   netip.Addr
	oif       uint32
	blackhole bool
}

func (n nexthop) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	n.encode(e)
	return e.Result()
}

func (n nexthop) encode(e *rtattr.Encoder) {
	family := &e.Struct(8)[0]
	switch {
	case n.gateway.Is6():
		*family = linux.AF_INET6
	case n.gateway.Is4() || n.blackhole:
		*family = linux.AF_INET
	}
	e.Uint32(1, n.id)
	if n.gateway.IsValid() {
		e.Uint32(5, n.oif)
		e.Addr(6, n.gateway)
	}
	if n.blackhole {
		e.Bytes(4, nil)
	}
}
