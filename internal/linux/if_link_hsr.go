package linux

// IFLA_HSR_* of linux/if_link.h.
const (
	IFLA_HSR_SLAVE1           = 1
	IFLA_HSR_SLAVE2           = 2
	IFLA_HSR_MULTICAST_SPEC   = 3
	IFLA_HSR_SUPERVISION_ADDR = 4
	IFLA_HSR_SEQ_NR           = 5
	IFLA_HSR_VERSION          = 6
	IFLA_HSR_PROTOCOL         = 7
	IFLA_HSR_INTERLINK        = 8
)
