//go:build linux

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestRowsAreMediansRoundByRound(t *testing.T) {
	floor := []sample{{time: 9000, cpu: 900}, {time: 1000, cpu: 900}, {time: 1200, cpu: 900}}
	// The first round was disturbed, and both ways with it.
	samples := []sample{
		{time: 18000, cpu: 1800, allocs: 30, memory: 5000},
		{time: 2000, cpu: 1800, allocs: 10, memory: 7000},
		{time: 1800, cpu: 2700, allocs: 20, memory: 9000},
	}
	got := newRow(way{name: "All", resultSize: 6000}, 10, samples, floor)
	want := row{way: "All", nanos: 200, ratio: 2, cpu: 2, allocs: 2, memory: 1000, beyond: true}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{}, target{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What beginning takes is no allocation of an item.
func TestAllocationsOfTheBeginningAreNotMany(t *testing.T) {
	w := way{name: "All", target: target{allocs: new(2.0)}}
	for _, tt := range []struct {
		allocs float64
		want   bool
	}{{2000, false}, {2100, false}, {2101, true}} {
		s := []sample{{time: 1, cpu: 1, allocs: tt.allocs}}
		if got := newRow(w, 1000, s, s).many; got != tt.want {
			t.Errorf("%v allocations for 1000 items of two: many is %v", tt.allocs, got)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		times []float64
		want  float64
	}{
		{[]float64{7}, 7},
		{[]float64{9, 1, 5}, 5},
		{[]float64{9, 1, 5, 4}, 4.5},
	} {
		var samples []sample
		for _, v := range tt.times {
			samples = append(samples, sample{time: v})
		}
		if got := median(samples, func(_ int, s sample) float64 { return s.time }); got != tt.want {
			t.Errorf("median of %v is %v, want %v", tt.times, got, tt.want)
		}
	}
}

// recorder is a work of three ways that takes down what is called.
func recorder(calls *[]string, fail string) work {
	newWay := func(name string) way {
		call := func(s string) func() error {
			return func() error {
				*calls = append(*calls, s)
				if s == fail {
					return errors.New("failure of the way")
				}
				return nil
			}
		}
		return way{name: name, reset: call("reset " + name), run: call(name)}
	}
	return work{name: "test", unit: "thing", items: 1, setUp: func(s *stage) ([]way, error) {
		s.onClose(func() { *calls = append(*calls, "closed") })
		ip := newWay("ip")
		ip.program = true
		return []way{newWay("a"), ip, {name: "none", missing: "not here"}}, nil
	}}
}

func TestWaysTakeTurns(t *testing.T) {
	testns.Need(t)
	var calls []string
	w := recorder(&calls, "")
	w.atLeast = 2
	results, err := measure([]work{w}, programRounds+1)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split("reset a,a,a,reset ip,ip,ip,"+ // each twice, for it is only one thing
		"reset ip,ip,ip,reset a,a,a,"+ // begins with the second
		"reset a,a,a,reset ip,ip,ip,"+ // begins with what is missing
		"reset a,a,a,"+ // programs have had enough
		"closed", ",")
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got)\n%s", diff)
	}
	wantRows := []row{{way: "a", ratio: 1}, {way: "ip", program: true}, {way: "none", missing: "not here"}}
	measured := cmpopts.IgnoreFields(row{}, "nanos", "ratio", "cpu", "allocs", "memory")
	if diff := cmp.Diff(wantRows, results[0].rows, cmp.AllowUnexported(row{}, target{}), measured); diff != "" {
		t.Errorf("rows (-want +got)\n%s", diff)
	}
}

func TestFailuresAreNamed(t *testing.T) {
	testns.Need(t)
	for fail, want := range map[string]string{"ip": "test: ip: failure of the way", "reset ip": "test: ip: reset: failure of the way"} {
		var calls []string
		w := recorder(&calls, fail)
		_, err := measure([]work{w}, 1)
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
		if last := calls[len(calls)-1]; last != "closed" {
			t.Errorf("the last call is %q, want the stage to be closed", last)
		}
	}
}

func TestWorksTakeTurns(t *testing.T) {
	testns.Need(t)
	var calls []string
	one, other := recorder(&calls, ""), recorder(&calls, "")
	other.setUp = func(s *stage) ([]way, error) {
		return []way{{name: "b", run: func() error { calls = append(calls, "b"); return nil }}}, nil
	}
	results, err := measure([]work{one, other}, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split("reset a,a,reset ip,ip,b,reset ip,ip,reset a,a,b,closed", ",")
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got)\n%s", diff)
	}
	if len(results) != 2 || len(results[1].rows) != 1 {
		t.Errorf("results %v, want one of each work", results)
	}
}
