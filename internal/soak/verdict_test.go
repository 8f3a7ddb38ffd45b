//go:build linux

package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// series returns samples, one each five seconds of a minute, with what heap and
// threads return of their number.
func series(heap, threads func(i int) int) (all []sample) {
	for i := range 12 {
		all = append(all, sample{
			at:        time.Duration(i+1) * 5 * time.Second,
			resources: resources{heap: int64(heap(i)), threads: threads(i)},
		})
	}
	return all
}

func constant(n int) func(int) int { return func(int) int { return n } }

const mib = 1 << 20

func TestJudge(t *testing.T) {
	t.Parallel()
	flat := series(constant(10*mib), constant(9))
	goroutines := func(each int) []sample {
		all := slices.Clone(flat)
		for i := range all {
			all[i].goroutines = 30 + each*i
		}
		return all
	}
	tests := []struct {
		name string
		e    evidence
		want []string // the reasons hold these, one each
	}{
		{"all is well", evidence{samples: flat}, nil},
		{"the heap grows", evidence{samples: series(func(i int) int { return 10*mib + i*mib/8 }, constant(9))},
			[]string{"the heap has grown by 9.8 % after the warm-up of 10s, from 10.25 MiB to 11.25 MiB"}},
		{"by less than a twentieth", evidence{samples: series(func(i int) int { return 10*mib + i*mib/20 }, constant(9))}, nil},
		{"by next to nothing", evidence{samples: series(func(i int) int { return mib + i*mib/64 }, constant(9))}, nil},
		{"during the warm-up", evidence{samples: series(func(i int) int { return min(10, 5*(i+1)) * mib }, constant(9))}, nil},
		{"the heap is sometimes larger", evidence{samples: series(func(i int) int { return 10*mib + i%2*mib*(i/11) }, constant(9))}, nil},
		{"the heap shrinks", evidence{samples: series(func(i int) int { return 10*mib - i*mib/2 }, constant(9))}, nil},
		{"threads pile up", evidence{samples: series(constant(mib), func(i int) int { return 9 + 3*i })},
			[]string{"15 threads after the warm-up, 39 at the end"}},
		{"threads are added", evidence{samples: series(constant(mib), func(i int) int { return 9 + i })}, nil},
		{"goroutines pile up until the end", evidence{samples: goroutines(2)},
			[]string{"34 goroutines after the warm-up, 50 before the end"}},
		{"goroutines are about to end", evidence{samples: goroutines(1)}, nil},
		{"a wrong answer", evidence{samples: flat, wrong: 2, texts: []string{"links: asked for 1, got 2"}},
			[]string{"links: asked for 1, got 2", "and 1 more failures"}},
		{"a watcher that did not converge", evidence{samples: flat, checks: 8, converged: 7}, []string{"of 8 times, watchers have converged 7"}},
		{"a descriptor for a time", evidence{samples: append([]sample{{at: time.Minute, resources: resources{files: 1}}}, flat...)},
			[]string{"between 0 and 1 descriptors are open"}},
		{"a descriptor", evidence{samples: flat, leftOpen: []string{"7 (socket:[1])"}}, []string{"left open: 7 (socket:[1])"}},
		{"a goroutine", evidence{samples: flat, before: resources{goroutines: 3}, after: resources{goroutines: 4}},
			[]string{"4 goroutines at the end, 3 at the start"}},
		{"what was there", evidence{samples: flat, missing: []string{"link 1"}}, []string{"gone from the shared namespace: link 1"}},
		{"what was not", evidence{samples: flat, left: []string{"link 2"}}, []string{"left in the shared namespace: link 2"}},
		{"a job that does nothing", evidence{samples: flat, idle: []string{"routes"}}, []string{"not done a single round: routes"}},
	}
	for _, tt := range tests {
		tt.e.warmup = 10 * time.Second
		v := judge(tt.e)
		if len(v.reasons) != len(tt.want) {
			t.Errorf("%s: reasons %q, want %d", tt.name, v.reasons, len(tt.want))
			continue
		}
		word := "PASS "
		for i, want := range tt.want {
			word = "FAIL "
			if !strings.Contains(v.reasons[i], want) {
				t.Errorf("%s: %s\nwant %s", tt.name, v.reasons[i], want)
			}
		}
		lines := strings.Split(strings.TrimSpace(v.String()), "\n")
		if last := lines[len(lines)-1]; !strings.HasPrefix(last, word) {
			t.Errorf("%s: the last line is %q, want %s", tt.name, last, word)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	v := judge(evidence{
		length: 10 * time.Minute, warmup: 10 * time.Second, samples: series(func(i int) int { return 10*mib + i }, constant(9)),
		last:   total{operations: 12345678},
		before: resources{files: 12, goroutines: 3}, after: resources{files: 12, goroutines: 2},
		checks: 431, converged: 431, lacking: []string{"bridge VLANs", "link/dummy"},
	})
	const want = "not in this kernel: bridge VLANs, link/dummy\n" +
		"PASS 10m0s: 12,345,678 operations, 0 unexpected failures, heap +0.0 %, descriptors 12 = 12, " +
		"goroutines 3 -> 2, threads 9 = 9, watchers converged 431 of 431\n"
	if diff := cmp.Diff(want, v.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A run that is too short to judge says so, and does not fail for it.
func TestShortRun(t *testing.T) {
	t.Parallel()
	v := judge(evidence{warmup: 10 * time.Second, samples: series(constant(mib), constant(9))[:5]})
	if !v.passed() || !strings.Contains(v.summary, "heap not judged") {
		t.Errorf("%v", v)
	}
}

func TestDifference(t *testing.T) {
	t.Parallel()
	missing, left := difference([]string{"a", "b", "b", "c"}, []string{"b", "c", "c", "d"})
	if diff := cmp.Diff([]string{"a", "b"}, missing); diff != "" {
		t.Errorf("missing (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"c", "d"}, left); diff != "" {
		t.Errorf("left (-want +got)\n%s", diff)
	}
}
