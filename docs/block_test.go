package docs_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// offsetForm is how a line of bytes begins.
var offsetForm = regexp.MustCompile(`^([0-9a-f]{4})  `)

// text returns what the block below the marker holds.
func (m marker) text(t *testing.T) string {
	t.Helper()
	if m.id == "" {
		skipBigEndian(t, m.path)
		file, err := os.ReadFile(m.path)
		if err != nil {
			t.Fatal(err)
		}
		msg, err := explain.Parse(string(file))
		if err != nil {
			t.Fatalf("%s: %v", m.path, err)
		}
		return m.print(t, []explain.Datagram{{Bytes: msg}}, 0, 1)
	}
	for _, r := range records(t, m.path) {
		if r.ID != m.id {
			continue
		}
		var all []explain.Datagram
		for _, d := range r.Messages {
			b := d.bytes(t)
			e := explain.Datagram{Direction: nlmsg.Sent, Bytes: b, Comment: fmt.Sprintf("sent, %d bytes", len(b))}
			if d.Dir == "recv" {
				e.Direction, e.Comment = nlmsg.Received, fmt.Sprintf("received, %d bytes", len(b))
			}
			all = append(all, e)
		}
		if m.to > len(all) || m.from >= m.to {
			t.Fatalf("%s: %s has %d datagrams, not %d to %d", m.path, m.id, len(all), m.from, m.to)
		}
		return m.print(t, all, m.from, m.to)
	}
	t.Fatalf("%s: no record %s", m.path, m.id)
	return ""
}

// print explains datagrams, all of them, since an answer refers to its request,
// and returns the text of some.
func (m marker) print(t *testing.T, all []explain.Datagram, from, to int) string {
	t.Helper()
	var b, out strings.Builder
	p := explain.NewPrinter(&b)
	for i, d := range all {
		b.Reset()
		if err := p.Print(d); err != nil {
			t.Fatal(err)
		}
		if i < from || i >= to {
			continue
		}
		if i > from {
			out.WriteByte('\n')
		}
		out.WriteString(m.cut(strings.TrimLeft(b.String(), "\n")))
	}
	return out.String()
}

// cut leaves out the lines of bytes outside of the ranges. What is said in a
// comment belongs to the line above.
func (m marker) cut(text string) string {
	if len(m.ranges) == 0 {
		return text
	}
	var out strings.Builder
	shown, dots := true, false
	for line := range strings.Lines(text) {
		if p := offsetForm.FindStringSubmatch(line); p != nil {
			shown = m.shows(number(p[1], 16))
		} else if line == "\n" {
			shown = true
		}
		if shown {
			out.WriteString(line)
		} else if !dots {
			out.WriteString("...\n")
		}
		dots = !shown
	}
	return out.String()
}

func (m marker) shows(offset int) bool {
	for _, r := range m.ranges {
		if r[0] <= offset && offset < r[1] {
			return true
		}
	}
	return false
}
