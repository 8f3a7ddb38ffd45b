package link_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Any body is read or refused, and what is read is written and read again as
// the same.
func FuzzDecode(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		checkComesBack(t, body)
	})
}

// checkComesBack reads a body, writes it and reads that.
func checkComesBack(t *testing.T, body []byte) {
	t.Helper()
	first, err := link.Decode(newLink(body))
	if err != nil {
		return
	}
	again, err := first.AppendBinary(nil)
	if err != nil {
		if strings.Contains(err.Error(), "at most 65531 fit") {
			return // NULs after strings can make it longer than it was
		}
		t.Fatalf("read, but not written: %v", err)
	}
	second, err := link.Decode(newLink(again))
	if err != nil {
		t.Fatalf("written, but not read: %v", err)
	}
	if diff := cmp.Diff(first, second, cmpAddr); diff != "" {
		t.Errorf("read and read again (-first +second)\n%s", diff)
	}
	clone := first.Clone()
	if diff := cmp.Diff(*first, clone, cmpAddr); diff != "" {
		t.Errorf("the clone (-link +clone)\n%s", diff)
	}
	// Requests of what was read may fail, but not panic.
	link.Add(first).AppendBinary(nil)
	link.Set(link.Index(1), first).AppendBinary(nil)
}

// seeds returns the bodies of all golden files, of all recorded requests, and of
// links as the kernel sent them.
func seeds(tb testing.TB) [][]byte {
	var out [][]byte
	add := func(datagram []byte) {
		for m, err := range nlmsg.Messages(datagram) {
			if err != nil {
				break // zeros after a dump request
			}
			out = append(out, m.Data)
		}
	}
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) == 0 {
		tb.Fatalf("golden files: %v, %v", files, err)
	}
	for _, file := range files {
		add(golden.Load(tb, file))
	}
	for _, rec := range golden.Records(tb, "testdata/iproute2.jsonl") {
		add(rec.Main())
	}
	for _, msg := range kernelMessages(tb) {
		add(msg)
	}
	return out
}

// kernelMessages returns links as the kernel sent them, a message each.
func kernelMessages(tb testing.TB) [][]byte {
	tb.Helper()
	text, err := os.ReadFile("testdata/kernel.hex")
	if err != nil {
		tb.Fatal(err)
	}
	var out [][]byte
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		b, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}
