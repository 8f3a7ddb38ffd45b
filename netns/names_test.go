package netns_test

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/netns"
)

// No privilege is needed, nor Linux: such names reach no system call.
func TestNamesThatAreRefused(t *testing.T) {
	operations := map[string]func(name string) error{
		"create": func(name string) error { _, err := netns.Create(name); return err },
		"open":   func(name string) error { _, err := netns.Open(name); return err },
		"delete": netns.Delete,
	}
	names := map[string]string{
		"":                       "empty",
		".":                      "directory",
		"..":                     "directory",
		"a/b":                    "slash",
		"/":                      "slash",
		"../run":                 "slash",
		"a\x00b":                 "NUL",
		strings.Repeat("x", 256): "256 bytes",
	}
	for op, f := range operations {
		for name, reason := range names {
			err := f(name)
			if err == nil {
				t.Errorf("%s %q succeeds", op, name)
				continue
			}
			if text := err.Error(); !strings.HasPrefix(text, "netns "+op+` "`) || !strings.Contains(text, reason) {
				t.Errorf("%s %q: error %q, want one that says %q", op, name, text, reason)
			}
		}
	}
}
