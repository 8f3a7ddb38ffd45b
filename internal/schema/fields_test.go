package schema_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/roundtrip"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// read are the messages of the kernel, by type, for each family that gives the
// attributes meanings of its own.
var read = []struct {
	name   string
	typ    uint16
	family uint8
	only   *regexp.Regexp // outermost attributes; nil for all
}{
	{"link", linux.RTM_NEWLINK, linux.AF_UNSPEC, nil},
	{"link of AF_BRIDGE", linux.RTM_NEWLINK, linux.AF_BRIDGE, regexp.MustCompile("^IFLA_(PROTINFO|AF_SPEC)$")},
	{"link of AF_INET6", linux.RTM_NEWLINK, linux.AF_INET6, regexp.MustCompile("^IFLA_PROTINFO$")},
	{"stats", linux.RTM_NEWSTATS, linux.AF_UNSPEC, nil},
	{"VNIs", linux.RTM_NEWTUNNEL, linux.AF_BRIDGE, nil},
	{"addr", linux.RTM_NEWADDR, linux.AF_INET, nil},
	{"addr of AF_INET6", linux.RTM_NEWADDR, linux.AF_INET6, nil},
	{"label", linux.RTM_NEWADDRLABEL, linux.AF_INET6, nil},
	{"route", linux.RTM_NEWROUTE, linux.AF_INET, nil},
	{"route of AF_INET6", linux.RTM_NEWROUTE, linux.AF_INET6, nil},
	{"route of AF_MPLS", linux.RTM_NEWROUTE, linux.AF_MPLS, nil},
	{"route of RTNL_FAMILY_IPMR", linux.RTM_NEWROUTE, linux.RTNL_FAMILY_IPMR, nil},
	{"neigh", linux.RTM_NEWNEIGH, linux.AF_INET, nil},
	{"FDB", linux.RTM_NEWNEIGH, linux.AF_BRIDGE, nil},
	{"neighbour table", linux.RTM_NEWNEIGHTBL, linux.AF_INET, nil},
	{"rule", linux.RTM_NEWRULE, linux.AF_INET, nil},
	{"nexthop", linux.RTM_NEWNEXTHOP, linux.AF_INET, nil},
	{"bucket", linux.RTM_NEWNEXTHOPBUCKET, linux.AF_UNSPEC, nil},
	{"netconf", linux.RTM_NEWNETCONF, linux.AF_INET, nil},
	{"namespace", linux.RTM_NEWNSID, linux.AF_UNSPEC, nil},
	{"VLANs", linux.RTM_NEWVLAN, linux.AF_BRIDGE, nil},
	{"MDB", linux.RTM_NEWMDB, linux.AF_BRIDGE, nil},
}

