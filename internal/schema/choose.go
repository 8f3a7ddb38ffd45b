package schema

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Selector is a rule by which other parts of a message choose a layout. It also
// lets a table refer to one that refers back to it, as a veth's peer does to a
// link: Go does not let variables do that when they are initialized.
type Selector uint8

const (
	selectNothing       Selector = iota
	selectLink                   // a link, once more
	selectNexthop                // a nexthop of a route
	selectInfoData               // by IFLA_INFO_KIND
	selectInfoXstats             // by IFLA_INFO_KIND
	selectInfoSlaveData          // by IFLA_INFO_SLAVE_KIND
	selectProtInfo               // by family
	selectAFSpec                 // by family
	selectInetConf               // by direction
	selectNeighDump              // by the length of the request
	selectMDBEntry               // by the protocol in the struct
	selectMDBInfo                // by the protocol in the struct
	selectCacheReport            // by family
	selectUserOption             // by the options in the message
	selectRouteAddr              // by family
	selectExpires                // by family
	selectVia                    // by the family in it
	selectEncap                  // by RTA_ENCAP_TYPE, or NHA_ENCAP_TYPE
	selectSegments               // by how many segments are in it
	selectResult                 // by length
)

// The layouts that stand for others.
var (
	peer          = &Layout{Kind: Nest, Select: selectLink}
	nexthopRow    = &Layout{Kind: Nest, Select: selectNexthop}
	infoData      = &Layout{Kind: Nest, Select: selectInfoData}
	infoXstats    = &Layout{Kind: Binary, Select: selectInfoXstats}
	infoSlaveData = &Layout{Kind: Nest, Select: selectInfoSlaveData}
	protInfo      = &Layout{Kind: Nest, Select: selectProtInfo}
	afSpec        = &Layout{Kind: Nest, Select: selectAFSpec}
)

// choose returns what t stands for as the type of a child of n that holds body.
// The other children are known. Of a message, which is no child, n is the message
// itself.
func (n *Node) choose(t *Layout, body []byte) *Layout {
	switch t.Select {
	case selectLink:
		return link
	case selectNexthop:
		return nexthop
	case selectInfoData:
		return n.kind().data
	case selectInfoXstats:
		return n.kind().xstats
	case selectInfoSlaveData:
		return n.portKind().port
	case selectProtInfo:
		return n.byFamily(t, protInfos)
	case selectAFSpec:
		return n.byFamily(afSpecLink, afSpecs)
	case selectInetConf:
		if n.scope.request {
			return inetConfRequest
		}
	case selectNeighDump:
		if n.asksLikeLink() {
			return link
		}
	case selectMDBEntry:
		return byGroup(body, mdbEntry4, mdbEntry6, mdbEntryAddr)
	case selectMDBInfo:
		return byGroup(body, mdbInfo4, mdbInfo6, mdbInfoAddr)
	case selectCacheReport:
		if len(body) > 0 && body[0] == 129 { // RTNL_FAMILY_IP6MR
			return cacheReport6
		}
	case selectUserOption:
		return withOptions(body)
	case selectRouteAddr:
		return n.byFamily(t, routeAddrs)
	case selectExpires:
		return n.byFamily(t, expires)
	case selectVia:
		return viaOf(t, body)
	case selectEncap:
		return encapOf(n.value16(t.By))
	case selectSegments:
		return withSegments(t, body)
	case selectResult:
		return resultOf(t, body)
	}
	return t
}

// asksLikeLink reports that n, an RTM_GETNEIGH, asks for forwarding tables with a
// struct ifinfomsg, as iproute2 does on kernels that do not check strictly. The
// kernel goes by the length, unless the program wants it strict: what follows
// either struct has eight bytes for each attribute.
func (n *Node) asksLikeLink() bool {
	return n.Flags&linux.NLM_F_DUMP == linux.NLM_F_DUMP && len(n.Body) > 0 && n.Body[0] == linux.AF_BRIDGE && len(n.Body)%8 == 0
}

// byFamily returns the layout for the family in the nearest header, or other.
func (n *Node) byFamily(other *Layout, layouts []familyLayout) *Layout {
	for _, l := range layouts {
		if l.family == n.scope.family {
			return l.layout
		}
	}
	return other
}

type familyLayout struct {
	family uint8
	layout *Layout
}

var protInfos = []familyLayout{
	{linux.AF_BRIDGE, bridgePort},
	{linux.AF_INET6, afInet6},
}

var afSpecs = []familyLayout{
	{linux.AF_BRIDGE, afSpecBridge},
	{128, multicastTable}, // RTNL_FAMILY_IPMR
}

