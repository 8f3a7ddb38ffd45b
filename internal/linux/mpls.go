package linux

// From linux/mpls.h: the fields of a label stack entry.
const (
	MPLS_LS_LABEL_SHIFT = 12
	MPLS_LS_TC_SHIFT    = 9
	MPLS_LS_S_SHIFT     = 8
	MPLS_LS_TTL_SHIFT   = 0

	MPLS_LS_LABEL_MASK = 0xfffff000
)
