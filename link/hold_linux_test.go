package link_test

import (
	"io"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// TestHoldNamespace is no test: it is the process that processIn starts. It
// enters the namespace in its file 3 and stays until its standard input ends.
func TestHoldNamespace(t *testing.T) {
	if os.Getenv("RAWNL_HOLD_NAMESPACE") == "" {
		t.SkipNow()
	}
	runtime.LockOSThread()
	if err := unix.Setns(3, unix.CLONE_NEWNET); err != nil {
		t.Fatal(err)
	}
	os.Stdout.Write([]byte("."))
	io.ReadAll(os.Stdin)
}
