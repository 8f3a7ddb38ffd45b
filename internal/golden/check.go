package golden

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Check fails t unless the annotated file at path is exactly the comment and
// message got as [Format] prints them. The comment is the command line that
// sends such a message, and what it means, a line each. The sequence number
// and port in got count like all other bytes. With the flag -update it writes
// the file instead.
func Check(t testing.TB, path, comment string, got []byte) {
	t.Helper()
	skipBigEndian(t, path)
	text := annotate(comment, got)
	if _, err := Parse(path, text); err != nil {
		t.Errorf("not one sound message, in what would be written: %v\n%s", err, text)
		return
	}
	if *update {
		write(t, path, text)
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v (go test -update writes it)", err)
		return
	}
	want, err := Parse(path, string(file))
	switch {
	case err != nil:
		t.Error(err)
	case !bytes.Equal(got, want):
		t.Errorf("%s: other bytes (-file +got):\n%s", path, cmp.Diff(string(file), text))
	case text != string(file):
		t.Errorf("%s: the same bytes, annotated otherwise (-file +now):\n%s", path, cmp.Diff(string(file), text))
	}
}

// Load returns the message that the annotated file at path holds, for a test
// that decodes it.
func Load(t testing.TB, path string) []byte {
	t.Helper()
	skipBigEndian(t, path)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := Parse(path, string(file))
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

func annotate(comment string, msg []byte) string {
	var b strings.Builder
	for line := range strings.Lines(comment) {
		b.WriteString("# " + strings.TrimSuffix(line, "\n") + "\n")
	}
	b.WriteString("\n" + Format(msg))
	return b.String()
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func skipBigEndian(t testing.TB, path string) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skipf("%s holds the bytes of a little-endian machine", path)
	}
}
