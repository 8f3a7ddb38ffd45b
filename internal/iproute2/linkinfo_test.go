package iproute2

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/link"
)

// infoData has what ip prints of the attributes of a link's kind, by kind. It
// prints nothing of those that are not here.
var infoData = map[string]func(link.Kind) any{
	"bridge":    ofKind(bridgeTable),
	"bond":      pendingKind,
	"erspan":    pendingKind,
	"geneve":    pendingKind,
	"gre":       pendingKind,
	"gretap":    pendingKind,
	"gtp":       pendingKind,
	"hsr":       pendingKind,
	"ip6erspan": pendingKind,
	"ip6gre":    pendingKind,
	"ip6gretap": pendingKind,
	"ip6tnl":    pendingKind,
	"ipip":      pendingKind,
	"ipvlan":    pendingKind,
	"ipvtap":    pendingKind,
	"macsec":    pendingKind,
	"macvlan":   pendingKind,
	"macvtap":   pendingKind,
	"sit":       pendingKind,
	"tun":       pendingKind,
	"vlan":      pendingKind,
	"vrf":       pendingKind,
	"vti":       pendingKind,
	"vti6":      pendingKind,
	"vxlan":     pendingKind,
	"xfrm":      pendingKind,
}

// infoSlaveData has what ip prints of the attributes of a port, by the kind of its
// master.
var infoSlaveData = map[string]func(link.Kind) any{
	"bond":   pendingKind,
	"bridge": ofKind(bridgePortTable),
	"vrf":    pendingKind,
}

// ofKind makes an entry of a table.
func ofKind[K link.Kind](tab table[K]) func(link.Kind) any {
	return func(k link.Kind) any {
		known, ok := k.(K)
		if !ok {
			return fmt.Sprintf("a %T", k)
		}
		return tab.of(known)
	}
}

// pendingKind is for a kind that package link does not know yet. It fails when
// link does.
func pendingKind(k link.Kind) any {
	if _, ok := k.(*link.UnknownKind); !ok {
		return fmt.Sprintf("a %T, which needs a table", k)
	}
	return unchecked("no type in package link yet")
}

func linkInfo(l *link.Link) any {
	if l.Data == nil && l.Port == nil {
		return nil
	}
	return infoTable.of(l)
}

var infoTable = table[*link.Link]{
	{"info_kind", func(l *link.Link) any { return kindName(l.Data) }},
	{"info_data", func(l *link.Link) any { return attributes(infoData, l.Data) }},
	{"info_slave_kind", func(l *link.Link) any { return kindName(l.Port) }},
	{"info_slave_data", func(l *link.Link) any { return attributes(infoSlaveData, l.Port) }},
}

func kindName(k link.Kind) any {
	if k == nil {
		return nil
	}
	return k.Kind()
}

func attributes(tables map[string]func(link.Kind) any, k link.Kind) any {
	if k == nil || tables[k.Kind()] == nil {
		return nil
	}
	return tables[k.Kind()](k)
}
