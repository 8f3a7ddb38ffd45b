package golden

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// span is the bytes of a line and of those that go on with it.
type span struct {
	line  int // in the file, from 1
	bytes []byte
	depth int
	text  string
}

// Parse returns the message that an annotated file holds. It checks that each
// offset is the number of bytes above it, that nlmsg_len is the length of the
// whole, and that the length of each attribute is that of the lines indented
// below it. The error begins with the name of the file and the line, such as
// "veth.golden:12: ".
func Parse(file, text string) ([]byte, error) {
	var spans []span
	var msg []byte
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		offset, s, err := parseLine(line)
		switch {
		case err != nil:
		case offset != len(msg):
			err = fmt.Errorf("offset %04x after %#x bytes", offset, len(msg))
		case s.text == "" && len(spans) == 0:
			err = fmt.Errorf("the first line says nothing")
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
		msg = append(msg, s.bytes...)
		if s.text == "" {
			last := &spans[len(spans)-1]
			last.bytes = append(last.bytes, s.bytes...)
			continue
		}
		s.line = i + 1
		spans = append(spans, s)
	}
	if len(msg) < 4 || int(binary.LittleEndian.Uint32(msg)) != len(msg) {
		return nil, fmt.Errorf("%s: nlmsg_len is not the %d bytes shown", file, len(msg))
	}
	for i := range spans {
		if err := checkLength(spans[i:]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, spans[i].line, err)
		}
	}
	return msg, nil
}

// parseLine cuts a line of Format into its columns.
func parseLine(line string) (offset int, s span, err error) {
	head, rest, ok := strings.Cut(line, "  ")
	n, err := strconv.ParseUint(head, 16, 31)
	if !ok || err != nil {
		return 0, s, fmt.Errorf("no offset in %q", line)
	}
	column, text := rest, ""
	if len(rest) > hexWidth {
		column, text = rest[:hexWidth], rest[hexWidth:]
	}
	s.bytes, err = hex.DecodeString(strings.ReplaceAll(column, " ", ""))
	if err != nil || len(s.bytes) == 0 || len(s.bytes) > perLine {
		return 0, s, fmt.Errorf("no bytes in %q", line)
	}
	s.text = strings.TrimLeft(text, " ")
	indent := len(text) - len(s.text) - len("  ")
	if s.text != "" && (indent < 0 || indent%2 != 0) {
		return 0, s, fmt.Errorf("%q is not indented by two spaces a level", s.text)
	}
	s.depth = indent / 2
	return int(n), s, nil
}

// checkLength checks the length that the first of spans shows, if it does,
// against its bytes and against the lines below it.
func checkLength(spans []span) error {
	first := spans[0]
	name, after, _ := strings.Cut(first.text, ", ")
	digits, _, ok := strings.Cut(after, " bytes")
	shown, err := strconv.Atoi(digits)
	if !ok || err != nil || strings.Contains(name, `"`) {
		return nil // no length, or text that a string holds
	}
	n := len(first.bytes)
	for _, s := range spans[1:] {
		if s.depth <= first.depth {
			break
		}
		if s.depth > first.depth+1 || s.text != padding {
			n += len(s.bytes)
		}
	}
	if n != shown {
		return fmt.Errorf("%s: there are %d", first.text, n)
	}
	if len(first.bytes) < 2 || int(binary.LittleEndian.Uint16(first.bytes)) != shown {
		return fmt.Errorf("%s: its length is another, % x", first.text, first.bytes)
	}
	return nil
}