// noField are attributes without a field, or that are not written as they were
// read, and why: a decoder, a colon and a path.
var noField = []struct{ path, why string }{
	{`link: IFLA_(COST|PRIORITY|WIRELESS|WEIGHT)`, "is in Rest: the kernel has no use for it, or no more"},
	{`link: IFLA_PROTINFO`, "means something in the messages of other families alone"},
	{`link: IFLA_STATS`, "is the counters of IFLA_STATS64, cut to 32 bits"},
	{`link: IFLA_(EXT_MASK|ALT_IFNAME)`, "is to ask for a link"},
	{`link: IFLA_LINKINFO/IFLA_INFO_(SLAVE_)?KIND`, "is the name of no kind"},
	{`link: IFLA_LINKINFO/IFLA_INFO_DATA of caif/.*`, "is gone from the kernel"},
	{`link: IFLA_(PORT_SELF|VF_PORTS/IFLA_VF_PORT)/IFLA_PORT_VSI_TYPE`, "is used by no driver"},
	{`link: IFLA_(PORT_SELF|VF_PORTS/IFLA_VF_PORT)/IFLA_PORT_PROFILE`, "is written in the 40 bytes that the kernel sends"},
	{`link: IFLA_PORT_SELF/IFLA_PORT_VF`, "is for the ports of functions"},
	{`link.*/IFLA_INET6_MCAST`, "has never been sent"},
	{`link: .* of mac(vlan|vtap)/IFLA_MACVLAN_MACADDR`, "is for requests, and is written in IFLA_MACVLAN_MACADDR_DATA"},
	{`link: .* of mac(vlan|vtap)/IFLA_MACVLAN_MACADDR_COUNT`, "is the number of addresses beside it"},
	{`link: .* of vxlan/IFLA_VXLAN_TTL_INHERIT`, "is written as the flag that the kernel takes it for"},
	{`link: .* of (gre|gretap|erspan)/IFLA_GRE_(ENCAP_LIMIT|FLOWINFO|FLAGS)`, "is for tunnels over IPv6"},
	{`link: .* of ip6(gre|gretap|erspan)/IFLA_GRE_(TOS|PMTUDISC|IGNORE_DF)`, "is for tunnels over IPv4"},
	{`link: .* of (gre|gretap|ip6gre|ip6gretap)/IFLA_GRE_ERSPAN_.*`, "is for erspan and ip6erspan"},
	{`link: .* of (ipip|sit)/IFLA_IPTUN_(ENCAP_LIMIT|FLOWINFO)`, "is for tunnels over IPv6"},
	{`link: .* of ipip/IFLA_IPTUN_FLAGS`, "is for sit and ip6tnl"},
	{`link: .* of ip6tnl/IFLA_IPTUN_(TOS|PMTUDISC)`, "is for tunnels over IPv4"},
	{`link: .* of (ipip|ip6tnl)/IFLA_IPTUN_6RD_.*`, "is for sit"},
	{`link: .* of sit/IFLA_IPTUN_COLLECT_METADATA`, "is for ipip and ip6tnl"},
	{`link of AF_BRIDGE: IFLA_AF_SPEC/IFLA_BRIDGE_(MRP|CFM)/.*`, "is for programs of their own, which speak Media Redundancy Protocol and Connectivity Fault Management"},

	{`addr of AF_INET6: IFA_LOCAL`, "alone is the address, and is written as such"},
	{`addr of AF_INET6: IFA_FLAGS`, "has another name for the flag if there is no address"},

	{`route.*: (.*/)?RTA_(PROTOINFO|SESSION|MP_ALGO)`, "is used by no kernel"},
	{`route.*: (.*/)?RTA_(IP_PROTO|SPORT|DPORT|FLOWLABEL)`, "is for asking for a route"},
	{`route.*: RTA_DEL_REASON`, "is of a kernel newer than any that was tried"},
	{`route( of AF_INET6)?: RTA_(NEWDST|TTL_PROPAGATE|MFC_STATS)`, "is for other families"},
	{`route of AF_MPLS: RTA_(SRC|IIF|GATEWAY|PRIORITY|PREFSRC|FLOW|CACHEINFO|MARK|MFC_STATS|PREF|EXPIRES|UID|NH_ID)`, "is for other families"},
	{`route of RTNL_FAMILY_IPMR: RTA_(OIF|GATEWAY|PRIORITY|PREFSRC|FLOW|CACHEINFO|MARK|VIA|NEWDST|PREF|TTL_PROPAGATE|UID|NH_ID)`, "is for other families"},
	{`route of (AF_MPLS|RTNL_FAMILY_IPMR): (.*/)?RTA_(ENCAP_TYPE|ENCAP of .*|METRICS/.*)`, "is for other families"},
	{`route.*: RTA_MULTIPATH/RTA_(DST|SRC|IIF|OIF|PRIORITY|PREFSRC|METRICS/.*|CACHEINFO|TABLE|MARK|MFC_STATS|PREF|EXPIRES|UID|TTL_PROPAGATE|NH_ID|DEL_REASON)`, "is for a route, not for a nexthop of it"},
	{`route( of AF_INET6)?: RTA_MULTIPATH/RTA_NEWDST`, "is for other families"},
	{`route of AF_MPLS: RTA_MULTIPATH/RTA_(GATEWAY|FLOW)`, "is for other families"},
	{`route of AF_MPLS: RTA_TABLE`, "is always the main table"},
	{`route of RTNL_FAMILY_IPMR: RTA_MULTIPATH/RTA_(GATEWAY|FLOW|VIA|NEWDST)`, "is for other families: an outgoing interface has no attributes"},
	{`route of AF_INET6: (RTA_MULTIPATH/)?RTA_VIA`, "is for IPv4: that of IPv6 is RTA_GATEWAY, and is written as such"},
	{`route( of AF_INET6)?: RTA_EXPIRES`, "is for requests, and is written in RTA_CACHEINFO"},
	{`route( of AF_INET6)?: RTA_CACHEINFO`, "has an error without a name, and numbers that are no more in use"},

	{`.*_ENCAP_TYPE`, "says nothing without a tunnel"},
	{`.*_ENCAP of type 3/ILA_ATTR_(IDENTIFIER|LOCATOR_MATCH|IFINDEX|DIR)`, "is for generic netlink, family ila"},
	{`.*_ENCAP of type (8/RPL_IPTUNNEL_SRH|9/IOAM6_IPTUNNEL_TRACE)`, "cannot be made up: its numbers must fit together"},

	{`neigh: NDA_(VLAN|PORT|VNI|IFINDEX|MASTER|LINK_NETNSID|SRC_VNI|NH_ID|FDB_EXT_ATTRS/.*)`, "is for AF_BRIDGE"},
	{`FDB: NDA_(PROBES|PROTOCOL)`, "is for neighbours of IP"},
	{`(neigh|FDB): NDA_NDM_(STATE|FLAGS)_MASK`, "is for flushing"},

	{`nexthop: NHA_(GROUPS|MASTER)`, "is to ask for nexthops"},
	{`nexthop: NHA_OP_FLAGS`, "is to ask for statistics, of which the kernel gives back one flag"},
	{`nexthop: NHA_RES_BUCKET/.*`, "is for messages about buckets"},
	{`bucket: NHA_(GROUP(_TYPE|S|_STATS/.*)?|BLACKHOLE|OIF|GATEWAY|ENCAP.*|MASTER|FDB|RES_GROUP/.*|OP_FLAGS|HW_STATS_.*|DST_PORT)`, "is for messages about nexthops"},
	{`namespace: NETNSA_(PID|FD|TARGET_NSID)`, "is to ask for a namespace"},
}

