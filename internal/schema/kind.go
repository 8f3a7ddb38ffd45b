package schema

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

// kindNamed returns the kind with a name. One that is not known here has
// attributes without names.
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
