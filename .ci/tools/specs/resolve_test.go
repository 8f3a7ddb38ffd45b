package main

import (
	"fmt"
	"strings"
	"testing"
)

const example = `
name: example
protocol: netlink-raw
definitions:
  -
    name: color
    type: enum
    name-prefix: color-
    entries:
      - red
      -
        name: dark-green
        value: 5
      - blue
  -
    name: flag
    type: flags
    name-prefix: f-
    entries:
      - a
      -
        name: c
        value: 2
      - d
attribute-sets:
  -
    name: things
    name-prefix: ex-
    attributes:
      -
        name: one
        type: u32
        display-hint: hex
      -
        name: no-8
        type: binary
        value: 8
      -
        name: nine
        type: u16
        byte-order: big-endian
  -
    name: some-things
    subset-of: things
    attributes:
      -
        name: nine
      -
        name: one
        type: u8
  -
    name: from-zero
    name-prefix: z-
    attributes:
      -
        name: zero
        type: unused
        value: 0
      -
        name: one
        type: "flag"
operations:
  enum-model: directional
  name-prefix: op-
  fixed-header: hdr
  list:
    -
      name: new
      attribute-set: things
      do:
        request:
          value: 16
          attributes: [no-8]
    -
      name: get
      attribute-set: things
      fixed-header: other
      dump:
        request:
          value: 18
        reply:
          value: 16
          attributes: [one, nine]
    -
      name: new-ntf
      value: 16
      notify: get
    -
      name: next
      attribute-set: things
      do:
        request:
        reply:
          attributes: []
`

func resolveExample(t *testing.T, text string) (output, error) {
	t.Helper()
	s, err := parse([]byte(text))
	if err != nil {
		return output{}, err
	}
	var o output
	return o, o.add(s)
}

func TestAttributesAreNumbered(t *testing.T) {
	o, err := resolveExample(t, example)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range o.Sets {
		for _, a := range s.Attrs {
			got = append(got, fmt.Sprint(s.Set, " ", a.Name, " ", a.Number, " ", a.Type, a.ByteOrder, a.DisplayHint))
		}
	}
	compare(t, got, []string{
		"things EX_ONE 1 u32hex",
		"things EX_NO_8 8 binary",
		"things EX_NINE 9 u16big-endian",
		"some-things EX_NINE 9 u16big-endian", // numbers of the parent
		"some-things EX_ONE 1 u8hex",          // with another type
		"from-zero Z_ZERO 0 unused",
		"from-zero Z_ONE 1 flag",
	})
}

func TestEnumsAreNumbered(t *testing.T) {
	o, err := resolveExample(t, example)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range o.Enums {
		for _, v := range e.Entries {
			got = append(got, fmt.Sprint(v.Name, " ", v.Value))
		}
	}
	compare(t, got, []string{
		"COLOR_RED 0", "COLOR_DARK_GREEN 5", "COLOR_BLUE 6",
		"F_A 1", "F_C 4", "F_D 8",
	})
}

func TestOperationsAreNumbered(t *testing.T) {
	o, err := resolveExample(t, example)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range o.Operations {
		got = append(got, fmt.Sprint(p.SpecName, " ", p.Name, " ", p.Request, " ", p.Reply, " ", p.FixedHeader, " ", p.Set))
	}
	compare(t, got, []string{
		"new OP_NEW 16 0 hdr things",
		"get OP_GET 18 16 other things",
		"new-ntf  0 16 hdr things",
		"next OP_NEXT 19 17 hdr things",
	})
	compare(t, o.Operations[1].Dump.Reply, []string{"EX_ONE", "EX_NINE"})
}

func TestWhatIsNotUnderstoodIsAnError(t *testing.T) {
	for name, change := range map[string][2]string{
		"key":                {"display-hint: hex", "display-hunt: hex"},
		"definition":         {"type: flags", "type: set"},
		"enum model":         {"directional", "unified"},
		"parent":             {"subset-of: things", "subset-of: nothing"},
		"attribute of a set": {"attributes: [no-8]", "attributes: [no-9]"},
		"type":               {"type: binary", "doc: something"},
		"prefix":             {"name-prefix: color-", "doc: colors"},
		"operation":          {"notify: get", "notify: got"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(example, change[0], change[1], 1)
			if _, err := resolveExample(t, text); err == nil {
				t.Error("no error")
			}
		})
	}
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
