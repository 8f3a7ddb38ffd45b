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
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rule"
)

// comesBack has what encodes and decodes the messages of the kernel again, by
// type.
var comesBack = map[uint16]func(*testing.T, nlmsg.Message){
	linux.RTM_NEWLINK:          again(link.Decode),
	linux.RTM_NEWADDR:          again(addr.Decode),
	linux.RTM_NEWROUTE:         anyRoute,
	linux.RTM_NEWNEIGH:         neighOrFDB,
	linux.RTM_NEWRULE:          again(rule.Decode),
	linux.RTM_NEWNEIGHTBL:      again(neigh.DecodeTable),
	linux.RTM_NEWADDRLABEL:     again(addr.DecodeLabel),
	linux.RTM_NEWNETCONF:       again(netconf.Decode),
	linux.RTM_NEWMDB:           again(bridge.DecodeMDB),
	linux.RTM_GETMDB:           again(bridge.DecodeMDB), // the type of those in a dump
	linux.RTM_NEWNSID:          again(netns.DecodeID),
	linux.RTM_NEWSTATS:         again(link.DecodeStats),
	linux.RTM_NEWNEXTHOP:       again(nexthop.Decode),
	linux.RTM_NEWVLAN:          again(bridge.DecodeVLANs),
	linux.RTM_NEWNEXTHOPBUCKET: again(nexthop.DecodeBucket),
	linux.RTM_NEWTUNNEL:        again(link.DecodeVNIs),
}

// The messages of routes and of neighbours are of several packages and types, by
// their family.

func anyRoute(t *testing.T, m nlmsg.Message) {
	switch m.Data[0] {
	case linux.AF_MPLS:
		again(mpls.Decode)(t, m)
	case linux.RTNL_FAMILY_IPMR, linux.RTNL_FAMILY_IP6MR:
		again(mroute.Decode)(t, m)
	default:
		again(route.Decode)(t, m)
	}
}

func neighOrFDB(t *testing.T, m nlmsg.Message) {
	if m.Data[0] == linux.AF_BRIDGE {
		again(neigh.DecodeFDB)(t, m)
	} else {
		again(neigh.Decode)(t, m)
	}
}

// again returns a function that decodes a message, encodes what it has decoded and
// decodes that: it must be the same, and no attribute may be lost.
func again[T encoding.BinaryAppender](decode func(nlmsg.Message) (T, error)) func(*testing.T, nlmsg.Message) {
	return func(t *testing.T, m nlmsg.Message) {
		first := decoded(t, decode, m)
		body, err := first.AppendBinary(nil)
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
	// What the kernel leaves out in a dump of groups, and not in other messages.
	`^family: want AF_UNSPEC \(00\), got AF_BRIDGE \(07\)\n$`,
	// That the weights of a group have 16 bits.
	`^NHA_OP_FLAGS: want NHA_OP_FLAG_RESP_GRP_RESVD_0 .*, got nothing\n$`,
	// What the kernel says a second time, if the counters were asked for.
	`^NHA_HW_STATS_ENABLE\[1\]: want .*, got nothing\n$`,
	// Nests that say nothing: no program, no port, no pin, no counters.
	`^IFLA_XDP: want \{IFLA_XDP_ATTACHED\}, got nothing\n$`,
	`^IFLA_(DEVLINK_PORT|DPLL_PIN|STATS_AF_SPEC): want \{\}, got nothing\n$`,
	// The kernel sends as a u8 what it takes as a flag.
	`/IFLA_VXLAN_TTL_INHERIT: want 1 \(01\), got no bytes\n$`,
}, "|"))

// What the kernel says is encoded as it was decoded.
func TestAnswersComeBack(t *testing.T) {
	for _, rec := range dumps(t) {
		t.Run(rec.ID, func(t *testing.T) {
			for i, m := range received(t, rec) {
				check := comesBack[m.Type]
				if check == nil {
					t.Errorf("messages of type %d are not encoded again", m.Type)
					continue
				}
				t.Run(fmt.Sprint(i), func(t *testing.T) { check(t, m) })
			}
		})
	}
}
