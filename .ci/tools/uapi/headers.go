package main

// headers are those of the kernel's user interface that rtnetlink and its
// attributes are declared in. One that the include directory lacks is left
// out.
var headers = []string{
	"asm-generic/errno-base.h",
	"asm-generic/errno.h",
	"linux/amt.h",
	"linux/batman_adv.h",
	"linux/can.h",
	"linux/can/netlink.h",
	"linux/can/vxcan.h",
	"linux/cfm_bridge.h",
	"linux/dcbnl.h",
	"linux/dpll.h",
	"linux/fib_rules.h",
	"linux/gen_stats.h",
	"linux/genetlink.h",
	"linux/gtp.h",
	"linux/if.h",
	"linux/if_addr.h",
	"linux/if_addrlabel.h",
	"linux/if_arp.h",
	"linux/if_bonding.h",
	"linux/if_bridge.h",
	"linux/if_ether.h",
	"linux/if_link.h",
	"linux/if_macsec.h",
	"linux/if_tun.h",
	"linux/if_tunnel.h",
	"linux/if_vlan.h",
	"linux/ila.h",
	"linux/in.h",
	"linux/in6.h",
	"linux/in_route.h",
	"linux/ioam6.h",
	"linux/ioam6_iptunnel.h",
	"linux/ip.h",
	"linux/ip6_tunnel.h",
	"linux/ipv6.h",
	"linux/ipv6_route.h",
	"linux/lwtunnel.h",
	"linux/mpls.h",
	"linux/mpls_iptunnel.h",
	"linux/mroute.h",
	"linux/mroute6.h",
	"linux/mrp_bridge.h",
	"linux/neighbour.h",
	"linux/net_namespace.h",
	"linux/netconf.h",
	"linux/netdevice.h",
	"linux/netlink.h",
	"linux/nexthop.h",
	"linux/ovpn.h",
	"linux/pkt_cls.h",
	"linux/pkt_sched.h",
	"linux/rpl.h",
	"linux/rpl_iptunnel.h",
	"linux/rtnetlink.h",
	"linux/seg6.h",
	"linux/seg6_hmac.h",
	"linux/seg6_iptunnel.h",
	"linux/seg6_local.h",
	"linux/snmp.h",
	"linux/socket.h",
	"linux/veth.h",
	"linux/wwan.h",
}

var wanted = func() map[string]bool {
	set := make(map[string]bool)
	for _, h := range headers {
		set[h] = true
	}
	return set
}()
