package explain

import (
	"fmt"
	"strings"
)

// row is a line of the tree beside the bytes: an attribute with its value, a
// field, a group of fields, or a part that stands alone. Padding has no line: it
// belongs to what it fills.
type row struct {
	ID    string // for links to it, if there are any
	Class string // the role or "group", and "wide" among long names
	Name  string
	Value string // what the bytes say
	Kind  string // the role of the value
	Size  string
	Wrong []string
	Rows  []*row

	start     int
	own       int // where the bytes that are the row's alone end
	extent    int // where all that it covers ends
	end       int // where the bytes that belong to it end: padding, and not what a length covers
	container bool
}

// At returns what the script needs to know of the row: offsets, of which the
// later ones may be left out where they are those before them.
func (r *row) At() string {
	switch {
	case r.end != r.extent:
		return fmt.Sprint(r.start, r.own, r.extent, r.end)
	case r.extent != r.own:
		return fmt.Sprint(r.start, r.own, r.extent)
	}
	return fmt.Sprint(r.start, r.own)
}

// Offset returns where the row begins, as it stands beside the bytes.
func (r *row) Offset() string { return fmt.Sprintf("%04x", r.start) }

// tree makes the rows of a message.
type tree struct {
	top    row
	around []*row // the rows that the next part is in, the innermost last
}

// treeOf returns the rows for parts and groups of a message.
func treeOf(parts []part, groups []group) []*row {
	t := tree{}
	for _, p := range parts {
		for len(t.around) > 0 && t.inner().extent <= p.start {
			t.around = t.around[:len(t.around)-1]
		}
		for len(groups) > 0 && groups[0].start == p.start {
			t.group(groups[0])
			groups = groups[1:]
		}
		t.part(p)
	}
	return t.top.Rows
}

// inner returns the innermost row, and that above all if there is none.
func (t *tree) inner() *row {
	if len(t.around) == 0 {
		return &t.top
	}
	return t.around[len(t.around)-1]
}

func (t *tree) add(r *row) {
	in := t.inner()
	in.Rows = append(in.Rows, r)
	if r.container {
		t.around = append(t.around, r)
	}
}

// group opens a row for a group. The struct that is the whole of an attribute
// goes on the line of the attribute.
func (t *tree) group(g group) {
	if in := t.inner(); in.Class == head.String() && in.own == g.start && in.extent == g.end {
		in.Value, in.Kind = g.name, "group"
		return
	}
	t.add(&row{
		Class: "group", Name: g.name, Size: plural(g.end - g.start),
		start: g.start, own: g.start, extent: g.end, end: g.end, container: true,
	})
}

// part adds a part to the row it belongs to, or as one of its own.
func (t *tree) part(p part) {
	in := t.inner()
	switch last := in.last(); {
	case p.role == padding && p.wrong == "" && last != nil && last.container && last.end == p.start && p.end-p.start < 4:
		last.end = p.end
		return
	case p.role == padding && p.wrong == "" && last != nil && len(t.around) > 0:
		return
	case in.Class == head.String() && in.own == p.start && in.extent == p.end && p.name == "" && p.role != damage:
		in.Value, in.Kind = p.text, p.role.String()
		in.complain(p.wrong)
		return
	}
	r := &row{
		Class: p.role.String(), Name: p.name, Value: p.text, Kind: p.role.String(),
		start: p.start, own: p.end, extent: p.extent, end: p.extent,
	}
	switch {
	case p.role == head:
		r.Value, r.Size = "", strings.TrimPrefix(p.text, ", ")
		r.container = true
	case p.extent > p.end: // nlmsg_len
		r.end = p.end
	}
	if p.width > usualWidth {
		r.Class += " wide"
	}
	if r.Name == "" {
		r.Name, r.Value, r.Size = p.text, "", plural(p.end-p.start)
	}
	r.complain(p.wrong)
	t.add(r)
}

func (r *row) last() *row {
	if len(r.Rows) == 0 {
		return nil
	}
	return r.Rows[len(r.Rows)-1]
}

func (r *row) complain(wrong string) {
	if wrong != "" {
		r.Wrong = append(r.Wrong, wrong)
	}
}
