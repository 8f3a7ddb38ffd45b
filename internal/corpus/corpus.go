// Package corpus collects the messages in the module's testdata, as seeds for fuzz
// targets.
//
// They stand in the records of iproute2 and of the kernel's answers (*.jsonl), in
// the annotated golden files (*.golden), and as digits, a message a line (*.hex). It
// reads them by itself, for it imports nothing of the module: so the tests of any
// package can import it.
package corpus

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Messages returns messages that, together, have every attribute that there is in
// any, at every place: each has one that none before it has, and short ones come
// first. The bytes are those of a little-endian machine: on another one there are
// none.
func Messages(tb testing.TB) [][]byte {
	tb.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		return nil
	}
	var all [][]byte
	top := root(tb)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != top && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir // such as a cache of other modules
		}
		if err != nil || filepath.Base(filepath.Dir(path)) != "testdata" && filepath.Base(filepath.Dir(path)) != "wire" {
			return err
		}
		var datagrams [][]byte
		switch filepath.Ext(path) {
		case ".jsonl":
			datagrams, err = recorded(path)
		case ".golden":
			datagrams, err = annotated(path)
		case ".hex":
			datagrams, err = digits(path)
		}
		for _, b := range datagrams {
			all = append(all, split(b)...)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b []byte) int { return len(a) - len(b) })
	var messages [][]byte
	seen := make(map[string]bool)
	for _, m := range all {
		before := len(seen)
		for _, f := range features(m) {
			seen[f] = true
		}
		if len(seen) > before {
			messages = append(messages, m)
		}
	}
	return messages
}

// root returns the folder of the module.
func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			tb.Fatal("no go.mod in any folder above")
		}
		dir = parent
	}
}

// recorded returns the datagrams of a file with a JSON object a line.
func recorded(path string) (datagrams [][]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var record struct{ Messages []struct{ Hex string } }
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			return nil, &fs.PathError{Op: "read", Path: path, Err: err}
		}
		for _, m := range record.Messages {
			b, err := hex.DecodeString(m.Hex)
			if err != nil {
				return nil, &fs.PathError{Op: "read", Path: path, Err: err}
			}
			datagrams = append(datagrams, b)
		}
	}
	return datagrams, lines.Err()
}

// digits returns the datagrams of a file with one a line, and comments.
func digits(path string) (datagrams [][]byte, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		b, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil {
			return nil, &fs.PathError{Op: "read", Path: path, Err: err}
		}
		datagrams = append(datagrams, b)
	}
	return datagrams, nil
}

// annotated returns what stands in the columns of bytes of an annotated file, which
// is a datagram or several.
func annotated(path string) ([][]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	const first, width = 6, 23 // "0000  28 00 00 00 10 00 05 00"
	var all []byte
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		column := line[min(first, len(line)):min(first+width, len(line))]
		b, err := hex.DecodeString(strings.ReplaceAll(column, " ", ""))
		if err != nil {
			return nil, &fs.PathError{Op: "read", Path: path, Err: err}
		}
		all = append(all, b...)
	}
	if len(all) == 0 {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("no bytes")}
	}
	return [][]byte{all}, nil
}
