package input

import (
	"errors"
	"regexp"
	"strings"
)

// shortComment is a comment of C and Go.
var shortComment = regexp.MustCompile(`//.*|/\*.*?\*/`)

// gdbAddress is what gdb's x command begins its lines with.
var gdbAddress = regexp.MustCompile(`^\s*0x[[:xdigit:]]{9,16}(?: <[^>]*>)?:`)

// length is the declaration that xxd -i ends with.
var length = regexp.MustCompile(`^\s*[0-9]{1,8}\s*;?\s*$`)

// plainBytes returns the bytes of a line without an offset: digits in groups of
// any length, or byte literals of C and Go. carried is the digit that the line
// above ended with, if the lines break within a byte; the digit that this line
// ends with is returned likewise.
func plainBytes(carried, line string) (b []byte, carry string, err error) {
	line = value(shortComment.ReplaceAllString(gdbAddress.ReplaceAllString(line, ""), " "))
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
// "msg := []byte{" or "m = [". A declaration of a length is nothing.
func value(line string) string {
	i := strings.IndexByte(line, '{')
	if i < 0 {
		i = strings.IndexAny(line, "\"'`")
	}
	if i >= 0 {
		if isValue(line[:i]) {
			return line
		}
		return line[i+1:]
	}
	_, assigned, ok := strings.Cut(line, "=")
	if !ok {
		return line
	}
	if length.MatchString(assigned) {
		return ""
	}
	if _, list, ok := strings.Cut(assigned, "["); ok {
		return list
	}
	return assigned
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
	hint := ""
	if len(digits) == 1 {
		hint = "; if these are decimal numbers, print them in hexadecimal, as Go's % x does"
	}
	return errors.New(quote(digits) + " has an odd number of hexadecimal digits" + hint)
}

func cutPrefix(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}
