package input

import (
	"errors"
	"regexp"
	"strings"
)

// shortComment is a comment of C and Go.
var shortComment = regexp.MustCompile(`//.*|/\*.*?\*/`)

// plainBytes returns the bytes of a line without an offset: digits in groups of
// any length, or byte literals of C and Go. carried is the digit that the line
// above ended with, if the lines break within a byte; the digit that this line
// ends with is returned likewise.
func plainBytes(carried, line string) (b []byte, carry string, err error) {
	line = value(shortComment.ReplaceAllString(line, " "))
	groups := strings.FieldsFunc(strings.ReplaceAll(line, `\x`, " "), separates)
	for i, group := range groups {
		digits, literal := cutPrefix(group, "0x", "0X")
		if literal && len(digits) == 1 {
			digits = "0" + digits
		}
		if i == 0 {
			digits, carried = carried+digits, ""
		}
		if len(digits)%2 != 0 {
			last := i == len(groups)-1
			if literal || !last || len(digits) < 3 || !isHex(digits) {
				return nil, "", oddError(digits)
			}
			digits, carry = digits[:len(digits)-1], digits[len(digits)-1:]
		}
		part, err := decode(digits)
		if err != nil {
			return nil, "", err
		}
		b = append(b, part...)
	}
	return b, carried + carry, nil
}

// value cuts off what a line says before the value that it begins, such as
// "msg := []byte". A declaration without one is nothing: xxd -i ends with the
// number of bytes.
func value(line string) string {
	i := strings.IndexByte(line, '{')
	if i < 0 {
		i = strings.IndexAny(line, "\"'`")
	}
	switch {
	case i < 0 && strings.Contains(line, "="):
		return ""
	case i < 0 || isValue(line[:i]):
		return line
	}
	return line[i+1:]
}

// isValue reports whether s has whole bytes and nothing else: the brace or quote
// after it ends what an earlier line began.
func isValue(s string) bool {
	groups := strings.FieldsFunc(strings.ReplaceAll(s, `\x`, " "), separates)
	for _, group := range groups {
		if _, err := decode(group); err != nil {
			return false
		}
	}
	return len(groups) > 0
}

func separates(r rune) bool { return strings.ContainsRune(" \t,;:.-+\\|(){}[]\"'`", r) }

func isHex(digits string) bool {
	return strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

func oddError(digits string) error {
	if !isHex(digits) {
		return errors.New(quote(digits) + " is not hexadecimal")
	}
	return errors.New(quote(digits) + " has an odd number of hexadecimal digits")
}

func cutPrefix(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}
