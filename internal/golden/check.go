package golden

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/update"
)

// arrow begins the lines in which package explain points at damage.
const arrow = "\n#     ^"

// Check fails t unless the annotated file at path is exactly the comment and
// message got as package explain prints them. The comment is the command line
// that sends such a message, and what it means, a line each. The sequence number
// and port in got count like all other bytes. With the flag -update it writes
// the file instead.
func Check(t testing.TB, path, comment string, got []byte) {
	t.Helper()
	skipBigEndian(t, path)
	check(t, path, annotate(comment, got), update.Wanted(), got)
}

// CheckAll is Check for a file with many datagrams, each with its comment.
func CheckAll(t testing.TB, path string, got []explain.Datagram) {
	t.Helper()
	skipBigEndian(t, path)
	text, messages := annotateAll(got)
	check(t, path, text, update.Wanted(), messages...)
}

// check compares a file with the text of sound messages, or writes it.
func check(t testing.TB, path, text string, writing bool, messages ...[]byte) {
	t.Helper()
	sound := !strings.Contains(text, arrow)
	for _, msg := range messages {
		sound = sound && len(msg) >= 4 && int(binary.NativeEndian.Uint32(msg)) == len(msg)
	}
	if !sound {
		t.Errorf("%s: what would be written is not sound:\n%s", path, text)
		return
	}
	if writing {
		write(t, path, text)
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v (go test -update writes it)", err)
		return
	}
	if diff := cmp.Diff(string(file), text); diff != "" {
		t.Errorf("%s (-file +got):\n%s", path, diff)
	}
}

// Load returns the message that the annotated file at path holds, for a test
// that decodes it. The annotation has to be what package explain says of those
// bytes.
func Load(t testing.TB, path string) []byte {
	t.Helper()
	skipBigEndian(t, path)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := parse(string(file))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return msg
}

// parse reads the message in an annotated file.
func parse(file string) ([]byte, error) {
	msg, err := explain.Parse(file)
	if err != nil {
		return nil, err
	}
	if len(msg) == 0 {
		return nil, errors.New("no bytes")
	}
	if diff := cmp.Diff(file, annotate(commentOf(file), msg)); diff != "" {
		return nil, fmt.Errorf("not what its bytes mean (-file +meaning):\n%s", diff)
	}
	return msg, nil
}

// commentOf returns the lines that begin with a # at the start of a file.
func commentOf(file string) string {
	var b strings.Builder
	for line := range strings.Lines(file) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
	}
	return b.String()
}

func annotate(comment string, msg []byte) string {
	text, _ := annotateAll([]explain.Datagram{{Comment: comment, Bytes: msg}})
	return text
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

// annotateAll returns the text of many datagrams, and the messages in them.
func annotateAll(datagrams []explain.Datagram) (string, [][]byte) {
	var text strings.Builder
	var messages [][]byte
	p := explain.NewPrinter(&text)
	for _, d := range datagrams {
		p.Print(d)
		messages = append(messages, split(d.Bytes)...)
	}
	return text.String(), messages
}
