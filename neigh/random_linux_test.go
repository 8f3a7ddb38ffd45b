package neigh_test

import (
	"cmp"
	"net/netip"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomNeighs(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	conn := testprop.Dial(t, ns)
	type n = neigh.Neigh
	k := testprop.Kernel[n]{
		Conn: conn,
		Make: func() n {
			x := randomNeigh(conn.Random)
			for x.Dst.IsMulticast() {
				x = randomNeigh(conn.Random)
			}
			// With these the kernel asks for the neighbour, or the state ends.
			x.Flags &^= neigh.FlagUse | neigh.FlagManaged
			x.State &^= neigh.StateIncomplete | neigh.StateReachable | neigh.StateDelay | neigh.StateProbe
			return x
		},
		Add:     neigh.Add,
		Replace: func(x *n) nlmsg.Request { return testprop.Pick(conn.Random, neigh.Replace, neigh.Change)(x) },
		Del:     neigh.Del,
		Rekey: func(x, old *n) {
			x.Dst, x.Index = old.Dst, old.Index
			x.Flags = x.Flags&^neigh.FlagProxy | old.Flags&neigh.FlagProxy
		},
		List: func() ([]n, error) {
			var all []n
			for _, proxy := range []bool{false, true} {
				list, err := neigh.Filter{Proxy: proxy}.List(conn.Conn)
				if err != nil {
					return nil, err
				}
				for _, x := range list {
					x.Confirmed, x.Used, x.Updated, x.Refs, x.Probes = 0, 0, 0, 0, 0
					all = append(all, x)
				}
			}
			return slices.DeleteFunc(all, func(x n) bool { return x.Dst.IsMulticast() }), nil
		},
		Differs: []testprop.Difference[n]{
			{Why: "ages and counts are the kernel's report", Apply: func(want *n, _ n) {
				want.Confirmed, want.Used, want.Updated, want.Refs, want.Probes = 0, 0, 0, 0, 0
			}},
			{Why: "the Type is the kernel's report", Apply: func(want *n, read n) { want.Type = read.Type }},
			{Why: "the loopback has one neighbour of IPv4", Apply: func(want *n, _ n) {
				if want.Index == 1 && want.Dst.Is4() && !isProxy(want) {
					want.Dst = netip.IPv4Unspecified()
				}
			}},
			{Why: "a proxy entry has no State", Apply: func(want *n, _ n) {
				if isProxy(want) {
					want.State = 0
				}
			}},
			{Why: "kernels differ in whether a proxy entry keeps its Protocol", Apply: func(want *n, read n) {
				if isProxy(want) && want.Protocol == 0 {
					want.Protocol = read.Protocol
				}
			}},
			{Why: "eight bits of a State count", Apply: func(want *n, _ n) { want.State &= 0xff }},
			{Why: "a neighbour has some flags", Apply: func(want *n, read n) {
				if !isProxy(want) {
					want.Flags &= neigh.FlagRouter | neigh.FlagExtLearned | neigh.FlagExtValidated
				}
			}},
			{Why: "without a link-layer address a neighbour is no router", Apply: func(want *n, _ n) {
				if !isProxy(want) && want.State&withAddress == 0 {
					want.Flags &^= neigh.FlagRouter
				}
			}},
			{Why: "older kernels do not know flags beyond eight bits", Apply: func(want *n, read n) {
				if !testns.KernelSince(t, 6, 17) {
					want.Flags = want.Flags&0xff | read.Flags&^0xff
				}
			}},
			{Why: "a link-layer address is as long as the interface's", Apply: func(want *n, _ n) {
				if len(want.LLAddr) > 6 {
					want.LLAddr = want.LLAddr[:6]
				}
			}},
		},
		Stays: func(want *n, old n) {
			if !isProxy(want) && want.State&withAddress == 0 {
				want.Flags = want.Flags&^neigh.FlagRouter | old.Flags&neigh.FlagRouter
			} else if want.LLAddr == nil {
				want.LLAddr = old.LLAddr
			}
			if !isProxy(want) {
				want.Protocol = cmp.Or(want.Protocol, old.Protocol)
			}
		},
		// The kernel makes a neighbour, and changes its flags and its Protocol,
		// before it looks for an address that the State needs.
		Leaves: func(refused, left n) bool {
			return left.Index == refused.Index && left.Dst == refused.Dst && left.State&withAddress == 0 && left.LLAddr == nil
		},
		Options: gocmp.Options{values},
	}
	k.Check(t)
}

func isProxy(x *neigh.Neigh) bool { return x.Flags&neigh.FlagProxy != 0 }

// withAddress are the states of neighbours whose link-layer address is known.
const withAddress = neigh.StateStale | neigh.StateNoARP | neigh.StatePermanent
