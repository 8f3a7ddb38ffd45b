package input

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// transfer collects the bytes that a call sent or received.
type transfer struct {
	process   string
	direction nlmsg.Direction
	protocol  int

	// length is how many bytes the datagram has, and most how many of them are
	// in the program's buffers; -1 if the call transfers several datagrams.
	length, most int

	bytes  []byte
	buffer int // where in bytes the buffer begins
}

func newTransfer(c call, dir nlmsg.Direction, protocol int) *transfer {
	t := &transfer{process: c.process, direction: dir, protocol: protocol, length: c.result, most: c.result}
	switch c.name {
	case "sendmmsg", "recvmmsg":
		t.length, t.most = -1, -1 // the result counts datagrams
	case "recvfrom", "recv", "read":
		// With MSG_TRUNC the result is the length of the datagram, and strace
		// shows as many bytes, of which the buffer does not have all.
		if size, err := strconv.Atoi(c.arg(2)); err == nil {
			t.most = min(t.most, size)
		}
	}
	return t
}

// Lines of bytes are preceded by the number of the buffer in an iovec, and by
// that of the message, if there are several.
var (
	transferLine   = regexp.MustCompile(`^ \| ([[:xdigit:]]{5,16})  (.*) \|$`)
	transferBuffer = regexp.MustCompile(`^ \* \d+ bytes in buffer \d+$`)
	transferVector = regexp.MustCompile(`^ = \d+ buffers in vector \d+$`)
)

func isTransfer(line string) bool {
	return strings.HasPrefix(line, " | ") || transferBuffer.MatchString(line) || transferVector.MatchString(line)
}

// line takes a line of bytes, or one above them. It calls flush before the next
// datagram.
func (t *transfer) line(text string, flush func()) error {
	if transferVector.MatchString(text) {
		flush()
		return nil
	}
	if transferBuffer.MatchString(text) {
		t.buffer = len(t.bytes)
		return nil
	}
	m := transferLine.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("%s is no line of a dump", quote(text))
	}
	offset, err := strconv.ParseUint(m[1], 16, 63)
	if n := len(t.bytes) - t.buffer; err != nil || offset != uint64(n) {
		return fmt.Errorf("offset %s after %#x bytes", m[1], n)
	}
	row, err := decode(strings.Join(strings.Fields(m[2][:min(dumpWidth, len(m[2]))]), ""))
	if err != nil {
		return err
	}
	if len(t.bytes)+len(row) > maxDatagram {
		return fmt.Errorf("more than %d bytes", maxDatagram)
	}
	if t.most >= 0 {
		row = row[:min(len(row), t.most-len(t.bytes))]
	}
	t.bytes = append(t.bytes, row...)
	return nil
}

// complete reports whether all bytes are there.
func (t *transfer) complete() bool { return t.most >= 0 && len(t.bytes) == t.most }

// next begins another datagram of the same call.
func (t *transfer) next() {
	t.bytes, t.buffer = nil, 0
}
