package nlmsg

import "os"

// Config says how [Dial] opens a connection. The zero value, and a nil pointer
// to it, stand for a connection for requests in the present network namespace,
// with the system's buffer sizes.
type Config struct {
	// NetNS is the network namespace to open the socket in, as an open file
	// such as those of package netns. Nil stands for that of the calling
	// thread. The file is not needed after Dial: a socket stays in the
	// namespace it was opened in.
	NetNS *os.File

	// Groups are the multicast groups to join, by number from 1, such as
	// RTNLGRP_LINK. A connection with groups is for [Conn.Receive]; it makes no
	// requests.
	Groups []uint32

	// ReadBuffer and WriteBuffer are the sizes in bytes of the socket's
	// buffers, SO_RCVBUF and SO_SNDBUF, of which the kernel makes twice as
	// much. Zero leaves the system's default, net.core.rmem_default and
	// wmem_default. Beyond net.core.rmem_max and wmem_max they go only with
	// CAP_NET_ADMIN in the initial user namespace, and are cut without. A
	// ReadBuffer below 48 KiB is raised to that if Groups is empty: a dump needs
	// it.
	ReadBuffer  int
	WriteBuffer int

	// Trace, if not nil, is called with every datagram sent, and every datagram
	// received from an accepted sender, one at a time. The bytes are valid
	// during the call, which must not use the connection.
	Trace func(dir Direction, datagram []byte)

	// Warn, if not nil, is called when the kernel did what op asked for and
	// has something to say about it, such as a deprecated option: one call at a
	// time. It must not use the connection.
	Warn func(op, message string)
}

// Direction is the way that a traced datagram goes.
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
