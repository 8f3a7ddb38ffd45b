package explain

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// panel is a message on the page.
type panel struct {
	ID, Name, Way, Size string

	// Of tells it from others of its name: mostly what it is about.
	Of string

	// Wrong are what is damaged, and what the kernel complains of.
	Wrong []callout

	turn    turn
	request *panel // that the message answers, if there is one
	parts   []part // of the turn, and what is wrong with them
}

// callout says what is wrong with a message, and where.
type callout struct {
	What, Text string
	Links      []place
}

// place is something to jump to.
type place struct{ ID, Text string }

func newPanel(t turn) *panel {
	m := &panel{
		ID:    fmt.Sprintf("m%d", t.number+1),
		Name:  t.root.Name,
		Size:  plural(len(t.bytes)),
		turn:  t,
		parts: t.marked(),
	}
	if m.Name == "" {
		m.Name = "no message"
	}
	for _, p := range t.parts {
		if p.role == value && p.depth == 1 && strings.HasPrefix(p.text, `"`) {
			m.Of = p.text
			break
		}
	}
	if t.root.Number == linux.NLMSG_ERROR && !t.refused {
		m.Of = "success"
	}
	m.damage()
	return m
}

// Note returns what the message is to the request, unless a callout says it.
func (m *panel) Note() string {
	if m.turn.refused {
		return ""
	}
	return m.turn.note
}

// Request returns where the request is.
func (m *panel) Request() string {
	if m.request == nil {
		return ""
	}
	return m.request.ID
}

// Rows returns the tree of the message.
func (m *panel) Rows() []*row {
	rows := treeOf(m.parts, m.turn.groups)
	m.name(rows)
	return rows
}

// name gives an ID to those rows that something may point at.
func (m *panel) name(rows []*row) {
	for _, r := range rows {
		if r.Wrong != nil {
			r.ID = m.rowID(r)
		}
		m.name(r.Rows)
	}
}

func (m *panel) rowID(r *row) string { return fmt.Sprintf("%s-%x", m.ID, r.start) }

// place returns the row that the byte at an offset belongs to.
func (m *panel) place(offset int) place {
	var names []string
	var it *row
	for rows := treeOf(m.parts, m.turn.groups); rows != nil; {
		var in *row
		for _, r := range rows {
			if r.start <= offset && offset < r.end {
				in = r
			}
		}
		if in == nil {
			break
		}
		if it != nil && it.Class == head.String() {
			names = append(names, it.Name)
		}
		it, rows = in, in.Rows
	}
	if it == nil {
		return place{ID: m.ID, Text: m.Name}
	}
	return place{ID: m.rowID(it), Text: strings.Join(append(names, it.Name), "/")}
}

// damage notes what is damaged.
func (m *panel) damage() {
	const most = 5
	var found []part
	for _, p := range m.turn.parts {
		if p.wrong != "" {
			found = append(found, p)
		}
	}
	for i, p := range found {
		if i == most {
			m.Wrong = append(m.Wrong, callout{What: "Damaged", Text: fmt.Sprintf("in %d more places", len(found)-most)})
			break
		}
		at := m.place(p.start)
		m.Wrong = append(m.Wrong, callout{What: "Damaged", Text: p.wrong, Links: []place{at}})
	}
}

// refuse notes what the kernel complains of, here and at the request.
func (m *panel) refuse() {
	t, r := m.turn, m.turn.refusal
	if !t.refused {
		return
	}
	it := callout{What: "Refused"}
	switch c := r.copied; {
	case m.request != nil:
		q := m.request
		it.Text = r.complaint(t.protocol, t.request.bytes)
		there := callout{What: it.What, Text: it.Text}
		at := place{ID: q.ID, Text: q.Name}
		if r.points() {
			marked, index := r.mark(t.protocol, t.request.bytes, q.parts, 0)
			if index >= 0 {
				q.parts = marked
				at = q.place(marked[index].start)
				there.Links = []place{at}
			}
		}
		it.Links = []place{{at.ID, at.Text + " in the request"}}
		there.Links = append(there.Links, place{m.ID, "the answer"})
		q.Wrong = append(q.Wrong, there)
	case c != nil:
		it.Text = r.complaint(t.protocol, t.bytes[c.Offset:c.End()])
		if r.points() && r.at < c.End()-c.Offset {
			at := m.place(c.Offset + r.at)
			it.Links = []place{{at.ID, at.Text + " in the copy of the request"}}
		}
	default:
		it.Text = r.complaint(t.protocol, nil)
	}
	m.Wrong = append(m.Wrong, it)
}

// Bytes returns the bytes of the message in hexadecimal: lines of eight, and in
// them a run for each part. A large message has thousands, so that they do not
// go through the template; there is nothing in them to escape.
func (m *panel) Bytes() template.HTML {
	var out strings.Builder
	b := m.turn.bytes
	part, began := 0, true
	for at := 0; at < len(b); {
		fmt.Fprintf(&out, "<p><b>%04x</b>", at)
		for line := min(at+perLine, len(b)); at < line; {
			p := m.parts[part]
			n := min(p.end, line) - at
			class := p.role.String()
			if p.wrong != "" {
				class += " wrong"
			}
			if !began {
				class += " cont"
			}
			fmt.Fprintf(&out, ` <i class="%s">% x</i>`, class, b[at:at+n])
			at += n
			if began = at == p.end; began {
				part++
			}
		}
		out.WriteString("</p>\n")
	}
	return template.HTML(out.String())
}
