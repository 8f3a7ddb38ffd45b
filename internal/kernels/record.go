// Package kernels keeps what kernels can do. Tests find it out and report it,
// internal/vmtest gathers their reports from several kernels, and docs/kernels.md
// shows them as tables.
package kernels

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A Record holds the answers by the kernel's release, as uname -r prints it, by
// section and by question.
type Record map[string]map[string]map[string]string

// attrPrefix begins the keys of the attributes of tests (see [testing.T.Attr])
// that are reports.
const attrPrefix = "kernels/"

// Report reports what a test has found out about the kernel that it runs on.
func Report(t testing.TB, section, question, answer string) {
	t.Helper()
	t.Attr(attrPrefix+section, question+" = "+answer)
}

// Add adds an attribute of a test on a kernel, if it is a report.
func (r Record) Add(release, key, value string) {
	section, ok := strings.CutPrefix(key, attrPrefix)
	if !ok {
		return
	}
	question, answer, _ := strings.Cut(value, " = ")
	r.section(release, section)[question] = answer
}

// Expect notes that the tests of a package, "./link", have run on a kernel: the
// sections that they report are there then, with answers or without.
func (r Record) Expect(release, pkg string) {
	for _, s := range sections {
		if s.pkg == pkg {
			r.section(release, s.name)
		}
	}
}

// section returns the answers of a section, which comes into being.
func (r Record) section(release, name string) map[string]string {
	if r[release] == nil {
		r[release] = make(map[string]map[string]string)
	}
	if r[release][name] == nil {
		r[release][name] = make(map[string]string)
	}
	return r[release][name]
}

// Incomplete says of which kernels sections are empty, a line each.
func (r Record) Incomplete() (lines []string) {
	for release := range r {
		for _, s := range sections {
			if len(r[release][s.name]) == 0 {
				lines = append(lines, fmt.Sprintf("%s: %s: no answers", release, s.name))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// The files of the module that hold the record: as data, and for people.
const (
	dataFile = "internal/kernels/testdata/kernels.json"
	pageFile = "docs/kernels.md"
)

// Read returns the record of the module in a folder.
func Read(root string) (Record, error) {
	b, err := os.ReadFile(filepath.Join(root, dataFile))
	if err != nil {
		return nil, err
	}
	var r Record
	return r, json.Unmarshal(b, &r)
}

// Write writes the record, and the page, into the module in a folder.
func (r Record) Write(root string) error {
	b, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, dataFile), append(b, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, pageFile), []byte(r.Page()), 0o644)
}
