package faults_test

import (
	"cmp"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// family is a type of objects, of which there are many, with numbers from 0. A
// dump has them in the order of the numbers as far as the kernel has an order.
type family struct {
	name string

	// stride is how many objects lie between two places of a ring, and guard how
	// many behind the last: more than a datagram holds.
	stride, guard int

	// steps is how far the rings are moved in the middle of a dump. To delete a
	// link takes the kernel many milliseconds.
	steps int

	ground  []nlmsg.Request // what the objects need
	put     func(n int) nlmsg.Request
	take    func(n int) nlmsg.Request
	numbers func(*nlmsg.Conn) ([]int, error) // of all objects, by List

	// marked says that the kernel marks dumps during which objects come or go.
	marked bool

	// steady says that a dump that is not marked has what nobody touches, once.
	steady bool
}

// Each place of a ring has a number in the middle of others that stay.
const places = 16

func (f *family) ringA(place int) int { return place%places*f.stride + f.stride/3 }
func (f *family) ringB(place int) int { return place%places*f.stride + 2*f.stride/3 }
func (f *family) size() int           { return places*f.stride + f.guard }

// inRing returns the ring and the place of a number; ring 0 stands for none.
func (f *family) inRing(n int) (ring, place int) {
	place = n / f.stride
	switch {
	case place >= places:
	case n == f.ringA(place):
		return 1, place
	case n == f.ringB(place):
		return 2, place
	}
	return 0, 0
}

// fill returns the requests for what is there at the beginning: all but the
// places of the rings, of which one has an object.
func (f *family) fill() []nlmsg.Request {
	reqs := append([]nlmsg.Request(nil), f.ground...)
	for n := range f.size() {
		if ring, place := f.inRing(n); ring == 0 || place == 0 {
			reqs = append(reqs, f.put(n))
		}
	}
	return reqs
}

// move returns the requests that move what is at a place of both rings to the
// next. In ring A it is for a moment at both, and in ring B at none.
func (f *family) move(place int) []nlmsg.Request {
	return []nlmsg.Request{
		f.put(f.ringA(place + 1)), f.take(f.ringA(place)),
		f.take(f.ringB(place)), f.put(f.ringB(place + 1)),
	}
}

// judge says what of a list is not as it was at any moment: with the rings, and
// with what stays.
func (f *family) judge(numbers []int) (rings, others string) {
	count := make([]int, f.size())
	for _, n := range numbers {
		count[n]++
	}
	var a, b []int
	lost, doubled := 0, 0
	for n, c := range count {
		ring, place := f.inRing(n)
		switch {
		case c > 1:
			doubled++
		case ring == 0 && c == 0:
			lost++
		case ring == 1 && c == 1:
			a = append(a, place)
		case ring == 2 && c == 1:
			b = append(b, place)
		}
	}
	if lost+doubled > 0 {
		others = fmt.Sprintf("%d objects are lost, %d are doubled", lost, doubled)
	}
	if !moment(a, b) {
		rings = fmt.Sprintf("ring A has objects at %v, ring B at %v", a, b)
	}
	return rings, others
}

// moment reports whether the rings have objects at these places at some moment.
func moment(a, b []int) bool {
	for place := range places {
		next := (place + 1) % places
		is := func(list []int, want ...int) bool {
			if len(list) != len(want) {
				return false
			}
			for _, w := range want {
				if list[0] != w && list[len(list)-1] != w {
					return false
				}
			}
			return true
		}
		if is(a, place) && is(b, place) || is(a, place, next) && is(b, place) ||
			is(a, next) && is(b, place) || is(a, next) && is(b) {
			return true
		}
	}
	return false
}

// numbersOf returns the numbers of the objects that list lists; one that is none
// of the test's has a negative one.
func numbersOf[T any](list func(*nlmsg.Conn) ([]T, error), number func(*T) int) func(*nlmsg.Conn) ([]int, error) {
	return func(conn *nlmsg.Conn) ([]int, error) {
		objects, err := list(conn)
		var numbers []int
		for i := range objects {
			if n := number(&objects[i]); n >= 0 {
				numbers = append(numbers, n)
			}
		}
		return numbers, err
	}
}

func host4(n int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}) }

func host6(n int) netip.Addr {
	a := netip.MustParseAddr("2001:db8::").As16()
	a[14], a[15] = byte(n>>8), byte(n)
	return netip.AddrFrom16(a)
}

// number4or6 is the way back from host4 and host6, or -1.
func number4or6(a netip.Addr) int {
	b := a.AsSlice()
	if len(b) < 4 {
		return -1
	}
	n := int(b[len(b)-2])<<8 | int(b[len(b)-1])
	if a != host4(n) && a != host6(n) {
		return -1
	}
	return n
}

func whole(a netip.Addr) netip.Prefix { return netip.PrefixFrom(a, a.BitLen()) }

