package testfuzz

import (
	"strings"
	"testing"

	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
)

// spy keeps what a test says to itself.
type spy struct {
	testing.TB
	said string
}

func (s *spy) Errorf(format string, args ...any) { s.said += format }

var kept []byte // on the heap

func TestBounded(t *testing.T) {
	for _, tt := range []struct {
		about   string
		n, size int
		fails   bool
	}{
		{"nothing", 0, 0, false},
		{"much of little", 100, allowance + 200*factor, true},
		{"much of much", 4096, allowance + 2048*factor, false},
	} {
		s, ran := &spy{TB: t}, false
		Bounded(s, tt.n, func() {
			kept = make([]byte, tt.size)
			ran = true
		})
		if failed := strings.Contains(s.said, "are allocated"); failed != tt.fails || !ran {
			t.Errorf("%s: failed %v, want %v; ran %v", tt.about, failed, tt.fails, ran)
		}
	}
}
