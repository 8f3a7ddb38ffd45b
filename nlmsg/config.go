package nlmsg

import "os"

// Config says how [Dial] opens a connection. The zero value, or a nil pointer,
// opens one for requests in the current network namespace, with the system's
// buffer sizes.
type Config struct {
	// NetNS is the network namespace to open the socket in, as an open file
	// such as those of package netns. Nil means the namespace of the calling
	// thread. The file may be closed after Dial: a socket stays in the
	// namespace it was opened in.
	NetNS *os.File

	// Groups are the multicast groups to join, by number from 1, such as
	// RTNLGRP_LINK. A connection with groups is for [Conn.Receive]; it makes no
	// requests.
	Groups []uint32

	// AllNetNS makes the connection receive what its Groups are told in all
	// namespaces that have an id in its own, as package netns gives them
	// (NETLINK_LISTEN_ALL_NSID): Message.NetNSID says where a message is from.
	// It needs CAP_NET_BROADCAST over the connection's namespace, and receives
	// from those over which the user has it too.
	AllNetNS bool

	// ReadBuffer and WriteBuffer are the sizes in bytes of the socket's
	// buffers, SO_RCVBUF and SO_SNDBUF, which the kernel doubles. Without
	// CAP_NET_ADMIN in the initial user namespace they are limited to
	// net.core.rmem_max and wmem_max.
	//
	// Zero leaves the system's default, net.core.rmem_default and
	// wmem_default, but for the ReadBuffer of a connection with Groups: that
	// becomes 8 MiB, of which nothing is taken before it is needed. A ReadBuffer
	// below 48 KiB is raised to that if Groups is empty: a dump needs it.
	ReadBuffer  int
	WriteBuffer int

	// Trace, if not nil, is called with every datagram sent, and every datagram
	// received from an accepted sender, one at a time. The bytes are valid
	// during the call, which must not use the connection. Package explain has one
	// that writes what they mean.
	Trace func(dir Direction, datagram []byte)

	// Warn, if not nil, is called when the kernel has carried out op and sent a
	// warning with its acknowledgement, such as one about a deprecated option.
	// There is one call at a time, and it must not use the connection.
	Warn func(op, message string)
}

// Direction says which way a traced datagram went.
type Direction int

// The directions.
const (
	Sent     Direction = iota // to the kernel
	Received                  // from the kernel
)

// String returns "sent" or "received".
func (d Direction) String() string {
	if d == Sent {
		return "sent"
	}
	return "received"
}
