package linux

// IFLA_RMNET_* of linux/if_link.h.
const (
	IFLA_RMNET_MUX_ID = 1
	IFLA_RMNET_FLAGS  = 2
)
