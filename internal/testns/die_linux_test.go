package testns

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
)

const hangEnv = "RAWNL_TEST_HANG"

// The test binary, started once more, plays tests that are killed while they
// wait for a program. That holds descriptor 3 open, and reads from 4 to which
// nobody writes.
func TestProgramsDieWithTheTests(t *testing.T) {
	t.Parallel()
	Need(t)
	if os.Getenv(hangEnv) != "" {
		Command(t, New(t), "sh", "-c", "echo ready >&3; exec cat <&4")
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, outWriter := pipe(t)
	in, _ := pipe(t)
	cmd := exec.Command(exe, "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), hangEnv+"=1")
	cmd.ExtraFiles = []*os.File{outWriter, in}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	outWriter.Close()
	r := bufio.NewReader(out)
	if line, err := r.ReadString('\n'); line != "ready\n" {
		t.Fatalf("the program says %q (%v)", line, err)
	}

	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// The end of the file comes when the program has ended too.
	if rest, err := io.ReadAll(r); err != nil || len(rest) != 0 {
		t.Errorf("the program says %q (%v), want it killed", rest, err)
	}
	_ = cmd.Wait()
}

// pipe is os.Pipe whose ends are closed after the test.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}
