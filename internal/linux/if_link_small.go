package linux

// IFLA_DSA_*, IFLA_OVPN_* and IFLA_PPP_* of linux/if_link.h.
const (
	IFLA_DSA_CONDUIT = 1

	IFLA_OVPN_MODE = 1

	IFLA_PPP_DEV_FD = 1
)

// IFLA_BATADV_* of linux/batman_adv.h.
const IFLA_BATADV_ALGO_NAME = 1

// IFLA_WWAN_* of linux/wwan.h.
const IFLA_WWAN_LINK_ID = 1
