package explain

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

const (
	perLine  = 8             // bytes on a line
	hexWidth = 3*perLine - 1 // columns that they take
)

// Printer writes datagrams as annotated text, one after another. It remembers
// requests until they are answered, the last few thousand of them, so that the
// kernel's complaint about one can be shown where it belongs. Several goroutines
// may use it at once. Printers are made by [NewPrinter].
type Printer struct {
	// Color says whether to use the colours of a terminal. It may be changed
	// before the first datagram.
	Color bool

	w io.Writer

	mu      sync.Mutex
	pending requests
	printed bool
}

// NewPrinter returns a Printer that writes to w. It uses colours if w is a
// terminal, unless the environment says otherwise: with NO_COLOR (no-color.org),
// or with a TERM of "dumb".
func NewPrinter(w io.Writer) *Printer { return &Printer{Color: colorful(w), w: w} }

// Print writes what d means, with one Write: its comment, each line after a #,
// and then, for each message, its bytes and their meaning side by side. What an
// answer is to a request that was printed before is a comment too, unless that of
// d says it already. An empty line stands between messages, and between
// datagrams. The error is that of writing.
func (p *Printer) Print(d Datagram) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := text{color: p.Color}
	if p.printed {
		t.line("")
	}
	p.printed = true
	p.datagram(&t, d)
	_, err := io.WriteString(p.w, t.out.String())
	return err
}

// Trace returns a function for the field Trace of [nlmsg.Config], for connections
// of a protocol, which may share it. It writes each datagram as Print does, after
// a comment that says which way it goes, and with an empty line after it instead
// of before: other output can stand between. If writing fails the connection goes
// on.
func (p *Printer) Trace(protocol int) func(nlmsg.Direction, []byte) {
	return func(dir nlmsg.Direction, datagram []byte) {
		p.mu.Lock()
		defer p.mu.Unlock()
		d := Datagram{Direction: dir, Protocol: protocol, Bytes: datagram}
		d.Comment = d.String()
		t := text{color: p.Color}
		p.datagram(&t, d)
		t.line("")
		io.WriteString(p.w, t.out.String())
	}
}

func (p *Printer) datagram(t *text, d Datagram) {
	for line := range strings.Lines(d.Comment) {
		t.comment(strings.TrimRight(line, "\n"))
	}
	for i, m := range p.pending.read(d) {
		if i > 0 {
			t.line("")
		}
		if m.note != "" && !strings.Contains(d.Comment, m.note) {
			t.comment(m.note)
		}
		t.message(m)
	}
}

// text builds annotated lines.
type text struct {
	color bool
	out   strings.Builder
}

// message writes a message. An arrow shows what the kernel complains of, if it
// says so: in the copy of the request, or else in what is known of the request.
func (t *text) message(m turn) {
	t.parts("", m.bytes, m.marked())
	if r := m.refusal; m.refused && r.points() && r.copied == nil && m.known {
		t.comment("in the request:")
		t.parts("# ", m.request.bytes, r.excerpt(m.request))
	}
}

// parts writes parts of a message. What fills a value up to four bytes goes on
// its line.
func (t *text) parts(prefix string, msg []byte, parts []part) {
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		if i+1 < len(parts) && fills(parts[i+1], p) {
			i++
			p.text += fmt.Sprintf("  (+%d padding)", parts[i].end-p.end)
			p.end = parts[i].end
		}
		t.part(prefix, msg, p)
	}
}

// fills reports whether pad is the padding of a value.
func fills(pad, p part) bool {
	return p.role == value && p.wrong == "" && pad.role == padding && pad.wrong == "" && pad.start == p.end && pad.depth == p.depth && pad.end-pad.start < 4
}

// part writes the lines of a part, and what is wrong with it below.
func (t *text) part(prefix string, msg []byte, p part) {
	label := p.label()
	indent := strings.Repeat("  ", p.depth)
	for at := p.start; at < p.end; at += perLine {
		b := msg[at:min(at+perLine, p.end)]
		column := fmt.Sprintf("%-*s", hexWidth, fmt.Sprintf("% x", b))
		if label == "" {
			column = strings.TrimRight(column, " ")
		}
		t.out.WriteString(t.paint(dim, prefix+fmt.Sprintf("%04x", at)) + "  " + column)
		if label != "" {
			t.out.WriteString("  " + indent + t.paint(colorOf(p), label))
		}
		t.out.WriteByte('\n')
		label = ""
	}
	if p.wrong != "" {
		arrow := strings.Repeat("^", 3*min(perLine, p.end-p.start)-1)
		t.line(t.paint(red, "#     "+strings.Repeat(" ", len(prefix))+arrow+" "+p.wrong))
	}
}

// comment writes a line of a comment. What controls a terminal is taken out of
// it: it may come from a file that somebody else made.
func (t *text) comment(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	t.line(t.paint(dim, strings.TrimRight("# "+s, " ")))
}

func (t *text) line(s string) { t.out.WriteString(s + "\n") }

// Select Graphic Rendition parameters (ECMA-48), which terminals know.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

func (t *text) paint(style, s string) string {
	if !t.color || style == "" || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func colorOf(p part) string {
	switch p.role {
	case head:
		return cyan
	case value:
		return green
	case padding:
		return dim
	case unknown:
		return yellow
	case damage:
		return red
	}
	return ""
}
