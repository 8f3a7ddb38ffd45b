package golden

import (
	"path/filepath"
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
