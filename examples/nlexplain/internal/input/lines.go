package input

import (
	"bufio"
	"fmt"
	"io"
)

// maxLine is the most bytes that a line of text may have: those of a datagram
// in hexadecimal, and what else stands with them.
const maxLine = 3 * maxDatagram

// lines are the lines of a text, without the characters that end them.
type lines struct {
	scanner *bufio.Scanner
	n       int    // number of the line in text, from 1
	text    []byte // valid until the next call of next
	again   bool
}

func newLines(r io.Reader) *lines {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	return &lines{scanner: s}
}

// next goes to the next line, and returns false when there is none.
func (l *lines) next() bool {
	if l.again {
		l.again = false
		return true
	}
	if !l.scanner.Scan() {
		return false
	}
	l.n++
	l.text = l.scanner.Bytes()
	return true
}

// unread makes the line the next one again.
func (l *lines) unread() { l.again = true }

// err says why the lines have come to an end, and is nil if that is the end of
// the text.
func (l *lines) err() error {
	if err := l.scanner.Err(); err != nil {
		return fmt.Errorf("line %d: %w", l.n+1, err)
	}
	return nil
}

// errorf returns an error about the line.
func (l *lines) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", l.n, fmt.Errorf(format, args...))
}
