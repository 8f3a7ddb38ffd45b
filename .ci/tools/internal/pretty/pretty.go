// Package pretty writes JSON to be read and compared by people: what fits
// into a line stands in a line, and the rest is a line for each element.
package pretty

import (
	"bytes"
	"encoding/json"
	"os"
)

// A line is at most this long, if its content can be broken.
const width = 140

// Marshal returns v as JSON. The order is that of encoding/json: of the
// fields of a struct, and of sorted keys of a map.
func Marshal(v any) ([]byte, error) {
	var compact bytes.Buffer
	enc := json.NewEncoder(&compact)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	p := printer{in: bytes.TrimSpace(compact.Bytes())}
	p.value(0, 0)
	p.out.WriteByte('\n')
	return p.out.Bytes(), nil
}

// WriteFile writes v into a file, as [Marshal] does.
func WriteFile(path string, v any) error {
	data, err := Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

type printer struct {
	in  []byte // compact JSON, without what is printed
	out bytes.Buffer
}

// value prints the value that in begins with, at a column of a line.
func (p *printer) value(depth, column int) {
	n := extent(p.in)
	text := p.in[:n]
	if (text[0] != '{' && text[0] != '[') || n == 2 || column+spaced(text) < width {
		p.line(text)
		p.in = p.in[n:]
		return
	}
	p.out.WriteByte(text[0])
	p.in = p.in[1:]
	for {
		p.newline(depth + 1)
		column := depth + 1
		if text[0] == '{' {
			key := extent(p.in)
			p.out.Write(p.in[:key])
			p.out.WriteString(": ")
			p.in = p.in[key+1:]
			column += key + 2
		}
		p.value(depth+1, column)
		end := p.in[0]
		p.in = p.in[1:]
		if end != ',' {
			p.newline(depth)
			p.out.WriteByte(end)
			return
		}
		p.out.WriteByte(',')
	}
}

func (p *printer) newline(depth int) {
	p.out.WriteByte('\n')
	for range depth {
		p.out.WriteByte('\t')
	}
}

// line prints text on one line, with a space after commas and colons.
func (p *printer) line(text []byte) {
	for len(text) > 0 {
		n := 1
		if text[0] == '"' {
			n = extent(text)
		}
		p.out.Write(text[:n])
		if text[0] == ',' || text[0] == ':' {
			p.out.WriteByte(' ')
		}
		text = text[n:]
	}
}

// spaced returns how long text becomes as a line. That a comma within a
// string is counted too does no harm.
func spaced(text []byte) int {
	return len(text) + bytes.Count(text, []byte(",")) + bytes.Count(text, []byte(":"))
}

// extent returns the length of the value that text begins with.
func extent(text []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
			continue
		case c == '"':
			quoted = !quoted
		case quoted:
			continue
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case depth == 0 && (c == ',' || c == ':'):
			return i
		}
		if depth < 0 {
			return i
		}
		if depth == 0 && !quoted && (text[0] == '"' || text[0] == '{' || text[0] == '[') {
			return i + 1
		}
	}
	return len(text)
}
