package link_test

import (
	"maps"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Networks that are added and deleted at random, several ranges at once, are listed
// as they were given. A request that is refused has done what stands before the
// network that cannot be, and nothing behind it.
func TestRandomVNIs(t *testing.T) {
	t.Parallel()
	setup, ns := vniNS(t, 10, 11)
	do(t, setup, link.Add(&link.Link{Index: 12, Flags: unix.IFF_UP, Data: &link.VXLAN{Port: 4790, CollectMetadata: new(true),
		VNIFilter: new(true), Learning: new(false), Link: new(1)}})) // with a Link it can join multicast groups
	conn := testprop.Dial(t, ns)
	now := networks{}
	for range testprop.Structs() {
		index := testprop.Pick(conn.Random, 10, 11, 12, 12, 10+conn.IntN(5), int(conn.Uint(64)))
		ranges := randomVNIs(conn.Random)
		for i := range ranges {
			const few = 100
			ranges[i].Last = min(ranges[i].Last, ranges[i].First+few)
		}
		req, step := link.AddVNIs(link.Index(index), ranges...), networks.add
		if conn.IntN(3) == 0 {
			req, step = link.DelVNIs(link.Index(index), ranges...), networks.del
		}
		outcome := conn.Try(t, req)
		after, err := link.ListVNIs(conn.Conn)
		if err != nil {
			t.Fatal(err)
		}
		now = now.reached(t, req, outcome, after, index, ranges, step)
	}
}

// network is one of a VXLAN.
type network struct {
	index int
	id    uint32
}

// networks are those that there are, with their groups.
type networks map[network]netip.Addr

func (n networks) add(k network, group netip.Addr) { n[k] = group }

func (n networks) del(k network, _ netip.Addr) { delete(n, k) }

// reached returns what became of n by a request that was carried out or refused, and
// fails if that is not what was read.
func (n networks) reached(t *testing.T, req nlmsg.Request, outcome testprop.Outcome, read []link.VNIs,
	index int, ranges []link.VNIRange, step func(networks, network, netip.Addr)) networks {
	t.Helper()
	now := maps.Clone(n)
	reached := func() bool { return cmp.Equal(now.list(), read, cmpAddr) }
	if outcome != testprop.Accepted && reached() {
		return now
	}
	if outcome != testprop.Unsent {
		for _, r := range ranges {
			group := r.Group
			if group.IsValid() && group.IsUnspecified() { // which is none
				group = netip.Addr{}
			}
			for id := r.First; id <= max(r.First, r.Last); id++ {
				step(now, network{index, id}, group)
				if outcome == testprop.Refused && reached() {
					return now
				}
			}
		}
	}
	if outcome != testprop.Accepted || !reached() {
		t.Fatalf("%v %v: outcome %d. Before: %v (-want +read)\n%s", req, ranges, outcome, n.list(), cmp.Diff(now.list(), read, cmpAddr))
	}
	return now
}

// list returns them as ranges, as long as there can be.
func (n networks) list() (list []link.VNIs) {
	for _, index := range []int{10, 11, 12} {
		var v link.VNIs
		for _, k := range slices.SortedFunc(maps.Keys(n), func(a, b network) int { return int(a.id) - int(b.id) }) {
			switch last := len(v.Ranges) - 1; {
			case k.index != index:
			case last >= 0 && v.Ranges[last].Last+1 == k.id && v.Ranges[last].Group == n[k]:
				v.Ranges[last].Last++
			default:
				v.Index, v.Ranges = index, append(v.Ranges, link.VNIRange{First: k.id, Last: k.id, Group: n[k]})
			}
		}
		if v.Index != 0 {
			list = append(list, v)
		}
	}
	return list
}