// Each attribute of the tables, which are those of the kernel's headers, has a
// field: alone in a message, it is nothing unknown, and what writes all that was
// read writes it again.
func TestEveryAttributeHasAField(t *testing.T) {
	excuses := make([]*regexp.Regexp, len(noField))
	used := make([]bool, len(noField))
	for i, e := range noField {
		excuses[i] = regexp.MustCompile("^(" + e.path + ")$")
	}
	for _, d := range read {
		t.Run(d.name, func(t *testing.T) {
			n := 0
			for _, s := range schema.Samples(d.typ, d.family) {
				first, _, _ := strings.Cut(s.Path, "/")
				if d.only != nil && !d.only.MatchString(first) {
					continue
				}
				n++
				why := missing(d.typ, s)
				excused := false
				for i, e := range excuses {
					if e.MatchString(d.name + ": " + s.Path) {
						excused = true
						used[i] = used[i] || why != ""
					}
				}
				if why != "" && !excused {
					t.Errorf("%s: %s", s.Path, why)
				}
			}
			if n == 0 {
				t.Error("no attributes")
			}
		})
	}
	for i, e := range noField {
		if !used[i] {
			t.Errorf("all that is %s has a field: %s", e.path, e.why)
		}
	}
}

// missing says what of a sample is lost, if something is.
func missing(typ uint16, s schema.Sample) string {
	m := nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: s.Body}
	v, err := roundtrip.For(m).Decode(m)
	if err != nil {
		return err.Error()
	}
	if at := unknown(reflect.ValueOf(v), ""); at != "" {
		return "is in " + at
	}
	body, err := v.AppendBinary(nil)
	if err != nil {
		return "is not written: " + err.Error()
	}
	theirs, _ := m.AppendBinary(nil)
	ours, _ := nlmsg.Message{Header: m.Header, Data: body}.AppendBinary(nil)
	var lost []string
	for diff := range strings.Lines(golden.DiffTree(theirs, ours)) {
		// The header depends on what else is there, and more is no loss.
		if !headerField.MatchString(diff) && !strings.Contains(diff, ": want nothing, got") {
			lost = append(lost, "written again: "+strings.TrimSpace(diff))
		}
	}
	return strings.Join(lost, "; ")
}

var headerField = regexp.MustCompile(`^[a-z_]+: `)

// unknown returns the first field for what has no other that has something.
func unknown(v reflect.Value, path string) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		if u, ok := v.Interface().(*link.UnknownKind); ok {
			return fmt.Sprintf("%s: a kind %q", path, u.Name)
		}
		return unknown(v.Elem(), path)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if at := unknown(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); at != "" {
				return at
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if (strings.HasPrefix(f.Name, "Unknown") || f.Name == "Rest") && v.Field(i).Len() > 0 {
				return path + "." + f.Name
			}
			if at := unknown(v.Field(i), path+"."+f.Name); at != "" {
				return at
			}
		}
	}
	return ""
}
