package linux

// From linux/seg6.h and linux/ipv6.h.
const (
	SR6_FLAG1_HMAC      = 1 << 3
	SR6_FLAG1_ALERT     = 1 << 4
	SR6_FLAG1_OAM       = 1 << 5
	SR6_FLAG1_PROTECTED = 1 << 6

	SR6_TLV_HMAC = 5

	IPV6_SRCRT_TYPE_3 = 3 // RFC 6554
	IPV6_SRCRT_TYPE_4 = 4 // RFC 8754
)
