package testcost_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/testcost"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
)

// spy keeps what a test says to itself.
type spy struct {
	testing.TB
	said []string
}

func (s *spy) Errorf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}

// appender encodes to bytes, by way of so many allocations.
type appender int

func (a appender) AppendBinary(b []byte) ([]byte, error) {
	for range a {
		sink = new(int)
	}
	return append(b, "bytes"...), nil
}

var (
	sink   *int
	errOdd = errors.New("odd")
)

func TestCheckSaysWhatCostsMore(t *testing.T) {
	s := &spy{TB: t}
	table := testcost.Encoding(map[string]appender{"nothing": 0, "one": 1, "two": 2})
	pair := func(n int) (*[2]int, error) { return &[2]int{n, n}, nil }
	table["a pair"] = testcost.Decoding(pair, 7, 1)
	table["a pair for nothing"] = testcost.Decoding(pair, 7, 0)
	table["an error"] = testcost.Decoding(func(int) (*int, error) { return nil, errOdd }, 7, 1)
	table.Check(s)
	want := []string{
		"a pair for nothing: 1 allocations, want 0 at most", "an error: odd",
		"one: 1 allocations, want 0 at most", "two: 2 allocations, want 0 at most",
	}
	if diff := cmp.Diff(want, s.said); diff != "" {
		t.Errorf("(-want +said)\n%s", diff)
	}
}

func BenchmarkTable(b *testing.B) {
	testcost.Encoding(map[string]appender{"two": 2, "nothing": 0}).Bench(b)
}
