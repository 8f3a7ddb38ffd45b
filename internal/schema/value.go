package schema

// What several tables use.

// Families of rtnetlink's own (linux/rtnetlink.h).
const (
	familyIPMR  = 128 // RTNL_FAMILY_IPMR
	familyIP6MR = 129 // RTNL_FAMILY_IP6MR
)

// AF_*, address families (linux/socket.h), and the two above. They stand in the
// first byte of most headers.
var (
	family   = &Layout{Kind: Enum, Size: 1, Values: familyValues}
	family16 = &Layout{Kind: Enum, Size: 2, Values: familyValues}
)

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
	{familyIPMR, "RTNL_FAMILY_IPMR"},
	{familyIP6MR, "RTNL_FAMILY_IP6MR"},
}

// RT_SCOPE_* (linux/rtnetlink.h).
var routeScope = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{0, "RT_SCOPE_UNIVERSE"},
	{200, "RT_SCOPE_SITE"},
	{253, "RT_SCOPE_LINK"},
	{254, "RT_SCOPE_HOST"},
	{255, "RT_SCOPE_NOWHERE"},
}}

// RTN_* (linux/rtnetlink.h).
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

// RTPROT_* (linux/rtnetlink.h).
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

// RT_TABLE_* (linux/rtnetlink.h).
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

// RTNH_F_* (linux/rtnetlink.h).
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

// ETH_P_* (linux/if_ether.h), the types of Ethernet frames and what the kernel
// counts among them, in network byte order as nearly everywhere.
var etherType = &Layout{Kind: Enum, Size: 2, Big: true, Values: []Value{
	{0x1, "ETH_P_802_3"},
	{0x2, "ETH_P_AX25"},
	{0x3, "ETH_P_ALL"},
	{0x4, "ETH_P_802_2"},
	{0x5, "ETH_P_SNAP"},
	{0x6, "ETH_P_DDCMP"},
	{0x7, "ETH_P_WAN_PPP"},
	{0x8, "ETH_P_PPP_MP"},
	{0x9, "ETH_P_LOCALTALK"},
	{0xc, "ETH_P_CAN"},
	{0xd, "ETH_P_CANFD"},
	{0xe, "ETH_P_CANXL"},
	{0x10, "ETH_P_PPPTALK"},
	{0x11, "ETH_P_TR_802_2"},
	{0x15, "ETH_P_MOBITEX"},
	{0x16, "ETH_P_CONTROL"},
	{0x17, "ETH_P_IRDA"},
	{0x18, "ETH_P_ECONET"},
	{0x19, "ETH_P_HDLC"},
	{0x1a, "ETH_P_ARCNET"},
	{0x1b, "ETH_P_DSA"},
	{0x1c, "ETH_P_TRAILER"},
	{0x60, "ETH_P_LOOP"},
	{0xf5, "ETH_P_PHONET"},
	{0xf6, "ETH_P_IEEE802154"},
	{0xf7, "ETH_P_CAIF"},
	{0xf8, "ETH_P_XDSA"},
	{0xf9, "ETH_P_MAP"},
	{0xfa, "ETH_P_MCTP"},
	{0xfe, "ETH_P_GRE_OSI"},
	{0x200, "ETH_P_PUP"},
	{0x201, "ETH_P_PUPAT"},
	{0x800, "ETH_P_IP"},
	{0x805, "ETH_P_X25"},
	{0x806, "ETH_P_ARP"},
	{0x8ff, "ETH_P_BPQ"},
	{0xa00, "ETH_P_IEEEPUP"},
	{0xa01, "ETH_P_IEEEPUPAT"},
	{0x22eb, "ETH_P_ERSPAN2"},
	{0x22f0, "ETH_P_TSN"},
	{0x4305, "ETH_P_BATMAN"},
	{0x6000, "ETH_P_DEC"},
	{0x6001, "ETH_P_DNA_DL"},
	{0x6002, "ETH_P_DNA_RC"},
	{0x6003, "ETH_P_DNA_RT"},
	{0x6004, "ETH_P_LAT"},
	{0x6005, "ETH_P_DIAG"},
	{0x6006, "ETH_P_CUST"},
	{0x6007, "ETH_P_SCA"},
	{0x6558, "ETH_P_TEB"},
	{0x8035, "ETH_P_RARP"},
	{0x809b, "ETH_P_ATALK"},
	{0x80f3, "ETH_P_AARP"},
	{0x8100, "ETH_P_8021Q"},
	{0x8137, "ETH_P_IPX"},
	{0x86dd, "ETH_P_IPV6"},
	{0x8808, "ETH_P_PAUSE"},
	{0x8809, "ETH_P_SLOW"},
	{0x883e, "ETH_P_WCCP"},
	{0x8847, "ETH_P_MPLS_UC"},
	{0x8848, "ETH_P_MPLS_MC"},
	{0x884c, "ETH_P_ATMMPOA"},
	{0x8863, "ETH_P_PPP_DISC"},
	{0x8864, "ETH_P_PPP_SES"},
	{0x886c, "ETH_P_LINK_CTL"},
	{0x8870, "ETH_P_8021AC"},
	{0x8884, "ETH_P_ATMFATE"},
	{0x888e, "ETH_P_PAE"},
	{0x8892, "ETH_P_PROFINET"},
	{0x8899, "ETH_P_REALTEK"},
	{0x88a2, "ETH_P_AOE"},
	{0x88a4, "ETH_P_ETHERCAT"},
	{0x88a8, "ETH_P_8021AD"},
	{0x88b5, "ETH_P_802_EX1"},
	{0x88be, "ETH_P_ERSPAN"},
	{0x88c3, "ETH_P_MXLGSW"},
	{0x88c7, "ETH_P_PREAUTH"},
	{0x88ca, "ETH_P_TIPC"},
	{0x88cc, "ETH_P_LLDP"},
	{0x88e3, "ETH_P_MRP"},
	{0x88e5, "ETH_P_MACSEC"},
	{0x88e7, "ETH_P_8021AH"},
	{0x88f5, "ETH_P_MVRP"},
	{0x88f7, "ETH_P_1588"},
	{0x88f8, "ETH_P_NCSI"},
	{0x88fb, "ETH_P_PRP"},
	{0x8902, "ETH_P_CFM"},
	{0x8906, "ETH_P_FCOE"},
	{0x890d, "ETH_P_TDLS"},
	{0x8914, "ETH_P_FIP"},
	{0x8915, "ETH_P_IBOE"},
	{0x8917, "ETH_P_80221"},
	{0x892f, "ETH_P_HSR"},
	{0x894f, "ETH_P_NSH"},
	{0x9000, "ETH_P_LOOPBACK"},
	{0x9100, "ETH_P_QINQ1"},
	{0x9200, "ETH_P_QINQ2"},
	{0x9300, "ETH_P_QINQ3"},
	{0x9988, "ETH_P_YT921X"},
	{0xdada, "ETH_P_EDSA"},
	{0xdadb, "ETH_P_DSA_8021Q"},
	{0xe001, "ETH_P_DSA_A5PSW"},
	{0xed3e, "ETH_P_IFE"},
	{0xfbfb, "ETH_P_AF_IUCV"},
	{0xfd3a, "ETH_P_NXP_NETC"},
}}

