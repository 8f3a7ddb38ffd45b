package pretty

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestWhatFitsStandsInALine(t *testing.T) {
	long := strings.Repeat("x", 100)
	got, err := Marshal([]any{
		map[string]any{"a": 1, "b": []int{}, "c": "d, e: \"f\"<"},
		[]string{long, long},
		-2,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `[
	{"a": 1, "b": [], "c": "d, e: \"f\"<"},
	[
		"` + long + `",
		"` + long + `"
	],
	-2
]
`
	if string(got) != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestContentIsKept(t *testing.T) {
	long := strings.Repeat(`x\"],`, 40)
	want := map[string]any{
		long: []any{1.0, nil, true, map[string]any{"": long, "y": map[string]any{long: false}}},
		"e":  map[string]any{"f": []any{}},
	}
	text, err := Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
