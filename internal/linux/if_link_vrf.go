package linux

// IFLA_VRF_* and IFLA_VRF_PORT_* of linux/if_link.h.
const (
	IFLA_VRF_TABLE = 1

	IFLA_VRF_PORT_TABLE = 1
)