const ringTable = 1000

// bridges returns requests for n links, from an index up.
func bridges(index, n int) (reqs []nlmsg.Request) {
	for i := range n {
		l := &link.Link{Name: fmt.Sprint("br", i), Index: index + i, Data: &link.Bridge{}}
		reqs = append(reqs, link.Add(l))
	}
	return reqs
}

func routes(host func(int) netip.Addr) (put, take func(int) nlmsg.Request, numbers func(*nlmsg.Conn) ([]int, error)) {
	of := func(n int) *route.Route {
		return &route.Route{Dst: whole(host(n)), OIF: testlink.Veth0, Table: ringTable}
	}
	put = func(n int) nlmsg.Request { return route.Add(of(n)) }
	take = func(n int) nlmsg.Request { return route.Del(of(n)) }
	numbers = numbersOf(route.Filter{Table: ringTable}.List, func(r *route.Route) int { return number4or6(r.Dst.Addr()) })
	return put, take, numbers
}

// addresses spreads them over links, from index 10 up, since a link has its own
// in the order in which they came.
func addresses(stride int, host func(int) netip.Addr) (put, take func(int) nlmsg.Request, numbers func(*nlmsg.Conn) ([]int, error)) {
	of := func(n int) *addr.Addr {
		a := &addr.Addr{Index: 10 + n/stride, Prefix: whole(host(n))}
		if a.Prefix.Addr().Is6() {
			a.Flags = unix.IFA_F_NODAD | unix.IFA_F_NOPREFIXROUTE
		}
		return a
	}
	put = func(n int) nlmsg.Request { return addr.Add(of(n)) }
	take = func(n int) nlmsg.Request { return addr.Del(of(n)) }
	numbers = numbersOf(addr.List, func(a *addr.Addr) int { return number4or6(a.Prefix.Addr()) })
	return put, take, numbers
}

func families() map[string]*family {
	all := []*family{
		{
			name: "links", stride: 9, guard: 30, steps: 1, marked: true,
			put: func(n int) nlmsg.Request {
				return link.Add(&link.Link{Name: fmt.Sprint("n", n), Index: 100 + n, Data: &link.Bridge{}})
			},
			take:    func(n int) nlmsg.Request { return link.Del(link.Index(100 + n)) },
			numbers: numbersOf(link.List, func(l *link.Link) int { return l.Index - 100 }),
		},
		{
			name: "nexthops", stride: 200, guard: 1000, marked: true,
			put: func(n int) nlmsg.Request {
				return nexthop.Add(&nexthop.NextHop{ID: uint32(1 + n), OIF: testlink.Veth0})
			},
			take:    func(n int) nlmsg.Request { return nexthop.Del(uint32(1 + n)) },
			numbers: numbersOf(nexthop.List, func(h *nexthop.NextHop) int { return int(h.ID) - 1 }),
		},
		{
			name: "neighbours", stride: 40, guard: 300,
			put: func(n int) nlmsg.Request {
				return neigh.Add(&neigh.Neigh{Index: testlink.Veth0, Dst: host4(n),
					LLAddr: []byte{2, 0, 0, 0, 0, 1}, State: neigh.StatePermanent})
			},
			take: func(n int) nlmsg.Request {
				return neigh.Del(&neigh.Neigh{Index: testlink.Veth0, Dst: host4(n)})
			},
			numbers: numbersOf(neigh.List, func(x *neigh.Neigh) int { return number4or6(x.Dst) }),
		},
		{
			name: "rules", stride: 40, guard: 300,
			put: func(n int) nlmsg.Request {
				return rule.Add(&rule.Rule{Priority: new(uint32(100 + n)), Src: whole(host4(n)), Table: ringTable})
			},
			take: func(n int) nlmsg.Request {
				return rule.Del(&rule.Rule{Priority: new(uint32(100 + n)), Src: whole(host4(n)), Table: ringTable})
			},
			numbers: numbersOf(rule.List, func(r *rule.Rule) int { return number4or6(r.Src.Addr()) }),
		},
	}
	for _, ip := range []struct {
		name string
		host func(int) netip.Addr
	}{{"IPv4", host4}, {"IPv6", host6}} {
		f := &family{name: ip.name + " routes", stride: 200, guard: 1000, steady: ip.name == "IPv4"}
		f.put, f.take, f.numbers = routes(ip.host)
		all = append(all, f)
		f = &family{name: ip.name + " addresses", stride: 100, guard: 700, marked: true}
		f.put, f.take, f.numbers = addresses(f.stride, ip.host)
		f.ground = bridges(10, f.size()/f.stride+1)
		all = append(all, f)
	}
	byName := make(map[string]*family)
	for _, f := range all {
		f.steps = cmp.Or(f.steps, 5)
		byName[f.name] = f
	}
	return byName
}
