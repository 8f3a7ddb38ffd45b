package link_test

import (
	"fmt"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Requests that are made of something else than a whole link.
func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		special := r.Special
		r.Special = func(v reflect.Value) bool {
			return v.Type() == reflect.TypeFor[link.NetNS]() || special(v) // nil, for no namespace
		}
		defer func() { r.Special = special }()
		ref := testprop.Pick[link.Ref](r, nil, link.Name(r.Name()), link.Index(r.Uint(64)), link.Index(10), link.Link{Index: 12},
			link.Name(strings.Repeat("long", r.IntN(40))), &link.Link{Name: "eth0"})
		var reqs []nlmsg.Request
		for _, v := range verbs {
			req, _ := v(r, ref)
			reqs = append(reqs, req)
		}
		port, spec := testprop.Any[link.BridgePort](r), testprop.Any[link.BridgeSpec](r)
		stats := testprop.Any[link.StatsFilter](r)
		return append(reqs,
			link.Del(ref), link.DelGroup(r.Uint32()), link.SetInGroup(r.Uint32(), &link.Link{MTU: int(r.Uint(64))}),
			link.GetRequest(ref), testprop.Any[link.Filter](r).Request(),
			link.SetNetNS(ref, testprop.Pick[link.NetNS](r, nil, link.NSFd(r.Uint(64)), link.NSPid(r.Uint(64)), link.NSID(r.Uint(32)))),
			link.SetPort(ref, testprop.Pick[link.Kind](r, nil, &port, new(testprop.Any[link.BondPort](r)))),
			link.SetBridgeLink(ref, testprop.Pick(r, nil, &port), testprop.Pick(r, nil, &spec)), link.DelBridgeLink(ref, &spec),
			stats.Request(), stats.GetRequest(), testprop.Body(linux.RTM_NEWSTATS, testprop.Any[link.IfStats](r)),
			link.AddVNIs(ref, randomVNIs(r)...), link.DelVNIs(ref, randomVNIs(r)...), testprop.Any[link.VNIsFilter](r).Request(),
			testprop.Body(linux.RTM_NEWTUNNEL, testprop.Any[link.VNIs](r)),
		)
	})
}

// linkNow is a link, with all that requests of one change.
type linkNow struct {
	link.Link
	L3Stats bool // are asked for
}

// step is what a request makes of a link, or a part of that. Read is what came of it.
type step func(l *linkNow, read linkNow)

// verb makes a request that changes one thing of a link, at random, and says what
// that is. What the kernel does in several steps it may end after some of them.
type verb func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step)

