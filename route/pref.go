package route

// The preferences of IPv6 routers, ICMPV6_ROUTER_PREF_* of linux/icmpv6.h (RFC
// 4191), for [Route].Pref.
const (
	PrefMedium = 0 // the usual one
	PrefHigh   = 1
	PrefLow    = 3
)