var routeAddrs = []familyLayout{
	{linux.AF_MPLS, labelStack},
}

var expires = []familyLayout{
	{128, ticks64}, // RTNL_FAMILY_IPMR
	{129, ticks64}, // RTNL_FAMILY_IP6MR
}

// linkKind gives what the nest IFLA_LINKINFO of a kind of link holds:
// IFLA_INFO_DATA and IFLA_INFO_XSTATS of a link of the kind, and
// IFLA_INFO_SLAVE_DATA of its ports. Nil stands for attributes, or bytes,
// without names.
type linkKind struct {
	name               string
	data, port, xstats *Layout
}

var linkKinds = []linkKind{
	{name: "amt", data: amt},
	{name: "bareudp", data: bareUDP},
	{name: "batadv", data: batadv},
	{name: "bond", data: bond, port: bondPort},
	{name: "bridge", data: bridge, port: bridgePort},
	{name: "caif", data: caif},
	{name: "can", data: can, xstats: canStats},
	{name: "dsa", data: dsa},
	{name: "dummy"},
	{name: "erspan", data: gre},
	{name: "geneve", data: geneve},
	{name: "gre", data: gre},
	{name: "gretap", data: gre},
	{name: "gtp", data: gtp},
	{name: "hsr", data: hsr},
	{name: "ifb"},
	{name: "ip6erspan", data: gre},
	{name: "ip6gre", data: gre},
	{name: "ip6gretap", data: gre},
	{name: "ip6tnl", data: ipTunnel},
	{name: "ipip", data: ipTunnel},
	{name: "ipoib", data: ipoib},
	{name: "ipvlan", data: ipvlan},
	{name: "ipvtap", data: ipvlan},
	{name: "lowpan"},
	{name: "macsec", data: macsec},
	{name: "macvlan", data: macvlan},
	{name: "macvtap", data: macvlan},
	{name: "netdevsim"},
	{name: "netkit", data: netkit},
	{name: "nlmon"},
	{name: "openvswitch"},
	{name: "ovpn", data: ovpn},
	{name: "pfcp"},
	{name: "ppp", data: ppp},
	{name: "rmnet", data: rmnet},
	{name: "sit", data: sit},
	{name: "team"},
	{name: "tun", data: tun},
	{name: "vcan"},
	{name: "veth", data: veth},
	{name: "virt_wifi"},
	{name: "vlan", data: vlan},
	{name: "vrf", data: vrf, port: vrfPort},
	{name: "vsockmon"},
	{name: "vti", data: vti},
	{name: "vti6", data: vti},
	{name: "vxcan", data: vxcan},
	{name: "vxlan", data: vxlan},
	{name: "wireguard"},
	{name: "wwan", data: wwan},
	{name: "xfrm", data: xfrm},
}

func (n *Node) kind() linkKind { return kindNamed(n.text(linux.IFLA_INFO_KIND)) }

// portKind returns the kind of the link that has the port. The kernel names it
// in IFLA_INFO_SLAVE_KIND. It asks for no name in a request, since it knows the
// port's master; iproute2 sends an IFLA_INFO_KIND of "bridge_slave".
func (n *Node) portKind() linkKind {
	if name := n.text(linux.IFLA_INFO_SLAVE_KIND); name != "" {
		return kindNamed(name)
	}
	return kindNamed(strings.TrimSuffix(n.text(linux.IFLA_INFO_KIND), "_slave"))
}

func kindNamed(name string) linkKind {
	known := linkKind{name: name}
	for _, k := range linkKinds {
		if k.name == name {
			known = k
			break
		}
	}
	if known.data == nil {
		known.data = opaque
	}
	if known.port == nil {
		known.port = opaque
	}
	if known.xstats == nil {
		known.xstats = raw
	}
	return known
}

// last returns the last attribute of n with a number, which is the one that the
// kernel takes, or nil.
func (n *Node) last(number uint16) *Node {
	for i := range slices.Backward(n.Children) {
		if c := &n.Children[i]; c.Role == Attribute && c.Number == number {
			return c
		}
	}
	return nil
}

// text returns the string in the attribute of n with a number, or "".
func (n *Node) text(number uint16) string {
	if c := n.last(number); c != nil {
		return c.Text()
	}
	return ""
}

// value16 returns the integer in the attribute of n with a number, or zero.
func (n *Node) value16(number uint16) uint16 {
	if c := n.last(number); c != nil && len(c.Body) >= 2 {
		return binary.NativeEndian.Uint16(c.Body)
	}
	return 0
}
