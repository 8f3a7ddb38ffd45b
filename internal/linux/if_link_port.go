package linux

// IFLA_PORT_* of linux/if_link.h.
const (
	IFLA_PORT_VF            = 1
	IFLA_PORT_PROFILE       = 2
	IFLA_PORT_VSI_TYPE      = 3
	IFLA_PORT_INSTANCE_UUID = 4
	IFLA_PORT_HOST_UUID     = 5
	IFLA_PORT_REQUEST       = 6
	IFLA_PORT_RESPONSE      = 7
)
