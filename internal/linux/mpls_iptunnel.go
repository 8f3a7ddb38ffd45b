package linux

// From linux/mpls_iptunnel.h.
const (
	MPLS_IPTUNNEL_DST = 1
	MPLS_IPTUNNEL_TTL = 2
)
