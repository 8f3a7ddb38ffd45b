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
func readHex(l *lines, yield sink) error {
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
	yield sink
	done  bool

	pending  []string // lines of comments that are not yet those of a datagram
	gap      bool     // something that may end the datagram was seen
	squeezed bool     // the last line was "*": the one before it is repeated

	datagram []byte   // its bytes
	comments []string // lines of its comment
	start    int      // where in datagram the dump begins
	last     int      // where in datagram the last line begins
	messages int      // where in datagram the first message begins that may not be whole
	offsets  bool     // the last line had an offset
	nibble   string   // a digit whose byte goes on in the next line
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
		h.pending = append(h.pending, strings.TrimPrefix(s[1:], " "))
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
	if h.gap && h.whole() {
		if err := h.flush(); err != nil || h.done {
			return err
		}
	}
	h.nibble = nibble
	return h.add(b, false)
}

// dumped adds the bytes of a line with an offset.
func (h *hexReader) dumped(d dumpLine) error {
	if d.err != nil {
		return h.errorf("%w", d.err)
	}
	if len(h.datagram) > 0 && !h.offsets && !h.gap {
		return h.errorf("an offset, which the line above does not have")
	}
	if d.offset == 0 && len(d.bytes) > 0 {
		if h.gap || isCooked(h.datagram) {
			if err := h.flush(); err != nil || h.done {
				return err
			}
		}
		h.start, h.squeezed = len(h.datagram), false
	}
	if h.squeezed {
		h.squeezed = false
		if err := h.repeat(d.offset); err != nil {
			return err
		}
	}
	if n := len(h.datagram) - h.start; d.offset != n {
		return h.errorf("offset %#x after %#x bytes", d.offset, n)
	}
	return h.add(d.bytes, true)
}

// repeat adds the last line again and again, until the dump has n bytes.
func (h *hexReader) repeat(n int) error {
	row := bytes.Clone(h.datagram[h.last:])
	missing := n - (len(h.datagram) - h.start)
	if len(row) == 0 || missing < 0 || missing%len(row) != 0 {
		return h.errorf("offset %#x after repeated lines of %#x bytes", n, len(row))
	}
	if len(h.datagram)+missing > maxDatagram {
		return h.errorf("more than %d bytes", maxDatagram)
	}
	h.datagram = append(h.datagram, bytes.Repeat(row, missing/len(row))...)
	return nil
}

// add adds the bytes of a line.
func (h *hexReader) add(b []byte, offsets bool) error {
	if len(h.datagram)+len(b) > maxDatagram {
		return h.errorf("more than %d bytes", maxDatagram)
	}
	h.gap, h.offsets = false, offsets
	h.comments = append(h.comments, h.pending...)
	h.pending = h.pending[:0]
	if len(b) > 0 {
		h.last = len(h.datagram)
		h.datagram = append(h.datagram, b...)
	}
	return nil
}

// whole reports whether the datagram holds complete messages. It goes on where
// it came to the last time: there may be a gap in each message of many.
func (h *hexReader) whole() bool {
	h.messages += whole(h.datagram[h.messages:])
	return h.messages == len(h.datagram)
}

// flush yields the datagram, if there is one.
func (h *hexReader) flush() error {
	if h.nibble != "" {
		return h.errorf("an odd number of hexadecimal digits")
	}
	d := explain.Datagram{Bytes: h.datagram}
	comment := strings.TrimSpace(strings.Join(h.comments, "\n"))
	h.datagram, h.comments, h.start, h.last, h.messages, h.offsets = nil, nil, 0, 0, 0, false
	if len(d.Bytes) == 0 {
		return nil
	}
	if isCooked(d.Bytes) {
		packet, _, err := cookedHeaders[linkNetlink].datagram(d.Bytes, 0)
		if err != nil {
			return h.errorf("%w", err)
		}
		d = packet
	} else {
		d.Direction = direction(d.Bytes)
	}
	d.Comment = comment
	h.done = !h.yield(d)
	return nil
}

// isCooked reports whether b begins with the cooked header of a capture of
// nlmon0, as dumps by tcpdump and tshark do, and not with the length of a
// message.
func isCooked(b []byte) bool {
	return len(b) >= 4 && b[0] == 0 && b[1] >= 4 && b[2] == arphrdNetlink>>8 && b[3] == arphrdNetlink&0xff
}
