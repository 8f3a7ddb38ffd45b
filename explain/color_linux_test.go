package explain_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/explain"
)

// Colours are for a terminal, and not for one whose user has said NO_COLOR.
func TestColorsOnATerminalOnly(t *testing.T) {
	pty, tty := terminal(t)
	for _, c := range []struct {
		about         string
		out           *os.File
		noColor, term string
		want          bool
	}{
		{"a terminal", tty, "", "xterm", true},
		{"NO_COLOR", tty, "1", "xterm", false},
		{"a terminal without colours", tty, "", "dumb", false},
		{"a file", file(t), "", "xterm", false},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Setenv("NO_COLOR", c.noColor)
			t.Setenv("TERM", c.term)
			if got := explain.NewPrinter(c.out).Color; got != c.want {
				t.Errorf("colours: %v, want %v", got, c.want)
			}
		})
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	if err := explain.Message(tty, sample(t, vethAdd)[:16]); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 1<<12)
	n, err := pty.Read(got)
	if err != nil || !bytes.Contains(got[:n], []byte("\x1b[")) {
		t.Errorf("%q, %v, want colours", got[:n], err)
	}
}

// Colours change nothing but the colour.
func TestColorsLeaveTheTextAsItIs(t *testing.T) {
	var b strings.Builder
	p := explain.NewPrinter(&b)
	p.Color = true
	if err := p.Print(explain.Datagram{Comment: "a veth", Bytes: sample(t, vethAdd)[:0x5a]}); err != nil {
		t.Fatal(err)
	}
	colored := b.String()
	plain := ""
	for i, s := range strings.Split(colored, "\x1b[") {
		if i > 0 {
			_, s, _ = strings.Cut(s, "m")
		}
		plain += s
	}
	if want := "# a veth\n" + message(t, sample(t, vethAdd)[:0x5a]); plain != want || plain == colored {
		t.Errorf("%s\nwant %s", plain, want)
	}
}

func file(t *testing.T) *os.File {
	f, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// terminal returns both ends of a pseudoterminal.
func terminal(t *testing.T) (pty, tty *os.File) {
	t.Helper()
	pty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no pseudoterminals: %v", err)
	}
	t.Cleanup(func() { pty.Close() })
	n, err := unix.IoctlGetInt(int(pty.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(pty.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudoterminals: %v", err)
	}
	t.Cleanup(func() { tty.Close() })
	return pty, tty
}
