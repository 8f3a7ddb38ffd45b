package explain

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Datagram is what passed a netlink socket at once: a message, or several.
type Datagram struct {
	// Direction says whether it went to the kernel, as it does if not set, or
	// came from it.
	Direction nlmsg.Direction

	// Protocol is that of the socket, such as NETLINK_ROUTE, which is 0, or
	// NETLINK_GENERIC.
	Protocol int

	// Comment says what it is, such as a command line. It may be empty, and may
	// have several lines.
	Comment string

	// Bytes are the messages, each of which begins with its nlmsghdr.
	Bytes []byte
}

// String returns its direction, size and, unless it is NETLINK_ROUTE, protocol,
// such as "sent, 56 bytes" or "received, 36 bytes of NETLINK_GENERIC".
func (d Datagram) String() string {
	s := fmt.Sprintf("%v, %s", d.Direction, plural(len(d.Bytes)))
	if d.Protocol != linux.NETLINK_ROUTE {
		s += " of " + linux.ProtocolName(d.Protocol)
	}
	return s
}
