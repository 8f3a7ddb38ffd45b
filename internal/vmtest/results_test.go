package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/vmtest/plan"
)

// spoken is what a machine writes whose kernel crashes in the second package.
const spoken = plan.Mark + "kernel 6.12.1-made-up\n" + plan.Mark + "run 0\n" +
	"\x16=== RUN   TestGood\n\x16--- PASS: TestGood (0.00s)\n" +
	"\x16=== RUN   TestReport\n\x16=== ATTR  TestReport kernels/kinds hsr = yes\n\x16--- PASS: TestReport (0.00s)\n" +
	"\x16=== RUN   TestNot\n    a_test.go:7: needs\n\x16--- SKIP: TestNot (0.00s)\n" +
	"\x16=== RUN   TestBad\n    a_test.go:9: words\n\x16--- FAIL: TestBad (0.00s)\nFAIL\n" +
	"\n" + plan.Mark + "exit 0 1\n" + plan.Mark + "run 1\n" +
	"\x16=== RUN   TestCrash\nunfin"

func TestResults(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("needs the program go: %v", err)
	}
	var out strings.Builder
	r := report{out: &out, verbose: true}
	rs := newResults("6.12", []testBinary{{pkg: "first"}, {pkg: "second"}, {pkg: "third"}}, &r)
	// In pieces, as it comes from qemu.
	for i := 0; i < len(spoken); i += 7 {
		if _, err := rs.Write([]byte(spoken[i:min(i+7, len(spoken))])); err != nil {
			t.Fatal(err)
		}
	}
	if again := rs.end(errors.New("the reason"), []byte("Kernel panic\n"), false); again != nil {
		t.Errorf("%v are to be run again, though nothing has crashed", again)
	}
	if r.end([]string{"6.12"}) {
		t.Error("nothing has failed")
	}
	r.compare(kernels.Record{"6.12.1-made-up": {"kinds": {"hsr": "no"}}}, true)
	if r.sum.failed != 4 || !strings.Contains(out.String(), "failed: 6.12.1-made-up: kinds, hsr: yes, recorded was no\n") {
		t.Errorf("%d failures, want 4, one of them that a kernel is not as recorded:\n%s", r.sum.failed, &out)
	}
	rest := out.String()
	for _, want := range []string{
		"  2      1       1 ", "first\n",
		"skipped TestNot: a_test.go:7: needs\n", "failed TestBad\n", "a_test.go:9: words\n",
		"  0      1       0 ", "second\n", "failed TestCrash\n", "unfin",
		"third\n", "it has not run to its end\n",
		"kernel 6.12: the reason\nKernel panic\n",
		"passed/failed/skipped       6.12\n",
		"first                      2/1/1\n", "second                     0/1/0\n",
		"2 passed, 3 failed, 1 skipped\n",
	} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("the report lacks %q in its place:\n%s", want, &out)
		}
		rest = after
	}
}

// What a crash has kept from its end is run again, once.
func TestACrashIsNoResult(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("needs the program go: %v", err)
	}
	var out strings.Builder
	r := report{out: &out}
	rs := newResults("6.12", []testBinary{{pkg: "first"}, {pkg: "second"}, {pkg: "third"}}, &r)
	fmt.Fprint(rs, spoken)
	again := rs.end(errCrash, []byte("Kernel panic\n"), false)
	if len(again) != 2 || again[0].pkg != "second" || again[1].pkg != "third" {
		t.Errorf("%v are run again, want second and third", again)
	}
	if r.sum.failed != 1 || !strings.Contains(out.String(), "kernel 6.12 has crashed in the tests of second, which are run again\nKernel panic\n") {
		t.Errorf("%d failures, want that of first; it is said:\n%s", r.sum.failed, &out)
	}
	rs = newResults("6.12", again, &r)
	fmt.Fprint(rs, plan.Mark+"run 0\n\x16=== RUN   TestCrash\nunfin")
	if again := rs.end(errCrash, nil, true); again != nil {
		t.Errorf("%v are run a third time", again)
	}
	if r.sum.failed != 3 {
		t.Errorf("%d failures, want those of all three\n%s", r.sum.failed, &out)
	}
}

// The status of a package proves nothing by itself: a TestMain may end before its
// tests, which is 0 too.
func TestAPackageThatDoesNotSayPASSFails(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("needs the program go: %v", err)
	}
	for output, passes := range map[string]bool{
		"":           false,
		"words\n":    false,
		"\x16PASS\n": true, // no test is among those of -run
		"\x16=== RUN   TestA\n\x16--- PASS: TestA (0.00s)\n":                 false,
		"\x16=== RUN   TestA\n\x16--- PASS: TestA (0.00s)\n\x16PASS\n":       true,
		"\x16=== RUN   TestA\n\x16--- SKIP: TestA (0.00s)\n\x16PASS\nx\n":    true,
		"\x16=== RUN   TestA\n\x16=== RUN   TestB\n\x16PASS\n":               false,
		"\x16=== RUN   TestA\n\x16--- FAIL: TestA (0.00s)\nFAIL\n\x16PASS\n": false,
	} {
		var out strings.Builder
		r := report{out: &out}
		rs := newResults("6.12", []testBinary{{pkg: "first"}}, &r)
		fmt.Fprintf(rs, "%srun 0\n%s\n%sexit 0 0\n", plan.Mark, output, plan.Mark)
		rs.end(nil, nil, true)
		if got := r.end(nil); got != passes {
			t.Errorf("%q: passed %v, want %v\n%s", output, got, passes, &out)
		}
	}
}

// A package that has reported something once, and does not any more, is compared
// too.
func TestAPackageThatReportsNothingFails(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("needs the program go: %v", err)
	}
	var out strings.Builder
	r := report{out: &out}
	rs := newResults("6.12", []testBinary{{pkg: "./link"}}, &r)
	fmt.Fprintf(rs, "%[1]skernel 6.12.1-made-up\n%[1]srun 0\n\x16PASS\n%[1]sexit 0 0\n", plan.Mark)
	rs.end(nil, nil, true)
	r.compare(kernels.Record{"6.12.1-made-up": {"kinds": {"hsr": "no"}}}, true)
	if r.end(nil) || !strings.Contains(out.String(), "kinds, hsr: no answer, recorded was no\n") {
		t.Errorf("it has passed, or nothing is said of it:\n%s", &out)
	}
}

func TestAMissingKernelFailsIfNeeded(t *testing.T) {
	t.Parallel()
	for _, need := range []bool{false, true} {
		r := report{out: new(strings.Builder)}
		r.missing("6.12", errors.New("offline"), need)
		if ok := r.end([]string{"6.12"}); ok == need {
			t.Errorf("needed: %v, passed: %v", need, ok)
		}
	}
}
