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
	selectAddr                   // by family
	selectAddrFlags              // by family
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

// chooser chooses the types of a node's children, once these are known. What
// several of them may depend on it looks up once.
type chooser struct {
	*Node
	data, port *linkKind
	encap      *Layout
}

// choose returns what t stands for as the type of a child that holds body and
// has flags; or as the type of the message that the node is.
func (n *chooser) choose(t *Layout, body []byte, flags uint16) *Layout {
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
		if n.scope.family == linux.AF_BRIDGE && flags&linux.NLA_F_NESTED == 0 && len(body) > 0 && len(body) < AttrHeaderLen {
			return bridgePortState // as programs for old kernels send it
		}
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
		return n.byFamily(t, cacheReports)
	case selectAddr:
		return n.byFamily(t, addrs)
	case selectAddrFlags:
		return n.byFamily(t, addrFlagsOf)
	case selectUserOption:
		return withOptions(body)
	case selectRouteAddr:
		return n.byFamily(t, routeAddrs)
	case selectExpires:
		return n.byFamily(t, expires)
	case selectVia:
		return viaOf(t, body)
	case selectEncap:
		if n.encap == nil {
			n.encap = encapOf(n.value16(t.By))
		}
		return n.encap
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
	{familyIPMR, multicastTable},
}

var routeAddrs = []familyLayout{
	{linux.AF_MPLS, labelStack},
}

var addrs = []familyLayout{
	{linux.AF_INET6, addr6},
}

var addrFlagsOf = []familyLayout{
	{linux.AF_INET6, addrFlags32v6},
}

var cacheReports = []familyLayout{
	{familyIP6MR, cacheReport6},
}

var expires = []familyLayout{
	{familyIPMR, ticks64},
	{familyIP6MR, ticks64},
}

// kind returns the kind of a link, which it names itself.
func (n *chooser) kind() *linkKind {
	if n.data == nil {
		n.data = new(kindNamed(n.text(linux.IFLA_INFO_KIND)))
	}
	return n.data
}

// portKind returns the kind of the link that has the port. The kernel names it
// in IFLA_INFO_SLAVE_KIND. It asks for no name in a request, since it knows the
// port's master; iproute2 sends an IFLA_INFO_KIND of "bridge_slave".
func (n *chooser) portKind() *linkKind {
	if n.port == nil {
		name := n.text(linux.IFLA_INFO_SLAVE_KIND)
		if name == "" {
			name, _ = strings.CutSuffix(n.text(linux.IFLA_INFO_KIND), "_slave")
			if name == n.text(linux.IFLA_INFO_KIND) {
				name = "" // the kind of the port, not of its master
			}
		}
		n.port = new(kindNamed(name))
	}
	return n.port
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
		return c.CString()
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
