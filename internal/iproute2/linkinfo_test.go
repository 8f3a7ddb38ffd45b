package iproute2

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/link"
)

// infoData has what ip prints of the attributes of a link's kind, by kind. It
// prints nothing of those that are not here.
var infoData = map[string]func(link.Kind) any{
	"bridge":    ofKind(bridgeTable),
	"bond":      ofKind(bondTable),
	"erspan":    erspan,
	"geneve":    ofKind(geneveTable),
	"gre":       ofKind(greTable),
	"gretap":    gretap,
	"gtp":       ofKind(gtpTable),
	"hsr":       ofKind(hsrTable),
	"ip6erspan": ip6erspan,
	"ip6gre":    ofKind(ip6greTable),
	"ip6gretap": ip6gretap,
	"ip6tnl":    ofKind(ip6tnlTable),
	"ipip":      ofKind(ipipTable),
	"ipvlan":    ofKind(ipvlanTable),
	"ipvtap":    ipvtap,
	"macsec":    ofKind(macsecTable),
	"macvlan":   ofKind(macvlanTable),
	"macvtap":   macvtap,
	"netkit":    ofKind(netkitTable),
	"sit":       ofKind(sitTable),
	"tun":       ofKind(tunTable),
	"vlan":      ofKind(vlanKindTable),
	"vrf":       ofKind(vrfTable),
	"vti":       ofKind(vtiTable),
	"vti6":      vti6,
	"vxlan":     ofKind(vxlanTable),
	"xfrm":      ofKind(xfrmTable),
}

// infoSlaveData has what ip prints of the attributes of a port, by the kind of its
// master.
var infoSlaveData = map[string]func(link.Kind) any{
	"bond":   ofKind(bondPortTable),
	"bridge": ofKind(bridgePortTable),
	"vrf":    ofKind(vrfPortTable),
}

// ofKind makes an entry of a table.
func ofKind[K link.Kind](tab table[K]) func(link.Kind) any {
	return func(k link.Kind) any {
		known, ok := k.(K)
		if !ok {
			return unknownType(k)
		}
		return tab.of(known)
	}
}

// unknownType is in place of what is printed of a kind that is of another type.
func unknownType(k link.Kind) any { return fmt.Sprintf("a %T", k) }

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
