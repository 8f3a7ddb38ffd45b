package linux

// IFLA_GTP_* of linux/if_link.h.
const (
	IFLA_GTP_FD0            = 1
	IFLA_GTP_FD1            = 2
	IFLA_GTP_PDP_HASHSIZE   = 3
	IFLA_GTP_ROLE           = 4
	IFLA_GTP_CREATE_SOCKETS = 5
	IFLA_GTP_RESTART_COUNT  = 6
	IFLA_GTP_LOCAL          = 7
	IFLA_GTP_LOCAL6         = 8
)
