package linux

// From linux/devlink.h, and from linux/dpll.h: what names the hardware of a link.
const (
	DEVLINK_ATTR_BUS_NAME   = 1
	DEVLINK_ATTR_DEV_NAME   = 2
	DEVLINK_ATTR_PORT_INDEX = 3
	DEVLINK_ATTR_INDEX      = 184

	DPLL_A_PIN_ID = 1
)
