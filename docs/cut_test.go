package docs_test

import (
	"strings"
	"testing"
)

func TestMarkersAreUnderstood(t *testing.T) {
	for line, want := range map[string]string{
		"<!-- explain: a.golden -->":                       "",
		"<!-- explain: a.golden 0x20-0x2c 0x100-0x104 -->": "",
		"<!-- explain: a.jsonl id[0] -->":                  "",
		"<!-- explain: a.jsonl id[0:3] 0x00-0x10 -->":      "",
		"<!-- explain: a.txt -->":                          "not a marker",
		"<!-- explain: a.golden-->":                        "not a marker",
		"<!-- explain: a.golden id[0] -->":                 "id[0] is not a range",
		"<!-- explain: a.golden 32-44 -->":                 "32-44 is not a range",
		"<!-- explain: a.jsonl -->":                        "which datagrams?",
		"<!-- explain: a.jsonl id -->":                     "which datagrams?",
	} {
		_, err := parseMarker(line)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

// What is left out is shown as such, and what is said of a line goes with it.
func TestRangesCutLines(t *testing.T) {
	m, err := parseMarker("<!-- explain: a.jsonl id[0] 0x00-0x04 0x08-0x0c -->")
	if err != nil {
		t.Fatal(err)
	}
	got := m.cut("# sent\n0000  a\n0004  b\n#  ^ of b\n0008  c\n#  ^ of c\n000c  d\n0010  e\n\n0000  f\n0004  g\n")
	want := "# sent\n0000  a\n...\n0008  c\n#  ^ of c\n...\n\n0000  f\n...\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
