package schema

import (
	"slices"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

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
		return kindOf(siblings).data
	case infoSlaveData:
		return portKindOf(siblings).port
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

func kindOf(siblings []Node) linkKind {
	return kindNamed(text(siblings, linux.IFLA_INFO_KIND))
}

// portKindOf returns the kind of the link that has the port. The kernel names
// it in IFLA_INFO_SLAVE_KIND. It asks for no name in a request, since it knows
// the port's master; iproute2 sends an IFLA_INFO_KIND of "bridge_slave".
func portKindOf(siblings []Node) linkKind {
	if name := text(siblings, linux.IFLA_INFO_SLAVE_KIND); name != "" {
		return kindNamed(name)
	}
	return kindNamed(strings.TrimSuffix(text(siblings, linux.IFLA_INFO_KIND), "_slave"))
}

func kindNamed(name string) linkKind {
	for _, k := range linkKinds {
		if k.name == name {
			return k
		}
	}
	return linkKind{name, opaque, opaque}
}

// text returns the string in the last attribute with a number: of several the
// kernel takes the last.
func text(nodes []Node, number uint16) string {
	for _, n := range slices.Backward(nodes) {
		if n.Number == number {
			return n.Text()
		}
	}
	return ""
}
