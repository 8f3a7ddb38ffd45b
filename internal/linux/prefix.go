package linux

// From linux/rtnetlink.h.
const (
	RTM_NEWPREFIX = 52

	PREFIX_ADDRESS   = 1
	PREFIX_CACHEINFO = 2

	RTNLGRP_IPV6_PREFIX = 18
)

// From net/ndisc.h of the kernel.
const ND_OPT_PREFIX_INFO = 3
