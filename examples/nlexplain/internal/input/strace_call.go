package input

import (
	"regexp"
	"strconv"
	"strings"
)

// call is a system call that has returned.
type call struct {
	process string
	name    string
	args    []string // strings in them are empty
	result  int      // -1 if it failed
}

var (
	callSyntax = regexp.MustCompile(`^(\w+)\((.*)\)\s+= (-?\d+)`)
	quoted     = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// parseCall cuts a call into its parts, and returns false if it has no result.
func parseCall(process, text string) (call, bool) {
	m := callSyntax.FindStringSubmatch(quoted.ReplaceAllLiteralString(text, `""`))
	if m == nil {
		return call{}, false
	}
	result, err := strconv.Atoi(m[3])
	if err != nil {
		return call{}, false
	}
	return call{process: process, name: m[1], args: splitArgs(m[2]), result: result}, true
}

// splitArgs cuts arguments at the commas that are outside of all brackets.
func splitArgs(s string) []string {
	var args []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 {
				args = append(args, strings.TrimSpace(s[start:i]))
				start = i + 1
			}
		}
	}
	return append(args, strings.TrimSpace(s[start:]))
}

// arg returns argument i, which is empty if there is none.
func (c call) arg(i int) string {
	if i >= len(c.args) {
		return ""
	}
	return c.args[i]
}

// has reports whether a word is in an argument.
func (c call) has(word string) bool {
	for _, a := range c.args {
		if strings.Contains(a, word) {
			return true
		}
	}
	return false
}

// file returns the number of the file that the first argument is, and what
// option -y shows of it: 3<NETLINK:[ROUTE:1234]>.
func (c call) file() (number, shown string) {
	number, shown, _ = strings.Cut(c.arg(0), "<")
	return number, shown
}
