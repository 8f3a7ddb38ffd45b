package explain

import "github.com/seed-030106aa/rawnl/nlmsg"

// Datagram is what passed a netlink socket at once: a message, or several.
type Datagram struct {
	// Direction says whether it went to the kernel or came from it.
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
