package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/update"
)

const guide = "wire-format.md"

func readGuide(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// fence is a fenced block of the guide.
type fence struct {
	line     int // of the opening ```
	above    string
	language string
	text     string
}

// fences returns the blocks of the guide.
func fences(t *testing.T, text string) []fence {
	t.Helper()
	var all []fence
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		language, ok := strings.CutPrefix(lines[i], "```")
		if !ok {
			continue
		}
		f := fence{line: i + 1, language: strings.TrimSpace(language)}
		if i > 0 {
			f.above = strings.TrimSpace(lines[i-1])
		}
		for i++; i < len(lines) && lines[i] != "```\n"; i++ {
			f.text += lines[i]
		}
		if i == len(lines) {
			t.Fatalf("%s:%d: a block without an end", guide, f.line)
		}
		all = append(all, f)
	}
	return all
}

// What the blocks say of bytes is what package explain says of them. With
// -update they are written anew.
func TestBlocksAreWhatTheBytesMean(t *testing.T) {
	text := readGuide(t)
	marked := 0
	for _, f := range fences(t, text) {
		if !strings.HasPrefix(f.above, "<!-- explain:") {
			continue
		}
		marked++
		m, err := parseMarker(f.above)
		if err != nil {
			t.Errorf("%s:%d: %v", guide, f.line, err)
			continue
		}
		want := m.text(t)
		if update.Wanted() {
			old := f.above + "\n```" + f.language + "\n" + f.text + "```\n"
			text = strings.Replace(text, old, f.above+"\n```text\n"+want+"```\n", 1)
		} else if diff := cmp.Diff(f.text, want); diff != "" {
			t.Errorf("%s:%d: %s (-guide +meaning; -update writes it):\n%s", guide, f.line, f.above, diff)
		}
	}
	if found := strings.Count(text, "<!-- explain:"); found != marked {
		t.Errorf("%d of %d markers stand right above a block", marked, found)
	}
	if update.Wanted() {
		write(t, guide, text)
	}
}

// Nobody writes annotated bytes by hand.
func TestAllBytesAreMarked(t *testing.T) {
	bytes := regexp.MustCompile(`(?m)^[#\s]*[0-9a-f]{4}  `)
	text := readGuide(t)
	for _, f := range fences(t, text) {
		if strings.HasPrefix(f.above, "<!-- explain:") {
			text = strings.Replace(text, f.text, "", 1)
		}
	}
	for _, line := range bytes.FindAllString(text, -1) {
		t.Errorf("bytes without a marker: %s", line)
	}
}

// No line has to be scrolled to be read, and none looks ragged.
func TestBlocksAreNotTooWide(t *testing.T) {
	for _, f := range fences(t, readGuide(t)) {
		for line := range strings.Lines(f.text) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 100 {
				t.Errorf("%s:%d: a line of %d columns: %s", guide, f.line, n, line)
			}
			if strings.Contains(line, "\t") && f.language != "c" || strings.HasSuffix(line, " \n") {
				t.Errorf("%s:%d: a tab, or space at the end: %q", guide, f.line, line)
			}
		}
	}
}
