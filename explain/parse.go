package explain

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Parse reads the bytes back out of annotated text as a [Printer] writes it,
// without colours: of all its messages, one after another, whichever datagrams
// they were in. Lines that begin with # are comments, and the meaning beside the
// bytes is not looked at. An offset that is neither the number of bytes above it
// nor zero, where the next message begins, is an error. The error begins with the
// number of the line.
func Parse(text string) ([]byte, error) {
	var all []byte
	start := 0 // of the present message
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		offset, b, err := parseLine(line)
		switch {
		case err != nil:
		case offset == 0:
			start = len(all)
		case offset != len(all)-start:
			err = fmt.Errorf("offset %04x after %#x bytes", offset, len(all)-start)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		all = append(all, b...)
	}
	return all, nil
}

// parseLine takes offset and bytes off a line.
func parseLine(line string) (offset int, b []byte, err error) {
	head, rest, ok := strings.Cut(line, "  ")
	n, err := strconv.ParseUint(head, 16, 31)
	if !ok || err != nil {
		return 0, nil, fmt.Errorf("no offset in %q", line)
	}
	column := rest[:min(len(rest), hexWidth)]
	b, err = hex.DecodeString(strings.ReplaceAll(column, " ", ""))
	if err != nil || len(b) == 0 {
		return 0, nil, fmt.Errorf("no bytes in %q", line)
	}
	return int(n), b, nil
}
