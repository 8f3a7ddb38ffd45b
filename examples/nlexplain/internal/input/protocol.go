package input

import "github.com/seed-030106aa/rawnl/internal/linux"

// protocolNumber returns the netlink protocol of a name without NETLINK_ before
// it, and false if there is none.
func protocolNumber(name string) (int, bool) {
	if name == "INET_DIAG" { // an older name, which the header still has
		name = "SOCK_DIAG"
	}
	return linux.ProtocolNumber("NETLINK_" + name)
}
