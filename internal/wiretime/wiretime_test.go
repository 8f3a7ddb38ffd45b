package wiretime_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestTimesComeBack(t *testing.T) {
	for _, unit := range []time.Duration{time.Nanosecond, time.Millisecond, wiretime.Tick, time.Second} {
		for _, n := range []time.Duration{0, 1, 1000, math.MaxUint32} {
			want := n * unit
			e := rtattr.NewEncoder(nil)
			wiretime.Put32(e, 1, want, unit)
			wiretime.Put64(e, 2, want, unit)
			b, err := e.Result()
			if err != nil {
				t.Fatal(err)
			}
			d := rtattr.NewDecoder(b, 0)
			_, v32 := d.Next()
			_, v64 := d.Next()
			if got32, got64 := wiretime.Of32(v32, unit), wiretime.Of64(v64, unit); got32 != want || got64 != want {
				t.Errorf("%v is read as %v and %v", want, got32, got64)
			}
		}
	}
}

func TestLongestTime(t *testing.T) {
	e := rtattr.NewEncoder(nil)
	e.Uint64(1, math.MaxUint64)
	b, _ := e.Result()
	_, v := rtattr.NewDecoder(b, 0).Next()
	if got, most := wiretime.Of64(v, wiretime.Tick), time.Duration(math.MaxInt64); got > most || got <= most-wiretime.Tick {
		t.Errorf("read as %v, want the most that a Duration holds, %v", got, most)
	}
}

func TestTimesThatWouldNotComeBack(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		says string
	}{
		{-wiretime.Tick, "time -10ms is below zero"},
		{wiretime.Tick / 2, "time 5ms is no multiple of 10ms"},
		{(math.MaxUint32 + 1) * wiretime.Tick, "time 11930h27m52.96s is longer than 11930h27m52.95s"},
	} {
		e := rtattr.NewEncoder(nil)
		wiretime.Opt32(e, 1, &tt.d, wiretime.Tick)
		if _, err := e.Result(); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%v: error %v, want %q", tt.d, err, tt.says)
		}
	}
}
