package schema

// Address families (linux/socket.h), and two of rtnetlink's own
// (linux/rtnetlink.h).
var familyValues = []Value{
	{0, "AF_UNSPEC"},
	{1, "AF_UNIX"},
	{2, "AF_INET"},
	{3, "AF_AX25"},
	{4, "AF_IPX"},
	{5, "AF_APPLETALK"},
	{6, "AF_NETROM"},
	{7, "AF_BRIDGE"},
	{8, "AF_ATMPVC"},
	{9, "AF_X25"},
	{10, "AF_INET6"},
	{11, "AF_ROSE"},
	{12, "AF_DECnet"},
	{13, "AF_NETBEUI"},
	{14, "AF_SECURITY"},
	{15, "AF_KEY"},
	{16, "AF_NETLINK"},
	{17, "AF_PACKET"},
	{18, "AF_ASH"},
	{19, "AF_ECONET"},
	{20, "AF_ATMSVC"},
	{21, "AF_RDS"},
	{22, "AF_SNA"},
	{23, "AF_IRDA"},
	{24, "AF_PPPOX"},
	{25, "AF_WANPIPE"},
	{26, "AF_LLC"},
	{27, "AF_IB"},
	{28, "AF_MPLS"},
	{29, "AF_CAN"},
	{30, "AF_TIPC"},
	{31, "AF_BLUETOOTH"},
	{32, "AF_IUCV"},
	{33, "AF_RXRPC"},
	{34, "AF_ISDN"},
	{35, "AF_PHONET"},
	{36, "AF_IEEE802154"},
	{37, "AF_CAIF"},
	{38, "AF_ALG"},
	{39, "AF_NFC"},
	{40, "AF_VSOCK"},
	{41, "AF_KCM"},
	{42, "AF_QIPCRTR"},
	{43, "AF_SMC"},
	{44, "AF_XDP"},
	{45, "AF_MCTP"},
	{128, "RTNL_FAMILY_IPMR"},
	{129, "RTNL_FAMILY_IP6MR"},
}

// Address families, in the first byte of most headers.
var (
	family   = &Layout{Kind: Enum, Size: 1, Values: familyValues}
	family16 = &Layout{Kind: Enum, Size: 2, Values: familyValues}
)

// linux/if.h.
var linkFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "IFF_UP"},
	{0x2, "IFF_BROADCAST"},
	{0x4, "IFF_DEBUG"},
	{0x8, "IFF_LOOPBACK"},
	{0x10, "IFF_POINTOPOINT"},
	{0x20, "IFF_NOTRAILERS"},
	{0x40, "IFF_RUNNING"},
	{0x80, "IFF_NOARP"},
	{0x100, "IFF_PROMISC"},
	{0x200, "IFF_ALLMULTI"},
	{0x400, "IFF_MASTER"},
	{0x800, "IFF_SLAVE"},
	{0x1000, "IFF_MULTICAST"},
	{0x2000, "IFF_PORTSEL"},
	{0x4000, "IFF_AUTOMEDIA"},
	{0x8000, "IFF_DYNAMIC"},
	{0x10000, "IFF_LOWER_UP"},
	{0x20000, "IFF_DORMANT"},
	{0x40000, "IFF_ECHO"},
}}

// linux/if.h, RFC 2863.
var operState = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IF_OPER_UNKNOWN"},
	{1, "IF_OPER_NOTPRESENT"},
	{2, "IF_OPER_DOWN"},
	{3, "IF_OPER_LOWERLAYERDOWN"},
	{4, "IF_OPER_TESTING"},
	{5, "IF_OPER_DORMANT"},
	{6, "IF_OPER_UP"},
}}

// linux/if_link.h.
var addrGenMode = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "IN6_ADDR_GEN_MODE_EUI64"},
	{1, "IN6_ADDR_GEN_MODE_NONE"},
	{2, "IN6_ADDR_GEN_MODE_STABLE_PRIVACY"},
	{3, "IN6_ADDR_GEN_MODE_RANDOM"},
}}

// linux/rtnetlink.h.
var extMask = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "RTEXT_FILTER_VF"},
	{0x2, "RTEXT_FILTER_BRVLAN"},
	{0x4, "RTEXT_FILTER_BRVLAN_COMPRESSED"},
	{0x8, "RTEXT_FILTER_SKIP_STATS"},
	{0x10, "RTEXT_FILTER_MRP"},
	{0x20, "RTEXT_FILTER_CFM_CONFIG"},
	{0x40, "RTEXT_FILTER_CFM_STATUS"},
	{0x80, "RTEXT_FILTER_MST"},
	{0x100, "RTEXT_FILTER_NAME_ONLY"},
}}

var (
	addrFlags8  = &Layout{Kind: Bits, Size: 1, Values: addrFlagValues}
	addrFlags32 = &Layout{Kind: Bits, Size: 4, Values: addrFlagValues}
)

// linux/if_addr.h. Bit 0 is called IFA_F_TEMPORARY on IPv6 addresses.
var addrFlagValues = []Value{
	{0x1, "IFA_F_SECONDARY"},
	{0x2, "IFA_F_NODAD"},
	{0x4, "IFA_F_OPTIMISTIC"},
	{0x8, "IFA_F_DADFAILED"},
	{0x10, "IFA_F_HOMEADDRESS"},
	{0x20, "IFA_F_DEPRECATED"},
	{0x40, "IFA_F_TENTATIVE"},
	{0x80, "IFA_F_PERMANENT"},
	{0x100, "IFA_F_MANAGETEMPADDR"},
	{0x200, "IFA_F_NOPREFIXROUTE"},
	{0x400, "IFA_F_MCAUTOJOIN"},
	{0x800, "IFA_F_STABLE_PRIVACY"},
}

