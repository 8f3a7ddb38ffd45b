package linux

// AF_MCTP, and IFLA_MCTP_* of linux/if_link.h.
const (
	AF_MCTP = 45

	IFLA_MCTP_NET          = 1
	IFLA_MCTP_PHYS_BINDING = 2
)
