package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Links and commands lead somewhere, on all pages.
func TestLinksAndCommandsLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil || len(pages) < 2 {
		t.Fatalf("pages %v, %v", pages, err)
	}
	for _, page := range pages {
		t.Run(page, func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			leadSomewhere(t, string(text))
		})
	}
}

func leadSomewhere(t *testing.T, text string) {
	for _, p := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		switch link := p[1]; {
		case strings.HasPrefix(link, "https://"):
		case strings.HasPrefix(link, "#"):
			if !anchors(text)[link] {
				t.Errorf("no heading %s", link)
			}
		default:
			exists(t, link)
		}
	}
	for _, p := range regexp.MustCompile(`\bgo (?:run|test|doc) (\./\S*\w)`).FindAllStringSubmatch(text, -1) {
		exists(t, filepath.Join("..", p[1]))
	}
}

func exists(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// anchors returns what GitHub makes of the headings.
func anchors(text string) map[string]bool {
	drop := regexp.MustCompile(`[^a-z0-9 _-]`)
	all := make(map[string]bool)
	for _, p := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		slug := drop.ReplaceAllString(strings.ToLower(p[1]), "")
		all["#"+strings.ReplaceAll(slug, " ", "-")] = true
	}
	return all
}
