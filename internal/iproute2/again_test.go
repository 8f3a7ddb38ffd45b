package iproute2

import (
	"encoding"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// comesBack has what encodes and decodes the messages of the kernel again, by
// type.
var comesBack = map[uint16]func(*testing.T, nlmsg.Message){
	linux.RTM_NEWLINK:  again(link.Decode),
	linux.RTM_NEWADDR:  again(addr.Decode),
	linux.RTM_NEWROUTE: ofIP(again(route.Decode)),
}

// pendingTypes are the types of messages that the library does not have yet.
var pendingTypes = map[uint16]string{
	28:  "neigh: RTM_NEWNEIGH",
	32:  "rule: RTM_NEWRULE",
	64:  "neigh: RTM_NEWNEIGHTBL",
	72:  "addrlabel: RTM_NEWADDRLABEL",
	80:  "netconf: RTM_NEWNETCONF",
	84:  "link: RTM_NEWMDB",
	86:  "link: RTM_GETMDB, the type of answers to itself",
	88:  "netns: RTM_NEWNSID",
	92:  "link: RTM_NEWSTATS",
	104: "nexthop: RTM_NEWNEXTHOP",
	112: "link: RTM_NEWVLAN",
	116: "nexthop: RTM_NEWNEXTHOPBUCKET",
	120: "link: RTM_NEWTUNNEL",
}

// ofIP is for routes, of which the library does not have those of MPLS yet.
func ofIP(again func(*testing.T, nlmsg.Message)) func(*testing.T, nlmsg.Message) {
	return func(t *testing.T, m nlmsg.Message) {
		if !isMPLS(m) {
			again(t, m)
		} else if _, err := route.Decode(m); err == nil {
			t.Error("routes of MPLS are decoded: encode them again")
		}
	}
}

// isMPLS reports whether a message is about a route of MPLS (AF_MPLS).
func isMPLS(m nlmsg.Message) bool { return m.Data[0] == 28 }

// again returns a function that decodes a message, encodes what it has decoded and
// decodes that: it must be the same, and no attribute may be lost.
func again[T encoding.BinaryAppender](decode func(nlmsg.Message) (*T, error)) func(*testing.T, nlmsg.Message) {
	return func(t *testing.T, m nlmsg.Message) {
		first := decoded(t, decode, m)
		body, err := (*first).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		encoded := nlmsg.Message{Header: m.Header, Data: body}
		second := decoded(t, decode, encoded)
		addrs := cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})
		if diff := cmp.Diff(first, second, addrs); diff != "" {
			t.Errorf("decoded again (-first +second)\n%s", diff)
		}
		theirs, _ := m.AppendBinary(nil)
		ours, _ := encoded.AppendBinary(nil)
		for diff := range strings.Lines(golden.DiffTree(theirs, ours)) {
			if !mayBeLost.MatchString(diff) {
				t.Errorf("encoded again: %s", diff)
			}
		}
	}
}

// mayBeLost are the differences there may be between a message of the kernel and
// that made of what was decoded.
var mayBeLost = regexp.MustCompile(strings.Join([]string{
	// Zero where it is the same as nothing.
	`: want (.* \()?00( 00)*\)?, got nothing\n$`,
	// The counters of IFLA_STATS64, cut to 32 bits.
	`^IFLA_STATS: want .*, got nothing\n$`,
	// Nests that say nothing: no program, no port, no pin.
	`^IFLA_XDP: want \{IFLA_XDP_ATTACHED\}, got nothing\n$`,
	`^IFLA_(DEVLINK_PORT|DPLL_PIN): want \{\}, got nothing\n$`,
	// The number of addresses that are there as well.
	`/IFLA_MACVLAN_MACADDR_COUNT: want .*, got nothing\n$`,
	// The kernel sends as a u8 what it takes as a flag.
	`/IFLA_VXLAN_TTL_INHERIT: want 1 \(01\), got no bytes\n$`,
}, "|"))

// What the kernel says is encoded as it was decoded.
func TestAnswersComeBack(t *testing.T) {
	for _, rec := range dumps(t) {
		t.Run(rec.ID, func(t *testing.T) {
			for i, m := range received(t, rec) {
				check := comesBack[m.Type]
				switch _, later := pendingTypes[m.Type]; {
				case check == nil && !later:
					t.Errorf("messages of type %d are neither encoded again nor pending", m.Type)
				case check != nil && later:
					t.Errorf("messages of type %d are encoded again, and pending", m.Type)
				case check != nil:
					t.Run(fmt.Sprint(i), func(t *testing.T) { check(t, m) })
				}
			}
		})
	}
}
