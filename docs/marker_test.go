package docs_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// marker stands in a comment above a block and says what the block holds, as
// package explain prints it:
//
//	<!-- explain: ../link/testdata/quick-veth-add.golden -->              a message
//	<!-- explain: ../link/testdata/quick-veth-add.golden 0x20-0x2c -->    some bytes of it
//	<!-- explain: testdata/conversations.jsonl bridge[0] -->              a datagram of a record
//	<!-- explain: testdata/conversations.jsonl batch[0:3] 0x00-0x10 -->   some bytes of each message of three
//
// Paths are relative to the guide. Datagrams count from 0, as the slices of Go
// do. There may be several ranges of bytes; where some are left out, a line of
// three dots takes their place.
type marker struct {
	path     string
	id       string
	from, to int // datagrams of the record
	ranges   [][2]int
}

var (
	markerForm = regexp.MustCompile(`^<!-- explain: (\S+\.(?:golden|jsonl))((?: \S+)*) -->$`)
	recordForm = regexp.MustCompile(`^(\S+)\[(\d+)(?::(\d+))?\]$`)
	rangeForm  = regexp.MustCompile(`^0x([0-9a-f]{2,4})-0x([0-9a-f]{2,4})$`)
)

func parseMarker(line string) (m marker, err error) {
	parts := markerForm.FindStringSubmatch(line)
	if parts == nil {
		return m, fmt.Errorf("not a marker: %s", line)
	}
	m.path = parts[1]
	args := strings.Fields(parts[2])
	if strings.HasSuffix(m.path, ".jsonl") {
		if len(args) == 0 || !recordForm.MatchString(args[0]) {
			return m, fmt.Errorf("which datagrams? %s", line)
		}
		p := recordForm.FindStringSubmatch(args[0])
		m.id, m.from, m.to = p[1], number(p[2], 10), number(p[2], 10)+1
		if p[3] != "" {
			m.to = number(p[3], 10)
		}
		args = args[1:]
	}
	for _, a := range args {
		p := rangeForm.FindStringSubmatch(a)
		if p == nil {
			return m, fmt.Errorf("%s is not a range of bytes: %s", a, line)
		}
		m.ranges = append(m.ranges, [2]int{number(p[1], 16), number(p[2], 16)})
	}
	return m, nil
}

// number returns the value of digits, which a regular expression has found to
// be some.
func number(digits string, base int) int {
	n, err := strconv.ParseUint(digits, base, 31)
	if err != nil {
		panic(err)
	}
	return int(n)
}
