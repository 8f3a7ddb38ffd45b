package linux

// From linux/rpl_iptunnel.h.
const RPL_IPTUNNEL_SRH = 1
