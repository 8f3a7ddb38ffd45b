package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
)

const testdata = "internal/input/testdata/"

// nlexplain runs the program, without what is for the kernel.
func nlexplain(t *testing.T, in io.Reader, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := run(t.Context(), in, &out, args)
	return out.String(), err
}

// Each format that the program reads leads to the same explanation.
func TestEveryFormatIsExplained(t *testing.T) {
	for _, c := range []struct {
		file string
		want []string
	}{
		{"bridge.strace", []string{"# sent, ", "nlmsg_type    RTM_NEWLINK\n", `  "bridge" without NUL`, "# done: RTM_NEWLINK, sequence number "}},
		{"commands.jsonl", []string{"# sent, ", "nlmsg_type    RTM_"}},
		{"nlmon.pcap", []string{"# sent, ", "nlmsg_type    RTM_", "# received, "}},
		{"nlmon.pcapng", []string{"# sent, ", "nlmsg_type    RTM_", "# received, "}},
	} {
		out, err := nlexplain(t, nil, testdata+c.file)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", c.file, want, out)
			}
		}
	}
}

func TestHexOnStandardInput(t *testing.T) {
	const hex = "14 00 00 00 12 00 01 03  01 00 00 00 00 00 00 00 00 00 00 00"
	out, err := nlexplain(t, strings.NewReader(hex))
	if want := "# sent, 20 bytes\n0000  14 00 00 00              nlmsg_len     20\n"; err != nil || !strings.HasPrefix(out, want) {
		t.Errorf("%v, %s\nwant %s", err, out, want)
	}
}

// What the program wrote it can read, and writes again.
func TestItsOwnOutputIsInput(t *testing.T) {
	first, err := nlexplain(t, nil, testdata+"bridge.strace")
	if err != nil {
		t.Fatal(err)
	}
	second, err := nlexplain(t, strings.NewReader(first))
	if err != nil || first != second {
		t.Errorf("%v\n%s\nbecomes\n%s", err, first, second)
	}
}

// A capture in a pipe is shown as it comes, not when it ends.
func TestACaptureIsShownAsItComes(t *testing.T) {
	capture, err := os.ReadFile(testdata + "nlmon.pcap")
	if err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	shown := make(chan bool)
	out := writerFunc(func(b []byte) (int, error) {
		shown <- bytes.Contains(b, []byte("nlmsg_len"))
		return len(b), nil
	})
	done := make(chan error, 1)
	go func() { done <- run(t.Context(), r, out, nil) }()
	go w.Write(capture) // and no end
	if !<-shown {
		t.Error("what is shown first is no message")
	}
	go w.Close()
	for {
		select {
		case <-shown:
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestWhatCannotBeRead(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in   string
		args []string
		want string
	}{
		{"", nil, "standard input: no netlink messages"},
		{"", []string{empty}, "no netlink messages"},
		{"", []string{"does-not-exist"}, "open does-not-exist"},
		{"14 0", nil, "standard input: "},
		{"", []string{"-watch", "file"}, "-watch goes with neither files nor -html"},
		{"", []string{"-watch", "-html"}, "-watch goes with neither files nor -html"},
		{"", []string{"-nonsense"}, "flag provided but not defined"},
		{"", []string{"file", "-html"}, "-html must stand before the files"},
	} {
		if _, err := nlexplain(t, strings.NewReader(c.in), c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %q: %v, want %q", c.in, c.args, err, c.want)
		}
	}
}

// Damage costs what comes after it, and is told.
func TestWhatComesBeforeDamageIsExplained(t *testing.T) {
	capture, err := os.ReadFile(testdata + "nlmon.pcap")
	if err != nil {
		t.Fatal(err)
	}
	out, err := nlexplain(t, bytes.NewReader(capture[:len(capture)-3]))
	if err == nil || !strings.Contains(out, "nlmsg_len") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestHelpNamesTheFormats(t *testing.T) {
	out, err := nlexplain(t, nil, "-h")
	if err != nil || !strings.Contains(out, "strace -e write=all -e read=all") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDashIsStandardInput(t *testing.T) {
	out, err := nlexplain(t, strings.NewReader("14000000120001030100000000000000"+"00000000"), "-")
	if err != nil || !strings.Contains(out, "RTM_GETLINK") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAPageHoldsWhatComesBeforeDamage(t *testing.T) {
	out, err := nlexplain(t, nil, "-html", testdata+"bridge.strace", "does-not-exist")
	if err == nil || !strings.Contains(out, "IFLA_LINKINFO") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAPageHoldsEveryDatagram(t *testing.T) {
	out, err := nlexplain(t, nil, "-html", testdata+"bridge.strace")
	if err != nil || !strings.HasPrefix(out, "<!DOCTYPE html>") || !strings.Contains(out, "IFLA_LINKINFO") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTitlesAreNotRepeated(t *testing.T) {
	d := titled(explain.Datagram{Comment: "ip link\n"})
	if want := "ip link\nsent, 0 bytes"; d.Comment != want || titled(d).Comment != want {
		t.Errorf("%q, and again %q, want %q", d.Comment, titled(d).Comment, want)
	}
}
