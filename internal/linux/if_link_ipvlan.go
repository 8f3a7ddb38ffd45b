package linux

// IFLA_IPVLAN_* of linux/if_link.h.
const (
	IFLA_IPVLAN_MODE  = 1
	IFLA_IPVLAN_FLAGS = 2
)
