package schema

import "github.com/seed-030106aa/rawnl/internal/linux"

// linkKind gives the attributes of a kind of link: IFLA_INFO_DATA of a link of
// the kind, and IFLA_INFO_SLAVE_DATA of its ports.
type linkKind struct {
	name       string
	data, port Type
}

var linkKinds = []linkKind{
	{"bridge", bridge, bridgePort},
	{"veth", veth, opaque},
}

// choose returns what t stands for if that depends on other parts of the
// message: the family in the nearest header, or an attribute among siblings.
// An IFLA_INFO_DATA of a kind that is not known here has attributes without
// names.
func choose(t Type, family uint8, siblings []Node) Type {
	switch t {
	case infoData:
		return kindOf(siblings, linux.IFLA_INFO_KIND).data
	case infoSlaveData:
		return kindOf(siblings, linux.IFLA_INFO_SLAVE_KIND).port
	case protInfo:
		switch family {
		case linux.AF_BRIDGE:
			return bridgePort
		case linux.AF_INET6:
			return afInet6
		}
		return opaque
	case afSpec:
		if family == linux.AF_BRIDGE {
			return afSpecBridge
		}
		return afSpecLink
	}
	return t
}

func kindOf(siblings []Node, number uint16) linkKind {
	name := ""
	for _, n := range siblings {
		if n.Number == number {
			name = n.Text()
		}
	}
	for _, k := range linkKinds {
		if k.name == name {
			return k
		}
	}
	return linkKind{name, opaque, opaque}
}
