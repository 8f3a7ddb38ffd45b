package linux

// From linux/veth.h.
const (
	VETH_INFO_PEER = 1
)
