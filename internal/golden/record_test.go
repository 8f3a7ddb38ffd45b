package golden

import (
	"cmp"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestRecordsAreUnderstood(t *testing.T) {
	paths, err := filepath.Glob("../../*/testdata/iproute2.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no records: %v", err)
	}
	for _, path := range paths {
		for _, r := range Records(t, path) {
			if r.ID == "" || r.Cmd == "" || r.Messages[0].Dir != "send" {
				t.Errorf("%s: incomplete record %+v", path, r)
			}
			if diff := DiffTree(r.Main(), r.Main()); diff != "" {
				t.Errorf("%s: %s differs from itself:\n%s", path, r.ID, diff)
			}
		}
	}
}

func TestDamagedRecordsAreRefused(t *testing.T) {
	const fine = `{"id": "x", "messages": [{"dir": "send", "hex": "01"}], "main": 0}` + "\n"
	for _, tt := range []struct{ file, want string }{
		{fine + fine, ""},
		{fine + "{", "2: unexpected end of JSON input"},
		{fine + strings.Replace(fine, "01", "0", 1), "2: encoding/hex: odd length hex string"},
		{strings.Replace(fine, `"main": 0`, `"main": 1`, 1), "1: no message 1"},
		{strings.Replace(fine, `"main": 0`, `"main": -1`, 1), "1: no message -1"},
		{fine + strings.Repeat(" ", 1<<24), "2: bufio.Scanner: token too long"},
	} {
		_, err := readRecords(strings.NewReader(tt.file))
		if got := cmp.Or(err, errors.New("")).Error(); got != tt.want {
			t.Errorf("%.100q: error %q, want %q", tt.file, got, tt.want)
		}
	}
}
