package input

import (
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// dumpLine is a line of a dump: an offset, and bytes.
type dumpLine struct {
	offset int
	bytes  []byte
	err    error // what is wrong with the bytes
}

// An offset is set apart from groups of digits by a colon, or by two spaces if
// the groups are bytes; od needs one.
var (
	colonOffset = regexp.MustCompile(`^(?:0x)?([[:xdigit:]]{4,8}):(?:\s+|$)`)
	spaceOffset = regexp.MustCompile(`^([[:xdigit:]]{4,8})\s{2,}[[:xdigit:]]{2}(?:\s|$)`)
	odOffset    = regexp.MustCompile(`^([[:xdigit:]]{6})(?: [[:xdigit:]]{2})+\s*$`)
	onlyOffset  = regexp.MustCompile(`^([[:xdigit:]]{4,8})$`)
)

const (
	dumpRow   = 16          // bytes in a line of hexdump and strace
	dumpWidth = 3 * dumpRow // columns that they take, with a gap in the middle
	bar       = "|"         // right of the text beside them
	gapAfter  = 8           // bytes
)

// parseDumpLine cuts a line into its columns, and returns false if there is no
// offset. A number alone is one if the line above has an offset: hexdump ends
// with it. These are the layouts:
//
//	0x0010:  2000 0000 1000 0500 0000 0000 0000 0000  ................
//	00000010: 2000 0000 1000 0500 0000 0000 0000 0000   ...............
//	00000010  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00  | ...............|
//	| 00010  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |
//	0010  20 00 00 00 10 00 05 00 00 00 00 00 00 00 00 00    ...............
//	000010 20 00 00 00 10 00 05 00 00 00 00 00 00 00 00 00
//	0020  0a 00 03 00              IFLA_IFNAME, 10 bytes
func parseDumpLine(s string, above bool) (d dumpLine, ok bool) {
	s = strings.TrimPrefix(s, bar+" ")
	var digits, columns string
	colon := false
	if m := colonOffset.FindStringSubmatch(s); m != nil {
		digits, columns, colon = m[1], s[len(m[0]):], true
	} else if m := spaceOffset.FindStringSubmatch(s); m != nil {
		digits, columns = m[1], strings.TrimLeft(s[len(m[1]):], " \t")
	} else if m := odOffset.FindStringSubmatch(s); m != nil {
		digits, columns = m[1], strings.TrimLeft(s[len(m[1]):], " ")
	} else if above && onlyOffset.MatchString(s) {
		digits = s
	} else {
		return d, false
	}
	n, err := strconv.ParseUint(digits, 16, 31)
	if err != nil {
		return d, false
	}
	d.offset = int(n)
	if !colon && strings.HasSuffix(columns, bar) {
		columns = columns[:min(dumpWidth, len(columns)-1)]
		columns, _, _ = strings.Cut(columns, bar)
		d.bytes, d.err = decode(strings.Join(strings.Fields(columns), ""))
		return d, true
	}
	d.bytes, d.err = column(columns, colon)
	return d, true
}

// column returns the bytes of groups of digits up to the first gap of two
// spaces. One between the eighth and the ninth byte does not count, if groups
// are bytes.
func column(s string, colon bool) ([]byte, error) {
	var digits strings.Builder
	for s != "" {
		group, rest, _ := strings.Cut(s, " ")
		group, tail, tab := strings.Cut(group, "\t")
		digits.WriteString(group)
		if tab || tail != "" {
			break
		}
		if strings.HasPrefix(rest, " ") {
			if colon || digits.Len() != 2*gapAfter || !ninthByte.MatchString(rest) {
				break
			}
			rest = rest[1:]
		}
		s = rest
	}
	return decode(digits.String())
}

var ninthByte = regexp.MustCompile(`^ [[:xdigit:]]{2}(?: |$)`)

func decode(digits string) ([]byte, error) {
	b, err := hex.DecodeString(digits)
	if errors.Is(err, hex.ErrLength) {
		return nil, errors.New("an odd number of hexadecimal digits")
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not hexadecimal", quote(digits))
	}
	return b, nil
}

// quote shows the beginning of what may be long.
func quote(s string) string {
	const most = 32
	if len(s) > most {
		return strconv.QuoteToASCII(s[:most]) + "..."
	}
	return strconv.QuoteToASCII(s)
}
