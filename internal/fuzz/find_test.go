package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTargetsInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x_test.go")
	const src = `package x

import "testing"

func FuzzOne(f *testing.F)             {}
func FuzzTwo(f *testing.F)             {}
func TestFuzz(t *testing.T)            {}
func FuzzHelper(t *testing.T)          {}
func FuzzMore(f *testing.F, n int)     {}
func (x T) FuzzMethod(f *testing.F)    {}
`
	if err := os.WriteFile(file, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := targetsIn(file)
	if diff := cmp.Diff([]string{"FuzzOne", "FuzzTwo"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	for _, tt := range []struct {
		pattern string
		want    string
	}{
		{"", "nlmsg FuzzParseAck"},
		{"FuzzParseAck$", "nlmsg FuzzParseAck"},
		{"^nlmsg .*Ack", "nlmsg FuzzParseAck"},
		{"FuzzNothing", ""},
	} {
		found, err := find(context.Background(), []string{"../../nlmsg", "../ifname"}, regexp.MustCompile(tt.pattern))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, p := range found {
			for _, target := range p.targets {
				all = append(all, p.name+" "+target)
			}
		}
		if got := strings.Join(all, ", "); !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") ||
			tt.pattern != "" && got != tt.want {
			t.Errorf("%q: %s, want %s", tt.pattern, got, tt.want)
		}
	}
}
