package linux

// From linux/if_addrlabel.h.
const (
	IFAL_ADDRESS = 1
	IFAL_LABEL   = 2
)
