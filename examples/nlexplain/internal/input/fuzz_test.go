package input

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRead: whatever comes in, reading ends, and yields datagrams that have
// bytes and, together, not many more than there were in the input.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil || len(names) == 0 {
		f.Fatalf("%d files, error %v", len(names), err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	for _, test := range hexLayouts {
		f.Add(test.text)
	}
	f.Add(bigEndianSection().String())
	f.Fuzz(func(t *testing.T, text string) {
		total, failed := 0, false
		for d, err := range Read(strings.NewReader(text)) {
			if failed {
				t.Fatal("an error does not end the sequence")
			}
			failed = err != nil
			if failed && err.Error() == "" {
				t.Error("an error without text")
			}
			if !failed && len(d.Bytes) > maxDatagram {
				t.Errorf("datagram of %d bytes", len(d.Bytes))
			}
			total += len(d.Bytes)
		}
		if squeezed := strings.Contains(text, "*"); !squeezed && total > len(text) {
			t.Errorf("%d bytes from %d", total, len(text))
		}
	})
}
