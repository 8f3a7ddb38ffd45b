package linux

// IFLA_IPOIB_* of linux/if_link.h.
const (
	IFLA_IPOIB_PKEY   = 1
	IFLA_IPOIB_MODE   = 2
	IFLA_IPOIB_UMCAST = 3
)
