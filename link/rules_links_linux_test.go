package link_test

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// With or without the same index here.
func TestRule62AParentMayBeOfAnotherNamespace(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	_, otherNS := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: 50, Data: &link.Bridge{}}),
		link.Add(&link.Link{Name: "here", Index: 51, Data: &link.Veth{
			Peer: &link.Link{Name: "there", Index: 50, NetNS: link.NSFile(otherNS)},
		}}),
		link.Add(&link.Link{Name: "a", Index: 60, Data: &link.Veth{Peer: &link.Link{Name: "b", Index: 61}}}))
	l := get(t, conn, link.Name("here"))
	if l.ParentIndex == nil || *l.ParentIndex != 50 || l.ParentNetNSID == nil {
		t.Errorf("parent %v in namespace %v: want index 50 of a namespace with an id", l.ParentIndex, l.ParentNetNSID)
	}
	l = get(t, conn, link.Name("a"))
	if l.ParentIndex == nil || *l.ParentIndex != 61 || l.ParentNetNSID != nil {
		t.Errorf("parent %v in namespace %v: want index 61 of this one", l.ParentIndex, l.ParentNetNSID)
	}
}

func TestRule64TheNameIsSoughtWhereTheLinkIsToBe(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 15) {
		t.Skip("needs Linux 6.15: older ones look in the own namespace")
	}
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	here := &link.Link{Name: "br0", Data: &link.Bridge{}}
	there := &link.Link{Name: "br0", NetNS: link.NSFile(otherNS), Data: &link.Bridge{}}
	do(t, conn, link.Add(here), link.Add(there))
	get(t, other, link.Name("br0"))
	for name, l := range map[string]*link.Link{"here": here, "there": there} {
		if err := conn.Do(link.Add(l)); !errors.Is(err, fs.ErrExist) {
			t.Errorf("once more %s: %v, want fs.ErrExist", name, err)
		}
	}
	do(t, other, link.Del(link.Name("br0")))
	do(t, conn, link.Add(there))
}

func TestRule70AMaskOfZeroMeansAllFlags(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"), link.SetUp(link.Name("veth0")))
	set := func(flags, change uint32) nlmsg.Request {
		return byHand(unix.RTM_NEWLINK, 0, func(h []byte) {
			binary.NativeEndian.PutUint32(h[8:], flags)
			binary.NativeEndian.PutUint32(h[12:], change)
		}, func(e *rtattr.Encoder) { e.String(linux.IFLA_IFNAME, "veth0") })
	}
	const changed = unix.IFF_UP | unix.IFF_PROMISC
	for _, tt := range []struct {
		name          string
		flags, change uint32
		want          uint32
	}{
		{"both zero change nothing", 0, 0, unix.IFF_UP},
		{"a mask", unix.IFF_PROMISC, unix.IFF_PROMISC, changed},
		{"no mask takes the link down", unix.IFF_PROMISC, 0, unix.IFF_PROMISC},
		{"no mask and UP alone", unix.IFF_UP, 0, unix.IFF_UP},
	} {
		do(t, conn, set(tt.flags, tt.change))
		if l := get(t, conn, link.Name("veth0")); l.Flags&changed != tt.want {
			t.Errorf("%s: flags %#x, want %#x", tt.name, l.Flags&changed, tt.want)
		}
	}
}

// Flags outside of the mask stay as they are.
func TestRule70FlagsHaveAMask(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"), link.SetUp(link.Name("veth0")),
		link.Set(link.Name("veth0"), &link.Link{Flags: unix.IFF_PROMISC, Change: unix.IFF_MULTICAST}))
	l := get(t, conn, link.Name("veth0"))
	if l.Flags&unix.IFF_UP == 0 || l.Flags&unix.IFF_PROMISC == 0 || l.Flags&unix.IFF_MULTICAST != 0 || l.Promiscuity != 1 {
		t.Errorf("flags %#x, promiscuity %d: want UP and PROMISC, no MULTICAST, 1", l.Flags, l.Promiscuity)
	}
	do(t, conn, link.SetDown(l))
	if l := get(t, conn, l); l.Flags&unix.IFF_UP != 0 || l.Flags&unix.IFF_PROMISC == 0 {
		t.Errorf("flags %#x, want PROMISC still and not UP", l.Flags)
	}
}