// IPPROTO_*, the protocols above IP (linux/in.h, linux/in6.h). Those that do not
// fit into the byte of an IP header are for sockets only. Zero has no name: it is
// IPPROTO_IP, IPPROTO_HOPOPTS in a header of IPv6, and any protocol where a tunnel
// has it.
var ipProtocol = &Layout{Kind: Enum, Size: 1, Values: []Value{
	{1, "IPPROTO_ICMP"},
	{2, "IPPROTO_IGMP"},
	{4, "IPPROTO_IPIP"},
	{6, "IPPROTO_TCP"},
	{8, "IPPROTO_EGP"},
	{12, "IPPROTO_PUP"},
	{17, "IPPROTO_UDP"},
	{22, "IPPROTO_IDP"},
	{29, "IPPROTO_TP"},
	{33, "IPPROTO_DCCP"},
	{41, "IPPROTO_IPV6"},
	{43, "IPPROTO_ROUTING"},
	{44, "IPPROTO_FRAGMENT"},
	{46, "IPPROTO_RSVP"},
	{47, "IPPROTO_GRE"},
	{50, "IPPROTO_ESP"},
	{51, "IPPROTO_AH"},
	{58, "IPPROTO_ICMPV6"},
	{59, "IPPROTO_NONE"},
	{60, "IPPROTO_DSTOPTS"},
	{92, "IPPROTO_MTP"},
	{94, "IPPROTO_BEETPH"},
	{98, "IPPROTO_ENCAP"},
	{103, "IPPROTO_PIM"},
	{108, "IPPROTO_COMP"},
	{115, "IPPROTO_L2TP"},
	{132, "IPPROTO_SCTP"},
	{135, "IPPROTO_MH"},
	{136, "IPPROTO_UDPLITE"},
	{137, "IPPROTO_MPLS"},
	{143, "IPPROTO_ETHERNET"},
	{144, "IPPROTO_AGGFRAG"},
	{255, "IPPROTO_RAW"},
}}
