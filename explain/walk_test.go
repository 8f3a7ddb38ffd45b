package explain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/schema"
)

// What lies in a struct goes by the names of both, in a column as wide as the
// widest of them.
func TestStructsWithinStructs(t *testing.T) {
	u8 := &schema.Layout{Kind: schema.Uint, Size: 1}
	pair := &schema.Layout{Kind: schema.Struct, Fields: []schema.Field{{Name: "first", Type: u8}, {Name: "second", Type: u8}}}
	outer := &schema.Layout{Kind: schema.Struct, C: "outer", Fields: []schema.Field{
		{Name: "a", Type: u8},
		{Name: "inner", Type: pair},
		{Name: "list", Type: &schema.Layout{Kind: schema.Array, Size: 2, Elem: u8}},
		{Name: "named", Type: &schema.Layout{Kind: schema.Array, Size: 2, Elem: u8, Values: []schema.Value{{Number: 1, Name: ".of-two-names"}}}},
		{Name: "pairs", Type: &schema.Layout{Kind: schema.Array, Size: 2, Elem: pair}},
		{Name: "tail", Type: &schema.Layout{Kind: schema.Binary}},
	}}
	want := `
a                  1
inner.first        2
inner.second       3
list[0]            4
list[1]            5
named[0]           6
named.of-two-names 7
pairs[0].first     8
pairs[0].second    9
tail               bytes
`
	w := walker{msg: []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}
	w.fields(outer, w.msg, 0)
	var got strings.Builder
	for _, p := range w.parts {
		got.WriteString("\n" + p.label())
	}
	if diff := cmp.Diff(want, got.String()+"\n"); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]group{{"struct outer", 0, 11}}, w.groups, cmp.AllowUnexported(group{})); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	for names, width := range map[string]int{"short": usualWidth, "exactly-13-of": 13, "more-than-usual": 15} {
		inner := &schema.Layout{Kind: schema.Struct, Fields: []schema.Field{{Name: names, Type: u8}}}
		if got := widest(inner, ""); got != width {
			t.Errorf("%s: a column of %d, want %d", names, got, width)
		}
		if got := widest(&schema.Layout{Fields: []schema.Field{{Name: "in", Type: inner}, {Name: "x", Type: u8}}}, ""); got != max(13, len("in.")+len(names)) {
			t.Errorf("%s within another: a column of %d", names, got)
		}
	}
}
