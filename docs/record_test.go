package docs_test

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"
)

// record is a conversation in a file, in the format of
// explain/testdata/wire/README.md.
type record struct {
	ID       string     `json:"id"`
	Cmd      string     `json:"cmd"`
	Kernel   string     `json:"kernel"`
	Messages []datagram `json:"messages"`
}

// datagram is what passed a socket at once.
type datagram struct {
	Dir string `json:"dir"` // "send" or "recv"
	Hex string `json:"hex"`
}

func (d datagram) bytes(t *testing.T) []byte {
	t.Helper()
	b, err := hex.DecodeString(d.Hex)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// records returns those of a file. There may be none yet.
func records(t *testing.T, path string) []record {
	t.Helper()
	skipBigEndian(t, path)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []record
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s: record %d: %v", path, len(all)+1, err)
		}
		all = append(all, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return all
}

func skipBigEndian(t *testing.T, path string) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skipf("%s holds the bytes of a little-endian machine", path)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
