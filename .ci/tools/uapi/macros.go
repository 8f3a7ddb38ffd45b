package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	lineMarker = regexp.MustCompile(`^# \d+ "(.*?)"`)
	definition = regexp.MustCompile(`^#define ([A-Za-z]\w*) +(\S.*)$`)
)

// candidates returns the names of macros without parameters that may be an
// integer: of those in the headers, and AF_* of the C library.
func (c *compiler) candidates() ([]string, error) {
	text, err := c.preprocess(includes())
	if err != nil {
		return nil, err
	}
	var names []string
	file := ""
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if m := lineMarker.FindStringSubmatch(lines.Text()); m != nil {
			file = m[1]
			continue
		}
		m := definition.FindStringSubmatch(lines.Text())
		if m == nil || !balanced(m[2]) {
			continue
		}
		if _, ok := c.header(file); ok || strings.HasPrefix(m[1], "AF_") && strings.HasSuffix(file, "/socket.h") {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names), lines.Err()
}

// balanced says whether what goes wrong in a macro stays in the expression
// that it is used in.
func balanced(body string) bool {
	depth := 0
	for _, r := range body {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case '{', '}', ';':
			return false
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

// The line in unit.c of the first candidate is told to gcc as this one, so
// that it is found again in error messages.
const firstLine = 1_000_000

var errorLine = regexp.MustCompile(`(?m)^candidates:(\d+):\d+: error:`)

// macros returns the macros that are integer constants.
func (c *compiler) macros() (map[string]int64, error) {
	names, err := c.candidates()
	if err != nil {
		return nil, err
	}
	object, err := c.object(enumeration(names))
	// More than once: an identifier that is not declared is reported only
	// where it comes first.
	for bad := (*compileError)(nil); errors.As(err, &bad); {
		before := len(names)
		names = slices.DeleteFunc(names, failed(names, bad))
		if len(names) == before {
			break
		}
		object, err = c.object(enumeration(names))
	}
	if err != nil {
		return nil, err
	}
	d, err := readDWARF(object, func(path string) (string, bool) { return "", filepath.Base(path) == "candidates" })
	if err != nil {
		return nil, err
	}
	values := make(map[string]int64)
	for name, value := range d.constants {
		values[strings.TrimPrefix(name, "value_of_")] = value
	}
	if len(values) != len(names) {
		return nil, fmt.Errorf("%d macros have %d values", len(names), len(values))
	}
	return values, nil
}

// enumeration returns C source with an enumerator for each macro. To be one it
// must be an integer constant.
func enumeration(names []string) string {
	var b strings.Builder
	b.WriteString(includes())
	fmt.Fprintf(&b, "#line %d \"candidates\"\n", firstLine)
	for _, name := range names {
		fmt.Fprintf(&b, "enum { value_of_%s = (long long)(%[1]s) };\n", name)
	}
	return b.String()
}

// failed returns which of the names an error is about.
func failed(names []string, e *compileError) func(string) bool {
	bad := make(map[string]bool)
	for _, m := range errorLine.FindAllSubmatch(e.stderr, -1) {
		line, err := strconv.Atoi(string(m[1]))
		if i := line - firstLine; err == nil && i >= 0 && i < len(names) {
			bad[names[i]] = true
		}
	}
	return func(name string) bool { return bad[name] }
}
