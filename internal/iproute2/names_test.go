package iproute2

import "github.com/seed-030106aa/rawnl/internal/linux"

// The names that ip prints for numbers: those of its own tables and of the files
// in /etc/iproute2 as they come with it.

var groups = map[int]string{0: "default"}

var scopes = map[int]string{
	linux.RT_SCOPE_UNIVERSE: "global",
	linux.RT_SCOPE_SITE:     "site",
	linux.RT_SCOPE_LINK:     "link",
	linux.RT_SCOPE_HOST:     "host",
	linux.RT_SCOPE_NOWHERE:  "nowhere",
}

var protocols = map[int]string{
	linux.RTPROT_UNSPEC:   "unspec",
	linux.RTPROT_REDIRECT: "redirect",
	linux.RTPROT_KERNEL:   "kernel",
	linux.RTPROT_BOOT:     "boot",
	linux.RTPROT_STATIC:   "static",
	9:                     "ra",
	11:                    "zebra",
	12:                    "bird",
	99:                    "openr",
}

// addrProtocols are IFAPROT_* of linux/if_addr.h.
var addrProtocols = map[int]string{1: "kernel_lo", 2: "kernel_ra", 3: "kernel_ll"}

var tables = map[int]string{
	linux.RT_TABLE_DEFAULT: "default",
	linux.RT_TABLE_MAIN:    "main",
	linux.RT_TABLE_LOCAL:   "local",
}

var routeTypes = map[int]string{
	linux.RTN_UNICAST:     "unicast",
	linux.RTN_LOCAL:       "local",
	linux.RTN_BROADCAST:   "broadcast",
	linux.RTN_ANYCAST:     "anycast",
	linux.RTN_MULTICAST:   "multicast",
	linux.RTN_BLACKHOLE:   "blackhole",
	linux.RTN_UNREACHABLE: "unreachable",
	linux.RTN_PROHIBIT:    "prohibit",
	linux.RTN_THROW:       "throw",
}

// bitName is the name of one bit of a set of flags.
type bitName struct {
	bit  uint32
	name string
}

// namesOf returns the names of the bits that are set in flags.
func namesOf(names []bitName, flags uint32) set {
	s := set{}
	for _, n := range names {
		if flags&n.bit != 0 {
			s = append(s, n.name)
		}
	}
	return s
}
