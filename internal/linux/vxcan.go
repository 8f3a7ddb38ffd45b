package linux

// From linux/can/vxcan.h.
const (
	VXCAN_INFO_PEER = 1
)
