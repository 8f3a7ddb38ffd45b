package schema

// IFLA_CAN_*, IFLA_INFO_DATA of kind "can" (linux/can/netlink.h). Those of a name
// with CONST are the abilities of the controller, and a reply has them.
var can = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_CAN_BITTIMING", canBitTiming},
	{2, "IFLA_CAN_BITTIMING_CONST", canBitTimingConst},
	{3, "IFLA_CAN_CLOCK", canClock},
	{4, "IFLA_CAN_STATE", canState},
	{5, "IFLA_CAN_CTRLMODE", canModes},
	{6, "IFLA_CAN_RESTART_MS", milliseconds32},
	{7, "IFLA_CAN_RESTART", u32},
	{8, "IFLA_CAN_BERR_COUNTER", canErrors},
	{9, "IFLA_CAN_DATA_BITTIMING", canBitTiming},
	{10, "IFLA_CAN_DATA_BITTIMING_CONST", canBitTimingConst},
	{11, "IFLA_CAN_TERMINATION", u16},
	{12, "IFLA_CAN_TERMINATION_CONST", canTerminations},
	{13, "IFLA_CAN_BITRATE_CONST", canBitRates},
	{14, "IFLA_CAN_DATA_BITRATE_CONST", canBitRates},
	{15, "IFLA_CAN_BITRATE_MAX", u32},
	{16, "IFLA_CAN_TDC", canTDC},
	{17, "IFLA_CAN_CTRLMODE_EXT", canModesExt},
	{18, "IFLA_CAN_XL_DATA_BITTIMING", canBitTiming},
	{19, "IFLA_CAN_XL_DATA_BITTIMING_CONST", canBitTimingConst},
	{20, "IFLA_CAN_XL_DATA_BITRATE_CONST", canBitRates},
	{21, "IFLA_CAN_XL_TDC", canTDC},
	{22, "IFLA_CAN_XL_PWM", canPWM},
}}

// struct can_bittiming. The sample point is in tenths of a percent of a bit, and
// the segments are in time quanta.
var canBitTiming = &Layout{Kind: Struct, C: "can_bittiming", Fields: []Field{
	{"bitrate", u32},
	{"sample_point", u32},
	{"tq", nanoseconds32},
	{"prop_seg", u32},
	{"phase_seg1", u32},
	{"phase_seg2", u32},
	{"sjw", u32},
	{"brp", u32},
}}

// struct can_bittiming_const, with the name of the controller.
var canBitTimingConst = &Layout{Kind: Struct, C: "can_bittiming_const", Fields: []Field{
	{"name", canController},
	{"tseg1_min", u32},
	{"tseg1_max", u32},
	{"tseg2_min", u32},
	{"tseg2_max", u32},
	{"sjw_max", u32},
	{"brp_min", u32},
	{"brp_max", u32},
	{"brp_inc", u32},
}}

// canController is the name of a controller, filled up with zeros.
var canController = &Layout{Kind: String, Size: 16}

// struct can_clock, in Hz.
var canClock = &Layout{Kind: Struct, C: "can_clock", Fields: []Field{
	{"freq", u32},
}}

// struct can_berr_counter.
var canErrors = &Layout{Kind: Struct, C: "can_berr_counter", Fields: []Field{
	{"txerr", u16},
	{"rxerr", u16},
}}

// struct can_ctrlmode. A reply has no mask.
var canModes = &Layout{Kind: Struct, C: "can_ctrlmode", Fields: []Field{
	{"mask", canMode},
	{"flags", canMode},
}}

// In ohms, and in bits a second.
var (
	canTerminations = &Layout{Kind: Array, Elem: u16}
	canBitRates     = &Layout{Kind: Array, Elem: u32}
)

