package explain

import (
	"io"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Message writes what a datagram of NETLINK_ROUTE means, one message or several,
// as a [Printer] does.
func Message(w io.Writer, datagram []byte) error {
	return NewPrinter(w).Print(Datagram{Bytes: datagram})
}

// Request writes what r is on the wire, as a [Printer] does: its name, such as
// `link add "br0" type bridge`, and its bytes. The sequence number is zero: a connection
// gives one when it sends. The error is that of an encoder, and then nothing is
// written, or that of writing.
func Request(w io.Writer, r nlmsg.Request) error {
	b, err := r.AppendBinary(nil)
	if err != nil {
		return err
	}
	return NewPrinter(w).Print(Datagram{Protocol: r.Protocol, Comment: r.String(), Bytes: b})
}

// Tracer returns a function for the field Trace of [nlmsg.Config], for
// connections of NETLINK_ROUTE: that of [Printer.Trace] on w.
func Tracer(w io.Writer) func(nlmsg.Direction, []byte) {
	return NewPrinter(w).Trace(linux.NETLINK_ROUTE)
}
