package explain

import (
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

// element is an element of a page that was read back.
type element struct {
	name     string // empty for a text
	attrs    map[string]string
	own      string // the text
	children []*element
}

// text returns all the text in e.
func (e *element) text() string {
	all := e.own
	for _, c := range e.children {
		all += c.text()
	}
	return all
}

// find returns those below e of a name, and with a class unless it is empty.
func (e *element) find(name, class string) []*element {
	var found []*element
	for _, c := range e.children {
		if c.name == name && (class == "" || strings.Contains(" "+c.attrs["class"]+" ", " "+class+" ")) {
			found = append(found, c)
		}
		found = append(found, c.find(name, class)...)
	}
	return found
}

// byID returns the element below e that has an id, or nil.
func (e *element) byID(id string) *element {
	for _, c := range e.children {
		if c.attrs["id"] == id {
			return c
		}
		if found := c.byID(id); found != nil {
			return found
		}
	}
	return nil
}

var (
	voidElement = regexp.MustCompile(`<(meta|wbr)([^>]*)>`)
	rawElement  = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)
)

// read takes a page apart. That it can be read as XML, with style and script
// taken out and the few elements closed that HTML leaves open, is how the tests
// know that all elements are closed and all attributes quoted.
func read(t testing.TB, page string) *element {
	t.Helper()
	page = rawElement.ReplaceAllString(page, "<$1></$2>")
	page = voidElement.ReplaceAllString(page, "<$1$2/>")
	top := new(element)
	open := []*element{top}
	ids := make(map[string]bool)
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: make(map[string]string)}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			if id := e.attrs["id"]; id != "" && ids[id] {
				t.Errorf("two elements have the id %q", id)
			} else {
				ids[id] = true
			}
			in := open[len(open)-1]
			in.children = append(in.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			in := open[len(open)-1]
			in.children = append(in.children, &element{own: string(token)})
		}
	}
	for _, a := range top.find("a", "") {
		if to, ok := strings.CutPrefix(a.attrs["href"], "#"); !ok || !ids[to] {
			t.Errorf("a link to %q, which is not on the page", a.attrs["href"])
		}
	}
	return top
}

// bytesIn returns the bytes that are shown in an element, and checks the
// offsets beside them.
func bytesIn(t testing.TB, e *element) []byte {
	t.Helper()
	var all []byte
	for _, pane := range e.find("div", "bytes") {
		start := len(all)
		for _, line := range pane.find("p", "") {
			if want := fmt.Sprintf("%04x", len(all)-start); line.find("b", "")[0].text() != want {
				t.Errorf("a line begins with %q, want %s", line.text(), want)
			}
			for _, run := range line.find("i", "") {
				b, err := hex.DecodeString(strings.ReplaceAll(run.text(), " ", ""))
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, b...)
			}
		}
	}
	return all
}
