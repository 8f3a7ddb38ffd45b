package explain

import (
	"io"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Message writes what a datagram of NETLINK_ROUTE means, as a [Printer] does.
func Message(w io.Writer, datagram []byte) error {
	return NewPrinter(w).Print(Datagram{Bytes: datagram})
}

// Request writes what r is on the wire, as a [Printer] does: its name, such as
// `link add "br0"`, and its bytes. The sequence number is zero: a connection
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
// connections of NETLINK_ROUTE, which may share it. It writes each datagram as a
// [Printer] does, after a comment that says which way it goes, and an empty line
// after it. If writing fails the connection goes on.
func Tracer(w io.Writer) func(nlmsg.Direction, []byte) {
	p := NewPrinter(w)
	return func(dir nlmsg.Direction, datagram []byte) {
		p.mu.Lock()
		defer p.mu.Unlock()
		t := text{color: p.Color}
		d := Datagram{Direction: dir, Bytes: datagram}
		d.Comment = d.String()
		p.datagram(&t, d)
		t.line("")
		io.WriteString(w, t.out.String())
	}
}
