package addr

import "github.com/seed-030106aa/rawnl/internal/linux"

// The numbers by which the kernel marks IPv6 addresses that it makes, for
// [Addr].Protocol and [Filter].Protocol.
const (
	ProtocolLoopback  = linux.IFAPROT_KERNEL_LO // ::1 of the loopback interface
	ProtocolRouter    = linux.IFAPROT_KERNEL_RA // those whose prefix a router has announced
	ProtocolLinkLocal = linux.IFAPROT_KERNEL_LL // the link-local ones
)
