package linux

// IFLA_XDP_* and XDP_FLAGS_* of linux/if_link.h.
const (
	IFLA_XDP_FD          = 1
	IFLA_XDP_ATTACHED    = 2
	IFLA_XDP_FLAGS       = 3
	IFLA_XDP_PROG_ID     = 4
	IFLA_XDP_DRV_PROG_ID = 5
	IFLA_XDP_SKB_PROG_ID = 6
	IFLA_XDP_HW_PROG_ID  = 7
	IFLA_XDP_EXPECTED_FD = 8

	XDP_FLAGS_REPLACE = 16
)
