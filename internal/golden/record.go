package golden

import (
	"bufio"
	"encoding"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Record is a command whose messages were recorded.
type Record struct {
	// ID names the record, Cmd is the command as typed.
	ID, Cmd string

	// Iproute2 is the version that was recorded, such as "6.1.0".
	Iproute2 string

	// Error is the errno name of the kernel's answer, such as "EOPNOTSUPP", or
	// empty.
	Error string

	// Messages are datagrams in the order in which they passed.
	Messages []Datagram

	// MainIndex is where in Messages the one is that carries the command.
	MainIndex int `json:"main"`

	// JSON is what ip -json printed of the answer, if that was recorded.
	JSON json.RawMessage
}

// Datagram is what passed the socket at once: one message or several.
type Datagram struct {
	Dir   string // "send" or "recv"
	Bytes []byte
}

// UnmarshalJSON reads the bytes from the hexadecimal digits of "hex".
func (d *Datagram) UnmarshalJSON(b []byte) error {
	var wire struct{ Dir, Hex string }
	if err := json.Unmarshal(b, &wire); err != nil {
		return err
	}
	var err error
	d.Dir = wire.Dir
	d.Bytes, err = hex.DecodeString(wire.Hex)
	return err
}

// Main returns the datagram that carries the command.
func (r Record) Main() []byte { return r.Messages[r.MainIndex].Bytes }

// Records returns those of the file at path. They hold the bytes of a
// little-endian machine; on another one the test is skipped.
func Records(t testing.TB, path string) []Record {
	t.Helper()
	skipBigEndian(t, path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := readRecords(f)
	if err != nil {
		t.Fatalf("%s:%v", path, err)
	}
	return records
}

// readRecords reads one record a line. An error begins with the number of its line.
func readRecords(file io.Reader) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%d: %w", len(records)+1, err)
		}
		if r.MainIndex < 0 || r.MainIndex >= len(r.Messages) {
			return nil, fmt.Errorf("%d: no message %d", len(records)+1, r.MainIndex)
		}
		records = append(records, r)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%d: %w", len(records)+1, err)
	}
	return records, nil
}

// CompareRecords compares each record of the file at path, as [DiffTree] does,
// with the request of the same ID. A record without a request, or a request
// without a record, fails the test, unless leftOut says why there is none.
func CompareRecords[R encoding.BinaryAppender](t *testing.T, path string, requests map[string]R, leftOut map[string]string) {
	t.Helper()
	seen := 0
	for _, rec := range Records(t, path) {
		r, ok := requests[rec.ID]
		if why := leftOut[rec.ID]; !ok && why != "" {
			continue
		}
		t.Run(rec.ID, func(t *testing.T) {
			if !ok {
				t.Fatalf("no request for the record of %q", rec.Cmd)
			}
			seen++
			got, err := r.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := DiffTree(rec.Main(), got); diff != "" {
				t.Errorf("%s\n%s", rec.Cmd, diff)
			}
		})
	}
	if seen != len(requests) {
		t.Errorf("%d of %d requests have a record", seen, len(requests))
	}
}

// CompareRemade compares the messages of one record, as [DiffTree] does, with
// those that remake makes of them. want are the lines of the differences that
// are expected, for each message.
func CompareRemade(t *testing.T, path, id string, want [][]string, remake func(msg []byte) ([]byte, error)) {
	t.Helper()
	for _, rec := range Records(t, path) {
		if rec.ID != id {
			continue
		}
		msgs := split(rec.Main())
		if len(msgs) != len(want) {
			t.Fatalf("%s: %d messages, want %d", id, len(msgs), len(want))
		}
		for i, msg := range msgs {
			got, err := remake(msg)
			if err != nil {
				t.Fatalf("%s, message %d: %v", id, i, err)
			}
			diff := strings.Split(strings.TrimSpace(DiffTree(msg, got)), "\n")
			if d := cmp.Diff(want[i], diff); d != "" {
				t.Errorf("%s, message %d: other differences than expected (-expected +found)\n%s", id, i, d)
			}
		}
		return
	}
	t.Errorf("%s has no record %s", path, id)
}
