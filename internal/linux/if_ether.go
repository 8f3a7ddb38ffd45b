package linux

// From linux/if_ether.h.
const (
	ETH_P_IP   = 0x0800
	ETH_P_IPV6 = 0x86dd
)
