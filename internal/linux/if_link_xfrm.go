package linux

// IFLA_XFRM_* of linux/if_link.h.
const (
	IFLA_XFRM_LINK             = 1
	IFLA_XFRM_IF_ID            = 2
	IFLA_XFRM_COLLECT_METADATA = 3
)