var verbs = []verb{
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		return link.SetUp(ref), []step{func(l *linkNow, _ linkNow) { l.Flags |= linux.IFF_UP }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		return link.SetDown(ref), []step{func(l *linkNow, _ linkNow) { l.Flags &^= linux.IFF_UP }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		master := testprop.Pick(r, theBridge, theBridge, 0, int(r.Uint(64)), 10+r.IntN(4))
		return link.SetMaster(ref, link.Index(master)), []step{
			func(l *linkNow, _ linkNow) { l.Master = nil },
			func(l *linkNow, _ linkNow) { l.Master = &master },
		}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		return link.SetNoMaster(ref), []step{func(l *linkNow, _ linkNow) { l.Master = nil }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		mtu := testprop.Pick(r, 68, 1280, 1500, 9000, 65535, r.IntN(2000), int(r.Uint(64)))
		return link.SetMTU(ref, mtu), []step{func(l *linkNow, read linkNow) {
			const least = 1280 // IPV6_MIN_MTU: with less there is no IPv6
			if l.MTU = mtu; l.AFSpec == nil || mtu < least {
				l.AFSpec = read.AFSpec
			}
		}}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		mac := testprop.Pick(r, net.HardwareAddr{2, 0, 0, 0, 0, byte(r.Uint32())}, testprop.Any[struct{ A net.HardwareAddr }](r).A)
		return link.SetHardwareAddr(ref, mac), []step{func(l *linkNow, _ linkNow) { l.HardwareAddr = mac[:min(len(mac), 6)] }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		name := randomLinkName(r)
		return link.SetName(ref, name), []step{func(l *linkNow, read linkNow) {
			if l.Name = name; strings.Contains(name, "%d") { // which the kernel puts a number in for
				l.Name = read.Name
			}
		}}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		alias := testprop.Pick(r, "", "an alias", r.Name(), strings.Repeat("x", r.IntN(300)))
		return link.SetAlias(ref, alias), []step{func(l *linkNow, _ linkNow) {
			if l.Alias = &alias; alias == "" {
				l.Alias = nil
			}
		}}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		n := uint32(r.Uint(32))
		return link.SetTxQLen(ref, n), []step{func(l *linkNow, _ linkNow) { l.TxQLen = &n }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		group := randomLinkGroup(r)
		return link.SetGroup(ref, group), []step{func(l *linkNow, _ linkNow) { l.Group = &group }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		down := r.IntN(2) == 0
		return link.SetProtoDown(ref, down), []step{func(l *linkNow, _ linkNow) { l.ProtoDown = &down }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		bits := testprop.Any[link.Bits](r)
		return link.SetProtoDownReason(ref, bits), []step{func(l *linkNow, _ linkNow) {
			var old uint32
			if l.ProtoDownReason != nil {
				old = l.ProtoDownReason.Value
			}
			if l.ProtoDownReason = nil; old&^bits.Mask|bits.Value != 0 && bits != (link.Bits{}) {
				l.ProtoDownReason = &link.Bits{Value: old&^bits.Mask | bits.Value}
			}
		}}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		mode := uint8(r.Uint(8))
		return link.SetAddrGenMode(ref, mode), []step{func(l *linkNow, _ linkNow) { l.AFSpec.Inet6.AddrGenMode = &mode }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		token := testprop.Pick(r, netip.IPv6Unspecified(), netip.AddrFrom16([16]byte{8: byte(r.Uint32()), 15: byte(r.Uint32())}), r.Addr())
		return link.SetToken(ref, token), []step{func(l *linkNow, _ linkNow) { l.AFSpec.Inet6.Token = token }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		return link.SetXDP(ref, testprop.Pick(r, nil, new(testprop.Any[link.XDP](r)), &link.XDP{FD: new(-1)})), []step{nothing}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		on, index := r.IntN(2) == 0, int(r.Uint(64)&^0xff|99) // of no link
		if i, ok := ref.(link.Index); ok {
			index = int(i)
		}
		return link.SetL3Stats(index, on), []step{func(l *linkNow, _ linkNow) { l.L3Stats = on }}
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		names := randomLinkNames(r)
		var steps []step
		for _, name := range names {
			steps = append(steps, func(l *linkNow, _ linkNow) { l.AltNames = append(l.AltNames, name) })
		}
		return link.AddAltNames(ref, names...), steps
	},
	func(r *testfill.Random, ref link.Ref) (nlmsg.Request, []step) {
		names := randomLinkNames(r)
		var steps []step
		for _, name := range names {
			steps = append(steps, func(l *linkNow, _ linkNow) {
				l.AltNames = slices.DeleteFunc(l.AltNames, func(s string) bool { return s == name })
			})
		}
		return link.DelAltNames(ref, names...), steps
	},
}

func nothing(*linkNow, linkNow) {}

// theBridge is the one that links are made ports of.
const theBridge = 12

// randomLinkName returns a name for a link, of a few or of many.
func randomLinkName(r *testfill.Random) string {
	return testprop.Pick(r, fmt.Sprint("link", r.IntN(8)), fmt.Sprint("link", r.IntN(8)), r.Name(), "n%d")
}

func randomLinkNames(r *testfill.Random) (names []string) {
	for range testprop.Pick(r, 0, 1, 1, 2, 3) {
		names = append(names, testprop.Pick(r, randomLinkName(r), strings.Repeat("long", r.IntN(40))))
	}
	return names
}

func randomLinkGroup(r *testfill.Random) uint32 {
	return testprop.Pick(r, 0, 1, 2, uint32(r.Uint(32)))
}

// randomVNIs returns some networks, most of them few enough for a kernel.
func randomVNIs(r *testfill.Random) (list []link.VNIRange) {
	for range r.IntN(4) {
		v := testprop.Any[link.VNIRange](r)
		if r.IntN(8) > 0 {
			v = link.VNIRange{First: testprop.Pick[uint32](r, 1, 1<<24-20, 100) + r.Uint32N(20), Group: randomEnd(r)}
			v.Last = testprop.Pick(r, 0, v.First, v.First+r.Uint32N(20))
		}
		list = append(list, v)
	}
	return list
}

// randomEnd returns the address of a machine, or of several, or none.
func randomEnd(r *testfill.Random) netip.Addr {
	return testprop.Pick(r, netip.Addr{}, netip.Addr{},
		addr("198.51.100.1"), addr("198.51.100.2"), addr("239.1.1.1"), addr("2001:db8::5"), addr("ff0e::5"), r.Addr())
}
