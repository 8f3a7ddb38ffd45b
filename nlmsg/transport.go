package nlmsg

import (
	"context"
	"errors"
	"time"
)

// transport moves datagrams: a socket, or in tests a scripted kernel.
type transport interface {
	// send sends one datagram. It does not wait: if the receiver has no room,
	// which the kernel always has, it fails.
	send(b []byte, to address) error

	// peek returns the size of the next datagram and leaves it there. If there
	// is none it waits for one, or, without wait, returns errEmpty.
	peek(ctx context.Context, wait bool) (int, error)

	// recv takes as many datagrams as there are, one into each of bufs, and
	// returns their number. If there are none it waits for one, or, without
	// wait, returns errEmpty. What does not fit is lost: got then has a longer
	// datagram than its buffer.
	recv(ctx context.Context, bufs [][]byte, got []received, wait bool) (int, error)

	// setDeadline makes what waits, then and later, fail with
	// os.ErrDeadlineExceeded at t; the zero time lifts that.
	setDeadline(t time.Time) error

	// close ends all waiting with os.ErrClosed.
	close() error
}

// address is struct sockaddr_nl: who sent a datagram, or who is to get it.
type address struct {
	portID uint32 // 0 is the kernel
	groups uint32 // mask of the groups 1 to 32
}

// received is what recv says of a datagram.
type received struct {
	n     int // its length
	from  address
	netns origin
}

// limits is what a transport says of itself when it is opened.
type limits struct {
	portID  uint32 // the port that answers are sent to
	recvBuf int    // bytes of kernel memory that may wait to be received
	sendBuf int    // bytes of kernel memory that one datagram may take
	capped  bool   // NETLINK_CAP_ACK is on: refusals do not repeat the request
}

// errEmpty says that no datagram is waiting.
var errEmpty = errors.New("no datagram waiting")
