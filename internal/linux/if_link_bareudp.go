package linux

// IFLA_BAREUDP_* of linux/if_link.h.
const (
	IFLA_BAREUDP_PORT            = 1
	IFLA_BAREUDP_ETHERTYPE       = 2
	IFLA_BAREUDP_SRCPORT_MIN     = 3
	IFLA_BAREUDP_MULTIPROTO_MODE = 4
)
