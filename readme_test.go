package rawnl_test

import (
	"os"
	"strings"
	"testing"
)

// What README.md shows in Go stands in example_linux_test.go to the letter, so
// that it compiles.
func TestReadmeShowsTheExamples(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile("example_linux_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(readme), "```go\n")[1:]
	if len(blocks) == 0 {
		t.Fatal("README.md shows no Go")
	}
	for _, block := range blocks {
		code, _, ok := strings.Cut(block, "```")
		if !ok {
			t.Fatal("README.md has a block of Go without an end")
		}
		if !strings.Contains(string(examples), code) {
			t.Errorf("README.md shows what is not in example_linux_test.go:\n%s", code)
		}
	}
}
