package input

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/seed-030106aa/rawnl/explain"
)

// readHex reads datagrams from hexadecimal digits.
//
// Where lines have an offset it must be that of the bytes, and begins again at
// zero with a dump of its own or, in annotated text, with a message. Dumps that
// follow each other directly are one datagram. A blank line, a line that begins
// with "#" and one of tcpdump with the time end it, if it is complete: if its
// messages are whole, or the next offset is zero. The lines that begin with "#"
// are the comment of the datagram below them.
func readHex(l *lines, yield yield) error {
	h := &hexReader{lines: l, yield: yield}
	for !h.done && l.next() {
		if err := h.line(strings.TrimSpace(string(l.text))); err != nil {
			return err
		}
	}
	if h.done {
		return nil
	}
	if err := l.err(); err != nil {
		return err
	}
	return h.flush()
}

type hexReader struct {
	*lines
	yield yield
	done  bool

	comments []string // not yet those of a datagram
	gap      bool     // something that may end the datagram was seen
	squeezed bool     // the last line was "*": the one before it is repeated

	datagram explain.Datagram
	start    int    // where in Bytes the dump begins
	last     int    // where in Bytes the last line begins
	offsets  bool   // the last line had an offset
	nibble   string // a digit whose byte goes on in the next line
}

// tcpdumpHeader is how tcpdump begins the line above the bytes of a packet.
var tcpdumpHeader = regexp.MustCompile(`^(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+\b`)

func (h *hexReader) line(s string) error {
	switch {
	case s == "":
		h.gap = true
		return nil
	case s[0] == '#':
		h.gap = true
		h.comments = append(h.comments, strings.TrimPrefix(s[1:], " "))
		return nil
	case tcpdumpHeader.MatchString(s):
		h.gap = true
		return nil
	case s == "*":
		h.squeezed = true
		return nil
	case strings.HasPrefix(s, "* "): // strace: * 56 bytes in buffer 0
		return nil
	}
	if d, ok := parseDumpLine(s, h.offsets && !h.gap); ok {
		return h.dumped(d)
	}
	b, nibble, err := plainBytes(h.nibble, s)
	if err != nil {
		return h.errorf("%w", err)
	}
	if len(b) == 0 && nibble == "" {
		return nil
	}
	if h.offsets && !h.gap {
		return h.errorf("no offset, which the line above has")
	}
	if h.gap && whole(h.datagram.Bytes) {
		if err := h.flush(); err != nil || h.done {
			return err
		}
	}
	h.nibble = nibble
	return h.append(b, false)
}

// dumped adds the bytes of a line with an offset.
func (h *hexReader) dumped(d dumpLine) error {
	if d.err != nil {
		return h.errorf("%w", d.err)
	}
	if len(h.datagram.Bytes) > 0 && !h.offsets && !h.gap {
		return h.errorf("an offset, which the line above does not have")
	}
	if d.offset == 0 && len(d.bytes) > 0 {
		if h.gap || isCooked(h.datagram.Bytes) {
			if err := h.flush(); err != nil || h.done {
				return err
			}
		}
		h.start, h.squeezed = len(h.datagram.Bytes), false
	}
	if h.squeezed {
		h.squeezed = false
		if err := h.repeat(d.offset); err != nil {
			return err
		}
	}
	if n := len(h.datagram.Bytes) - h.start; d.offset != n {
		return h.errorf("offset %#x after %#x bytes", d.offset, n)
	}
	return h.append(d.bytes, true)
}

// repeat adds the last line again and again, until the dump has n bytes.
func (h *hexReader) repeat(n int) error {
	row := bytes.Clone(h.datagram.Bytes[h.last:])
	missing := n - (len(h.datagram.Bytes) - h.start)
	if len(row) == 0 || missing < 0 || missing%len(row) != 0 {
		return h.errorf("offset %#x after repeated lines of %#x bytes", n, len(row))
	}
	if len(h.datagram.Bytes)+missing > maxDatagram {
		return h.errorf("more than %d bytes", maxDatagram)
	}
	h.datagram.Bytes = append(h.datagram.Bytes, bytes.Repeat(row, missing/len(row))...)
	return nil
}

func (h *hexReader) append(b []byte, offsets bool) error {
	if len(h.datagram.Bytes)+len(b) > maxDatagram {
		return h.errorf("more than %d bytes", maxDatagram)
	}
	h.gap, h.offsets = false, offsets
	if len(h.comments) > 0 {
		h.comments = append([]string{h.datagram.Comment}, h.comments...)
		h.datagram.Comment = strings.TrimSpace(strings.Join(h.comments, "\n"))
		h.comments = nil
	}
	if len(b) > 0 {
		h.last = len(h.datagram.Bytes)
		h.datagram.Bytes = append(h.datagram.Bytes, b...)
	}
	return nil
}

// flush yields the datagram, if there is one.
func (h *hexReader) flush() error {
	if h.nibble != "" {
		return h.errorf("an odd number of hexadecimal digits")
	}
	d := h.datagram
	h.datagram, h.start, h.last, h.offsets = explain.Datagram{}, 0, 0, false
	if len(d.Bytes) == 0 {
		return nil
	}
	if isCooked(d.Bytes) {
		packet, _, err := cookedHeaders[linkNetlink].datagram(d.Bytes, 0)
		if err != nil {
			return h.errorf("%w", err)
		}
		packet.Comment = d.Comment
		d = packet
	} else {
		d.Direction = direction(d.Bytes)
	}
	h.done = !h.yield(d)
	return nil
}

// isCooked reports whether b begins with the cooked header of a capture of
// nlmon0, as dumps by tcpdump and tshark do, and not with the length of a
// message.
func isCooked(b []byte) bool {
	return len(b) >= 4 && b[0] == 0 && b[1] >= 4 && b[2] == arphrdNetlink>>8 && b[3] == arphrdNetlink&0xff
}