// IFLA_CAN_TDC_*, the nests IFLA_CAN_TDC of CAN FD and IFLA_CAN_XL_TDC, in
// periods of the clock.
var canTDC = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_CAN_TDC_TDCV_MIN", u32},
	{2, "IFLA_CAN_TDC_TDCV_MAX", u32},
	{3, "IFLA_CAN_TDC_TDCO_MIN", u32},
	{4, "IFLA_CAN_TDC_TDCO_MAX", u32},
	{5, "IFLA_CAN_TDC_TDCF_MIN", u32},
	{6, "IFLA_CAN_TDC_TDCF_MAX", u32},
	{7, "IFLA_CAN_TDC_TDCV", u32},
	{8, "IFLA_CAN_TDC_TDCO", u32},
	{9, "IFLA_CAN_TDC_TDCF", u32},
}}

// IFLA_CAN_CTRLMODE_*, the nest IFLA_CAN_CTRLMODE_EXT.
var canModesExt = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_CAN_CTRLMODE_SUPPORTED", canMode},
}}

// IFLA_CAN_PWM_*, the nest IFLA_CAN_XL_PWM, in periods of the clock.
var canPWM = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "IFLA_CAN_PWM_PWMS_MIN", u32},
	{2, "IFLA_CAN_PWM_PWMS_MAX", u32},
	{3, "IFLA_CAN_PWM_PWML_MIN", u32},
	{4, "IFLA_CAN_PWM_PWML_MAX", u32},
	{5, "IFLA_CAN_PWM_PWMO_MIN", u32},
	{6, "IFLA_CAN_PWM_PWMO_MAX", u32},
	{7, "IFLA_CAN_PWM_PWMS", u32},
	{8, "IFLA_CAN_PWM_PWML", u32},
	{9, "IFLA_CAN_PWM_PWMO", u32},
}}

// struct can_device_stats, IFLA_INFO_XSTATS of kind "can".
var canStats = &Layout{Kind: Struct, C: "can_device_stats", Fields: []Field{
	{"bus_error", u32},
	{"error_warning", u32},
	{"error_passive", u32},
	{"bus_off", u32},
	{"arbitration_lost", u32},
	{"restarts", u32},
}}

// enum can_state (linux/can/netlink.h).
var canState = &Layout{Kind: Enum, Size: 4, Values: []Value{
	{0, "CAN_STATE_ERROR_ACTIVE"},
	{1, "CAN_STATE_ERROR_WARNING"},
	{2, "CAN_STATE_ERROR_PASSIVE"},
	{3, "CAN_STATE_BUS_OFF"},
	{4, "CAN_STATE_STOPPED"},
	{5, "CAN_STATE_SLEEPING"},
}}

// CAN_CTRLMODE_* (linux/can/netlink.h).
var canMode = &Layout{Kind: Bits, Size: 4, Values: []Value{
	{0x1, "CAN_CTRLMODE_LOOPBACK"},
	{0x2, "CAN_CTRLMODE_LISTENONLY"},
	{0x4, "CAN_CTRLMODE_3_SAMPLES"},
	{0x8, "CAN_CTRLMODE_ONE_SHOT"},
	{0x10, "CAN_CTRLMODE_BERR_REPORTING"},
	{0x20, "CAN_CTRLMODE_FD"},
	{0x40, "CAN_CTRLMODE_PRESUME_ACK"},
	{0x80, "CAN_CTRLMODE_FD_NON_ISO"},
	{0x100, "CAN_CTRLMODE_CC_LEN8_DLC"},
	{0x200, "CAN_CTRLMODE_TDC_AUTO"},
	{0x400, "CAN_CTRLMODE_TDC_MANUAL"},
	{0x800, "CAN_CTRLMODE_RESTRICTED"},
	{0x1000, "CAN_CTRLMODE_XL"},
	{0x2000, "CAN_CTRLMODE_XL_TDC_AUTO"},
	{0x4000, "CAN_CTRLMODE_XL_TDC_MANUAL"},
	{0x8000, "CAN_CTRLMODE_XL_TMS"},
}}

// VXCAN_INFO_*, IFLA_INFO_DATA of kind "vxcan" (linux/can/vxcan.h). As of a veth,
// the peer is a struct ifinfomsg and IFLA_* again.
var vxcan = &Layout{Kind: Nest, Attrs: []Attr{
	{1, "VXCAN_INFO_PEER", peer},
}}
