package load_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
	"github.com/seed-030106aa/rawnl/rule"
)

// maker makes the request with number i of those that are who's.
type maker func(who, i int) nlmsg.Request

// host is the destination with number i of those that are who's.
func host(who, i int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(who), byte(i >> 8), byte(i)}), 32)
}

// numberOf returns what host(who, i) was made of.
func numberOf(dst netip.Prefix) (who, i int) {
	b := dst.Addr().As4()
	return int(b[1]), int(b[2])<<8 | int(b[3])
}

// table is the routing table that is who's.
func table(who int) uint32 { return uint32(1000 + who) }

// hops are n ways to the same router.
func hops(n int) []route.NextHop {
	return slices.Repeat([]route.NextHop{{OIF: veth0, Gateway: netip.MustParseAddr("192.0.2.2")}}, n)
}

// nowhere is an address of no network that an interface is in.
var nowhere = netip.MustParseAddr("198.51.100.1")

// What the kernel carries out, as often as it is asked to.

func putRoute(who, i int) nlmsg.Request {
	return route.Replace(&route.Route{Dst: host(who, i), OIF: veth0, Table: table(who)})
}

func putHops(who, i int) nlmsg.Request { // 3 KiB
	return route.Replace(&route.Route{Dst: host(who, i), MultiPath: hops(200)})
}

func putAddr(who, i int) nlmsg.Request {
	return addr.Replace(&addr.Addr{Index: veth1, Prefix: host(who, i%500)})
}

func putNeigh(who, i int) nlmsg.Request {
	return neigh.Replace(&neigh.Neigh{Index: veth1, Dst: host(who, i%500).Addr(), LLAddr: []byte{2, 0, 0, 0, byte(i >> 8), byte(i)},
		State: neigh.StatePermanent})
}

func putNextHop(who, i int) nlmsg.Request {
	return nexthop.Replace(&nexthop.NextHop{ID: uint32(i%500 + 1), OIF: veth0, Gateway: netip.MustParseAddr("192.0.2.2")})
}

func putLink(who, i int) nlmsg.Request {
	return link.SetAlias(link.Index(veth0), fmt.Sprint(who, i))
}

// refusal is a request that the kernel refuses, by which errno, and how newer
// kernels explain it.
type refusal struct {
	request maker
	errno   unix.Errno
	says    string
}

var (
	noGateway = refusal{func(who, i int) nlmsg.Request {
		return route.Add(&route.Route{Dst: host(who, i), OIF: veth0, Gateway: nowhere, Table: table(who)})
	}, unix.ENETUNREACH, "Nexthop has invalid gateway"}

	noHop = refusal{func(who, i int) nlmsg.Request { // 3 KiB
		ways := append(hops(200), route.NextHop{OIF: veth0, Gateway: nowhere})
		return route.Add(&route.Route{Dst: host(who, i), MultiPath: ways})
	}, unix.ENETUNREACH, "Nexthop has invalid gateway"}

	noRoute = refusal{func(who, i int) nlmsg.Request {
		return route.Del(&route.Route{Dst: host(who, i), Table: 99})
	}, unix.ESRCH, ""}

	noAddr = refusal{func(who, i int) nlmsg.Request {
		return addr.Del(&addr.Addr{Index: veth0, Prefix: host(who, i)})
	}, unix.EADDRNOTAVAIL, "ipv4: Address not found"}

	noDevice = refusal{func(who, i int) nlmsg.Request {
		return addr.Add(&addr.Addr{Index: 9999, Prefix: host(who, i)})
	}, unix.ENODEV, "ipv4: Device not found"}

	noNeigh = refusal{func(who, i int) nlmsg.Request {
		return neigh.Del(&neigh.Neigh{Index: veth0, Dst: host(who, i).Addr()})
	}, unix.ENOENT, ""}

	noNeighDevice = refusal{func(who, i int) nlmsg.Request {
		return neigh.Add(&neigh.Neigh{Index: 9999, Dst: host(who, i).Addr()})
	}, unix.ENODEV, ""}

	noRule = refusal{func(who, i int) nlmsg.Request {
		return rule.Del(&rule.Rule{Src: host(who, i), Table: 99})
	}, unix.ENOENT, ""}

	noGoto = refusal{func(who, i int) nlmsg.Request { // which can lead forward only
		return rule.Add(&rule.Rule{Src: host(who, i), Priority: new(uint32(500)), Goto: 400})
	}, unix.EINVAL, "Backward goto not supported"}

	noNextHop = refusal{func(who, i int) nlmsg.Request {
		return nexthop.Del(uint32(1_000_000 + i))
	}, unix.ENOENT, ""}

	noMember = refusal{func(who, i int) nlmsg.Request {
		return nexthop.Add(&nexthop.NextHop{ID: uint32(2_000_000 + i), Group: []nexthop.Member{{ID: 999_999, Weight: 1}}})
	}, unix.EINVAL, "Invalid nexthop id"}

	sameLink = refusal{func(who, i int) nlmsg.Request {
		return link.Add(&link.Link{Name: "lo", Data: &link.Bridge{}})
	}, unix.EEXIST, ""}

	sameNames = refusal{func(who, i int) nlmsg.Request { // 40 KiB
		return link.AddAltNames(link.Index(veth1), manyNames...)
	}, unix.EEXIST, ""}

	longPeer = refusal{func(who, i int) nlmsg.Request {
		return nlmsg.Request{
			Op: "link add", Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL,
			Body: longPeerBody(fmt.Sprintf("v%03d-%05d", who, i)),
		}
	}, unix.ERANGE, "Attribute failed policy validation (IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME, byte 88)"}
)

// manyNames begin with that of another interface, so that none is given.
var manyNames = append([]string{"veth0"}, slices.Repeat([]string{strings.Repeat("n", 127)}, 300)...)

// longPeerBody is a veth of that name, whose peer's name is too long. Package
// link refuses to send that.
type longPeerBody string

func (name longPeerBody) String() string { return string(name) }

func (name longPeerBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	name.encode(e)
	return e.Result()
}

func (name longPeerBody) encode(e *rtattr.Encoder) {
	const vethInfoPeer = 1
	e.Struct(unix.SizeofIfInfomsg)
	e.IfName(unix.IFLA_IFNAME, string(name))
	e.Nest(unix.IFLA_LINKINFO, func() {
		e.String(unix.IFLA_INFO_KIND, "veth")
		e.Nest(unix.IFLA_INFO_DATA, func() {
			e.Nest(vethInfoPeer, func() {
				e.Struct(unix.SizeofIfInfomsg)
				e.String(unix.IFLA_IFNAME, "a-name-of-20-letters")
			})
		})
	})
}

// alone makes each request by itself, and returns what the kernel says to it.
func alone(t testing.TB, conn *nlmsg.Conn, bad []refusal) []nlmsg.Error {
	t.Helper()
	errs := make([]nlmsg.Error, len(bad))
	for i, b := range bad {
		err := conn.Do(b.request(0, 0))
		var refused *nlmsg.Error
		if !errors.As(err, &refused) || refused.Errno != b.errno {
			t.Fatalf("error %v, want %v", err, b.errno)
		}
		if testns.KernelSince(t, 6, 12) && !strings.Contains(err.Error(), b.says) {
			t.Fatalf("error %v, want in it: %s", err, b.says)
		}
		errs[i] = *refused
	}
	return errs
}
