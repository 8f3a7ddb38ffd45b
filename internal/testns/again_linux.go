package testns

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// again returns a command that runs the calling test once more, with the
// environment variable mark set.
func again(t testing.TB, mark string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Split(t.Name(), "/")
	for i, name := range names {
		names[i] = "^" + regexp.QuoteMeta(name) + "$"
	}
	args := []string{"-test.v", "-test.run=" + strings.Join(names, "/")}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), mark+"=1")
	return cmd
}

// passed fails the test if the second run of it, which was where, has failed,
// and skips it if that was skipped.
func passed(t testing.TB, where string, out []byte, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v\n%s", where, err, out)
	}
	if !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Skipf("%s:\n%s", where, out)
	}
}
