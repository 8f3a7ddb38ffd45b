package docs_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// headers are the constants and structs of the kernel's headers, as a compiler
// saw them; internal/schema/testdata/README.md says more.
type headers struct {
	Constants map[string]int64
	Structs   map[string]struct {
		Size    int
		Members []struct {
			Name, Type   string
			Offset, Size int
		}
	}
}

func readHeaders(t *testing.T) (h headers) {
	t.Helper()
	b, err := os.ReadFile("../internal/schema/testdata/uapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &h); err != nil {
		t.Fatal(err)
	}
	return h
}

// find returns the value of a constant, or the size of a struct.
func (h headers) find(name string) (int64, bool) {
	if tag, ok := strings.CutPrefix(name, "struct "); ok {
		s, ok := h.Structs[tag]
		return int64(s.Size), ok
	}
	v, ok := h.Constants[name]
	return v, ok
}

var (
	structForm = regexp.MustCompile(`^struct (\w+) \{\s+/\* (\d+) bytes \*/$`)
	memberForm = regexp.MustCompile(`^\t(\w[\w ]*?)\s+(\w+);\s+/\*\s+(\d+) \*/$`)
)

// Every block of C shows structs, with the sizes and offsets that the compiler
// gave them.
func TestStructsAreThoseOfTheHeaders(t *testing.T) {
	h := readHeaders(t)
	shorter := strings.NewReplacer("short unsigned int", "unsigned short")
	seen := 0
	for _, f := range fences(t, readGuide(t)) {
		if f.language != "c" {
			continue
		}
		seen++
		lines := strings.Split(strings.TrimSuffix(f.text, "\n"), "\n")
		head := structForm.FindStringSubmatch(lines[0])
		if head == nil || lines[len(lines)-1] != "};" {
			t.Errorf("%s:%d: not a struct with its size: %s", guide, f.line, lines[0])
			continue
		}
		s, ok := h.Structs[head[1]]
		if !ok || head[2] != strconv.Itoa(s.Size) || len(lines) != len(s.Members)+2 {
			t.Errorf("%s:%d: struct %s has %d bytes and %d members", guide, f.line, head[1], s.Size, len(s.Members))
			continue
		}
		for i, m := range s.Members {
			p := memberForm.FindStringSubmatch(lines[i+1])
			if p == nil || p[1] != shorter.Replace(m.Type) || p[2] != m.Name || p[3] != strconv.Itoa(m.Offset) {
				t.Errorf("%s:%d: %q, want %s %s at %d", guide, f.line+i+1, lines[i+1], m.Type, m.Name, m.Offset)
			}
		}
	}
	if seen == 0 {
		t.Error("the guide shows no struct")
	}
}

// tableMarker stands above a table in which a row has one number: the value of
// each constant, or the size of the struct, that has a cell of the row to itself.
const tableMarker = "<!-- uapi -->\n"

var (
	nameForm   = regexp.MustCompile("^`((?:struct )?\\w+)`$")
	numberForm = regexp.MustCompile(`^(?:0x[0-9a-f]+|[0-9]+)$`)
)

func TestTablesAreThoseOfTheHeaders(t *testing.T) {
	h := readHeaders(t)
	tables := strings.Split(readGuide(t), tableMarker)[1:]
	for _, table := range tables {
		table, _, _ = strings.Cut(table, "\n\n")
		for _, row := range strings.Split(strings.TrimSpace(table), "\n")[2:] {
			var names, numbers []string
			for cell := range strings.SplitSeq(row, "|") {
				cell = strings.TrimSpace(cell)
				if p := nameForm.FindStringSubmatch(cell); p != nil {
					names = append(names, p[1])
				} else if numberForm.MatchString(cell) {
					numbers = append(numbers, cell)
				}
			}
			if len(names) == 0 || len(numbers) != 1 {
				t.Errorf("%d names and %d numbers: %s", len(names), len(numbers), row)
				continue
			}
			for _, name := range names {
				if v, ok := h.find(name); !ok || v != value(t, numbers[0]) {
					t.Errorf("%s is %d in the headers: %s", name, v, row)
				}
			}
		}
	}
	if len(tables) == 0 {
		t.Error("the guide has no table of numbers")
	}
}

func value(t *testing.T, s string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A number in parentheses behind a name is its value, or its size.
func TestNumbersAreThoseOfTheHeaders(t *testing.T) {
	h := readHeaders(t)
	pairs := regexp.MustCompile("`((?:struct )?\\w+)` \\((0x[0-9a-f]+|\\d+)(?: bytes)?\\)").FindAllStringSubmatch(readGuide(t), -1)
	for _, p := range pairs {
		if v, ok := h.find(p[1]); !ok || v != value(t, p[2]) {
			t.Errorf("%s, the headers say %d", p[0], v)
		}
	}
	if len(pairs) == 0 {
		t.Error("the guide has no numbers")
	}
}

// Names of the kernel's are spelt as its headers spell them.
func TestNamesAreThoseOfTheHeaders(t *testing.T) {
	h := readHeaders(t)
	other := map[string]bool{ // what uapi.json lacks
		"SIOCBRADDBR": true, "SIOCBRADDIF": true, // linux/sockios.h
		"CAP_NET_ADMIN": true, // linux/capability.h
		"SOL_NETLINK":   true, // linux/socket.h, not for programs
		"MSG_TRUNC":     true, // the C library
	}
	spelt := regexp.MustCompile("`([A-Z][A-Z0-9]*_[A-Z0-9_]+|E[A-Z]{3,}|SIOC[A-Z]+)`")
	for _, p := range spelt.FindAllStringSubmatch(readGuide(t), -1) {
		if _, ok := h.Constants[p[1]]; !ok && !other[p[1]] {
			t.Errorf("no header has %s", p[1])
		}
	}
}
