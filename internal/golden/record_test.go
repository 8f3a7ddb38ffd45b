package golden

import (
	"path/filepath"
	"testing"
)

// Every recorded message can be annotated to its last byte.
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
			for _, msg := range split(r.Main()) {
				if _, err := Parse(r.ID, Format(msg)); err != nil {
					t.Errorf("%s: %v\n%s", path, err, Format(msg))
				}
			}
			if diff := DiffTree(r.Main(), r.Main()); diff != "" {
				t.Errorf("%s: %s differs from itself:\n%s", path, r.ID, diff)
			}
		}
	}
}