func TestRule71ANameSelectsOrRenames(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}),
		link.Add(&link.Link{Name: "br1", Index: 11, Data: &link.Bridge{}}))
	set := func(index byte, mtu uint32) nlmsg.Request {
		return byHand(unix.RTM_NEWLINK, 0, func(h []byte) { binary.NativeEndian.PutUint32(h[4:], uint32(index)) },
			func(e *rtattr.Encoder) {
				e.String(linux.IFLA_IFNAME, "br1")
				e.Uint32(linux.IFLA_MTU, mtu)
			})
	}
	do(t, conn, set(0, 1300))
	if a, b := get(t, conn, link.Index(10)), get(t, conn, link.Index(11)); a.MTU == 1300 || b.MTU != 1300 {
		t.Errorf("without an index: MTUs %d and %d, want that of br1 changed", a.MTU, b.MTU)
	}
	if err := conn.Do(set(10, 1400)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("with the index of br0: %v, want that it cannot be renamed to br1", err)
	}
	do(t, conn, link.Del(link.Index(11)), set(10, 1400))
	if l := get(t, conn, link.Index(10)); l.Name != "br1" || l.MTU != 1400 {
		t.Errorf("%v with MTU %d, want br1 with 1400", l, l.MTU)
	}
}

func TestRule72AGroupStandsForAllItsLinks(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, bridge("br0"), bridge("br1"), bridge("br2"),
		link.SetGroup(link.Name("br0"), 7), link.SetGroup(link.Name("br1"), 7))
	group := func(typ uint16, mtu uint32) nlmsg.Request {
		return byHand(typ, 0, noHeader, func(e *rtattr.Encoder) {
			e.Uint32(linux.IFLA_GROUP, 7)
			rtattr.NonZero(e.Uint32, linux.IFLA_MTU, mtu)
		})
	}
	do(t, conn, group(unix.RTM_NEWLINK, 1300))
	for name, want := range map[link.Name]bool{"br0": true, "br1": true, "br2": false} {
		if l := get(t, conn, name); (l.MTU == 1300) != want {
			t.Errorf("%v has MTU %d", l, l.MTU)
		}
	}
	do(t, conn, group(unix.RTM_DELLINK, 0))
	links, err := link.Filter{Kind: "bridge"}.List(conn)
	if err != nil || len(links) != 1 || links[0].Name != "br2" {
		t.Errorf("left after the deletion: %v, %v: want br2", links, err)
	}
}

func TestRule73TheMaskSelectsWhatAnAnswerHolds(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	size := func(mask uint32) (n int, stats bool) {
		t.Helper()
		m, err := conn.Get(byHand(unix.RTM_GETLINK, 0, noHeader, func(e *rtattr.Encoder) {
			e.String(linux.IFLA_IFNAME, "veth0")
			rtattr.NonZero(e.Uint32, linux.IFLA_EXT_MASK, mask)
		}))
		if err != nil {
			t.Fatal(err)
		}
		if m.Flags != 0 {
			t.Errorf("mask %#x: flags %#x, want nothing that tells", mask, m.Flags)
		}
		inet6 := attributes(attributes(attributes(m.Data[16:])[linux.IFLA_AF_SPEC].Data)[linux.AF_INET6].Data)
		_, stats = inet6[linux.IFLA_INET6_STATS]
		return len(m.Data), stats
	}
	all, stats := size(0)
	if !stats {
		t.Skip("needs the counters of IPv6 in IFLA_AF_SPEC")
	}
	if few, stats := size(linux.RTEXT_FILTER_SKIP_STATS); stats || few > all-300 {
		t.Errorf("without counters %d bytes, with them %d; counters there: %v", few, all, stats)
	}
	if l, err := (link.Filter{SkipStats: true, Kind: "veth"}).List(conn); err != nil || len(l) != 2 || l[0].AFSpec.Inet6.Stats != nil {
		t.Errorf("listed without counters: %v, %v", l, err)
	}
}

func TestRule74AlternativeNamesOnTheWire(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, bridge("br0"))
	change := func(typ uint16, names ...string) nlmsg.Request {
		return byHand(typ, 0, noHeader, func(e *rtattr.Encoder) {
			e.String(linux.IFLA_IFNAME, "br0")
			e.Nest(linux.IFLA_PROP_LIST, func() {
				for _, name := range names {
					e.String(linux.IFLA_ALT_IFNAME, name)
				}
			})
		})
	}
	do(t, conn, change(unix.RTM_NEWLINKPROP, "one", "two", "three"), change(unix.RTM_DELLINKPROP, "two"))
	m, err := conn.Get(byHand(unix.RTM_GETLINK, 0, noHeader, func(e *rtattr.Encoder) { e.String(linux.IFLA_ALT_IFNAME, "three") }))
	if err != nil {
		t.Fatal(err)
	}
	l, err := link.Decode(m)
	if err != nil || l.Name != "br0" || !slices.Equal(l.AltNames, []string{"one", "three"}) {
		t.Errorf("found %v with names %q, %v: want br0 with one and three", l, l.AltNames, err)
	}
	do(t, conn, link.AddAltNames(link.Name("br0"), "two"), link.DelAltNames(link.Name("br0"), "one"))
	if l := get(t, conn, link.Name("two")); !slices.Equal(l.AltNames, []string{"three", "two"}) {
		t.Errorf("names %q, want three and two", l.AltNames)
	}
}
