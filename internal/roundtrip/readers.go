package roundtrip

import (
	"encoding"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
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

// A Reader is a function of the library that decodes messages.
type Reader struct {
	// Name is that of the function, with its package.
	Name string

	types    []uint16 // of the messages that it takes
	families []byte   // those whose messages of these types are for no other; nil for all
	codec    interface {
		check(t testing.TB, m nlmsg.Message, types []uint16) (again []byte, ok bool)
		decoded(m nlmsg.Message) (encoding.BinaryAppender, error)
	}
}

// Readers are all there are. Those of certain families stand before that of the
// others.
var Readers = []Reader{
	{"link.Decode", types(linux.RTM_NEWLINK, linux.RTM_DELLINK, // and those that ask for links or change them
		linux.RTM_GETLINK, linux.RTM_SETLINK, linux.RTM_NEWLINKPROP, linux.RTM_DELLINKPROP), nil,
		of(link.Decode, as(link.Add, nil), as(setLink, nil))},
	{"link.DecodeStats", types(linux.RTM_NEWSTATS), nil, of(link.DecodeStats)},
	{"link.DecodeVNIs", types(linux.RTM_NEWTUNNEL, linux.RTM_DELTUNNEL), nil, of(link.DecodeVNIs, made(addVNIs))},
	{"addr.Decode", types(linux.RTM_NEWADDR, linux.RTM_DELADDR,
		linux.RTM_NEWMULTICAST, linux.RTM_DELMULTICAST, linux.RTM_GETMULTICAST,
		linux.RTM_NEWANYCAST, linux.RTM_DELANYCAST, linux.RTM_GETANYCAST), nil,
		of(addr.Decode, as(addr.Add, sentAddr))},
	{"addr.DecodeLabel", types(linux.RTM_NEWADDRLABEL, linux.RTM_DELADDRLABEL), nil,
		of(addr.DecodeLabel, as(addr.AddLabel, sentLabel))},
	{"addr.DecodePrefix", types(linux.RTM_NEWPREFIX), nil, of(addr.DecodePrefix)},
	{"mpls.Decode", types(linux.RTM_NEWROUTE, linux.RTM_DELROUTE), []byte{linux.AF_MPLS},
		of(mpls.Decode, as(mpls.Add, sentLabels))},
	{"mroute.Decode", types(linux.RTM_NEWROUTE, linux.RTM_DELROUTE),
		[]byte{linux.RTNL_FAMILY_IPMR, linux.RTNL_FAMILY_IP6MR}, of(mroute.Decode)},
	{"route.Decode", types(linux.RTM_NEWROUTE, linux.RTM_DELROUTE), nil,
		of(route.Decode, as(route.Add, sentRoute), as(route.Del, nil))},
	{"neigh.DecodeFDB", types(linux.RTM_NEWNEIGH, linux.RTM_DELNEIGH, linux.RTM_GETNEIGH), []byte{linux.AF_BRIDGE},
		of(neigh.DecodeFDB, as(neigh.AddFDB, sentFDB), made(neigh.GetFDBRequest))},
	{"neigh.Decode", types(linux.RTM_NEWNEIGH, linux.RTM_DELNEIGH, linux.RTM_GETNEIGH), nil,
		of(neigh.Decode, as(neigh.Add, sentNeigh), made(neigh.GetRequest))},
	{"neigh.DecodeTable", types(linux.RTM_NEWNEIGHTBL), nil, of(neigh.DecodeTable, as(setTable, sentTable))},
	{"rule.Decode", types(linux.RTM_NEWRULE, linux.RTM_DELRULE), nil,
		of(rule.Decode, as(rule.Add, sentRule), as(rule.Del, nil))},
	{"nexthop.Decode", types(linux.RTM_NEWNEXTHOP, linux.RTM_DELNEXTHOP), nil,
		of(nexthop.Decode, as(nexthop.Add, nil))},
	{"nexthop.DecodeBucket", types(linux.RTM_NEWNEXTHOPBUCKET, linux.RTM_DELNEXTHOPBUCKET), nil, of(nexthop.DecodeBucket)},
	{"bridge.DecodeMDB", types(linux.RTM_NEWMDB, linux.RTM_DELMDB, linux.RTM_GETMDB), nil,
		of(bridge.DecodeMDB, made(addGroup))},
	{"bridge.DecodeVLANs", types(linux.RTM_NEWVLAN, linux.RTM_DELVLAN), nil,
		of(bridge.DecodeVLANs, as(addVLANs, nil), as(setVLANOptions, nil))},
	{"netconf.Decode", types(linux.RTM_NEWNETCONF, linux.RTM_DELNETCONF), nil, of(netconf.Decode)},
	{"netns.DecodeID", types(linux.RTM_NEWNSID, linux.RTM_DELNSID), nil, of(netns.DecodeID)},
}

func types(t ...uint16) []uint16 { return t }

// For returns the reader that a message is for, or nil if there is none.
func For(m nlmsg.Message) *Reader {
	for i, r := range Readers {
		if slices.Contains(r.types, m.Type) &&
			(r.families == nil || len(m.Data) > 0 && slices.Contains(r.families, m.Data[0])) {
			return &Readers[i]
		}
	}
	return nil
}

// Decode returns what the function does.
func (r *Reader) Decode(m nlmsg.Message) (encoding.BinaryAppender, error) { return r.codec.decoded(m) }

// Check decodes m, which may be anything, and holds what comes of it to the rules of
// this package. It returns the body that was made of what was decoded, and whether m
// was accepted.
func (r *Reader) Check(t testing.TB, m nlmsg.Message) (again []byte, ok bool) {
	t.Helper()
	return r.codec.check(t, m, r.types)
}