// linux/rtnetlink.h, as all below.
var routeScope = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "RT_SCOPE_UNIVERSE"},
	{200, "RT_SCOPE_SITE"},
	{253, "RT_SCOPE_LINK"},
	{254, "RT_SCOPE_HOST"},
	{255, "RT_SCOPE_NOWHERE"},
}}

var routeType = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "RTN_UNSPEC"},
	{1, "RTN_UNICAST"},
	{2, "RTN_LOCAL"},
	{3, "RTN_BROADCAST"},
	{4, "RTN_ANYCAST"},
	{5, "RTN_MULTICAST"},
	{6, "RTN_BLACKHOLE"},
	{7, "RTN_UNREACHABLE"},
	{8, "RTN_PROHIBIT"},
	{9, "RTN_THROW"},
	{10, "RTN_NAT"},
	{11, "RTN_XRESOLVE"},
}}

var routeProtocol = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "RTPROT_UNSPEC"},
	{1, "RTPROT_REDIRECT"},
	{2, "RTPROT_KERNEL"},
	{3, "RTPROT_BOOT"},
	{4, "RTPROT_STATIC"},
	{8, "RTPROT_GATED"},
	{9, "RTPROT_RA"},
	{10, "RTPROT_MRT"},
	{11, "RTPROT_ZEBRA"},
	{12, "RTPROT_BIRD"},
	{13, "RTPROT_DNROUTED"},
	{14, "RTPROT_XORP"},
	{15, "RTPROT_NTK"},
	{16, "RTPROT_DHCP"},
	{17, "RTPROT_MROUTED"},
	{18, "RTPROT_KEEPALIVED"},
	{42, "RTPROT_BABEL"},
	{84, "RTPROT_OVN"},
	{99, "RTPROT_OPENR"},
	{186, "RTPROT_BGP"},
	{187, "RTPROT_ISIS"},
	{188, "RTPROT_OSPF"},
	{189, "RTPROT_RIP"},
	{192, "RTPROT_EIGRP"},
}}

var (
	routeTable8  = &Layout{Kind: Enum, Size: 1, Values: routeTableValues}
	routeTable32 = &Layout{Kind: Enum, Size: 4, Values: routeTableValues}
)

var routeTableValues = []Value{
	{0, "RT_TABLE_UNSPEC"},
	{252, "RT_TABLE_COMPAT"},
	{253, "RT_TABLE_DEFAULT"},
	{254, "RT_TABLE_MAIN"},
	{255, "RT_TABLE_LOCAL"},
}

// The flags of a route have those of a nexthop in the lowest byte. What answers
// a lookup of an IPv4 route is RTM_F_CLONED and has RTCF_* in the upper half
// (linux/in_route.h); there the bit of RTM_F_OFFLOAD_FAILED is RTCF_MULTICAST.
var routeFlags = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x20000200, "RTM_F_CLONED|RTCF_MULTICAST"},
	{0x1, "RTNH_F_DEAD"},
	{0x2, "RTNH_F_PERVASIVE"},
	{0x4, "RTNH_F_ONLINK"},
	{0x8, "RTNH_F_OFFLOAD"},
	{0x10, "RTNH_F_LINKDOWN"},
	{0x20, "RTNH_F_UNRESOLVED"},
	{0x40, "RTNH_F_TRAP"},
	{0x100, "RTM_F_NOTIFY"},
	{0x200, "RTM_F_CLONED"},
	{0x400, "RTM_F_EQUALIZE"},
	{0x800, "RTM_F_PREFIX"},
	{0x1000, "RTM_F_LOOKUP_TABLE"},
	{0x2000, "RTM_F_FIB_MATCH"},
	{0x4000, "RTM_F_OFFLOAD"},
	{0x8000, "RTM_F_TRAP"},
	{0x10000, "RTCF_NOTIFY"},
	{0x20000, "RTCF_DIRECTDST"},
	{0x40000, "RTCF_REDIRECTED"},
	{0x80000, "RTCF_TPROXY"},
	{0x200000, "RTCF_FAST"},
	{0x400000, "RTCF_MASQ"},
	{0x800000, "RTCF_SNAT"},
	{0x1000000, "RTCF_DOREDIRECT"},
	{0x4000000, "RTCF_DIRECTSRC"},
	{0x8000000, "RTCF_DNAT"},
	{0x10000000, "RTCF_BROADCAST"},
	{0x20000000, "RTM_F_OFFLOAD_FAILED"},
	{0x40000000, "RTCF_REJECT"},
	{0x80000000, "RTCF_LOCAL"},
}}

var (
	hopFlags8  = &Layout{Kind: Bits, Size: 1, Values: hopFlagValues}
	hopFlags32 = &Layout{Kind: Bits, Size: 4, Values: hopFlagValues}
)

var hopFlagValues = []Value{
	{0x1, "RTNH_F_DEAD"},
	{0x2, "RTNH_F_PERVASIVE"},
	{0x4, "RTNH_F_ONLINK"},
	{0x8, "RTNH_F_OFFLOAD"},
	{0x10, "RTNH_F_LINKDOWN"},
	{0x20, "RTNH_F_UNRESOLVED"},
	{0x40, "RTNH_F_TRAP"},
}
