package explain

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

// HTML writes a page that shows what datagrams mean: the bytes of each message,
// coloured by what they are for, and beside them a tree that says what they
// are. Where the browser runs the page's script, pointing at one lights up the
// other. Datagrams stand in the order in which they passed, so that an answer
// finds its request.
//
// The page is one file, asks nothing of a network, and is the same for the same
// arguments. What comes from the wire cannot become markup. The error is that
// of writing.
func HTML(w io.Writer, title string, datagrams ...Datagram) error {
	out := bufio.NewWriter(w)
	if err := pageTemplate().Execute(out, newPage(title, datagrams)); err != nil {
		return err
	}
	return out.Flush()
}

//go:embed page.html.tmpl
var pageText string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{"breakable": breakable}).Parse(pageText))
})

// breakable returns text that a browser may break after each |, which stands
// between flags.
func breakable(text string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(text), "|", "|<wbr>"))
}

// pagePolicy is the Content-Security-Policy of the page: its own style and
// script, and nothing else.
var pagePolicy = sync.OnceValue(func() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		integrity(pageStyle), integrity(pageScript))
})

func integrity(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// page is what the template shows.
type page struct {
	Title, Summary string
	Policy         string
	Style          template.CSS
	Script         template.JS
	Sheets         []sheet
	Panels         []*panel
}

// sheet is a datagram on the page.
type sheet struct {
	Number       int
	Way, Comment string
	Size         string
	Panels       []*panel
}

func newPage(title string, datagrams []Datagram) *page {
	p := &page{
		Title:  title,
		Policy: pagePolicy(),
		Style:  template.CSS(pageStyle),
		Script: template.JS(pageScript),
	}
	var seen requests
	size := 0
	for i, d := range datagrams {
		s := sheet{Number: i + 1, Way: d.Direction.String(), Comment: d.Comment, Size: plural(len(d.Bytes))}
		for _, t := range seen.read(d) {
			m := newPanel(t)
			m.Way = s.Way
			s.Panels = append(s.Panels, m)
			p.Panels = append(p.Panels, m)
		}
		p.Sheets = append(p.Sheets, s)
		size += len(d.Bytes)
	}
	for _, m := range p.Panels {
		if m.turn.known {
			m.request = p.Panels[m.turn.request.number]
		}
		m.refuse()
	}
	p.Summary = fmt.Sprintf("%s, %s, %s", count(len(p.Sheets), "datagram"), count(len(p.Panels), "message"), plural(size))
	return p
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
