package iproute2

import (
	"bytes"
	"maps"
	"path/filepath"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
)

// leftOut are the requests that no package builds, and why.
var leftOut = map[string]string{
	"mptcp-endpoint-add":  "a command of MPTCP, a family of generic netlink",
	"mptcp-endpoint-show": "a command of MPTCP, a family of generic netlink",
	"mptcp-limits-set":    "a command of MPTCP, a family of generic netlink",
	"tcp-metrics-show":    "a command of tcp_metrics, a family of generic netlink",
}

// Each recorded request is in testdata of a package, which builds it in a test of
// its own; the bytes there are those that were recorded.
func TestEveryRequestIsBuilt(t *testing.T) {
	built := packages(t)
	excused := maps.Clone(leftOut)
	for _, rec := range golden.Records(t, requestsFile) {
		why, ok := excused[rec.ID]
		delete(excused, rec.ID)
		switch {
		case len(built[rec.ID]) == 0 && !ok:
			t.Errorf("%s: no package has the request of %q", rec.ID, rec.Cmd)
		case len(built[rec.ID]) > 0 && ok:
			t.Errorf("%s: %s, and built", rec.ID, why)
		}
		for path, main := range built[rec.ID] {
			if !bytes.Equal(main, rec.Main()) {
				t.Errorf("%s: %s has other bytes than were recorded", rec.ID, path)
			}
		}
	}
	for id, why := range excused {
		t.Errorf("%s: %s, and no such record", id, why)
	}
}

// packages returns the requests that packages have: by id and by the file that has
// it, the bytes.
func packages(t *testing.T) map[string]map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../*/testdata/iproute2.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no records of packages: %v", err)
	}
	built := make(map[string]map[string][]byte)
	for _, path := range paths {
		for _, rec := range golden.Records(t, path) {
			if built[rec.ID] == nil {
				built[rec.ID] = make(map[string][]byte)
			}
			built[rec.ID][path] = rec.Main()
		}
	}
	return built
}
