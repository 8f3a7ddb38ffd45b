package iproute2

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// A row says what iproute2 prints as the value of a key, of a T. Of gives it from
// what the library has decoded, as a Go value or one of value_test.go; nil says
// that the key is not there.
type row[T any] struct {
	Key string
	Of  func(T) any
}

// A table has a row for each key of an object.
type table[T any] []row[T]

// of returns the object that iproute2 prints of v.
func (tab table[T]) of(v T) object {
	o := make(object, len(tab))
	for i := range tab {
		o[i] = member{tab[i].Key, tab[i].Of(v), &tab[i]}
	}
	return o
}

// list returns the array of objects that iproute2 prints.
func (tab table[T]) list(vs []T) any {
	if vs == nil {
		return nil
	}
	l := make(list, len(vs))
	for i := range vs {
		l[i] = tab.of(vs[i])
	}
	return l
}

// object is what iproute2 prints of something: key, value, and the row that says
// so.
type object []member

type member struct {
	key   string
	value any
	row   any // a *row
}

// coverage has all rows that were used, and whether JSON has had a value for
// them.
type coverage map[any]*used

type used struct {
	key     string
	printed bool
}

// unprinted returns the keys of the rows that no JSON had a value for.
func (c coverage) unprinted() []string {
	var keys []string
	for _, u := range c {
		if !u.printed {
			keys = append(keys, u.key)
		}
	}
	slices.Sort(keys)
	return keys
}

// compareAll holds what the library has decoded against what the command printed:
// the same objects in the same order. of returns the object that is printed of one.
func compareAll[T any](t *testing.T, d *dump, of func(T) object, objects []T) {
	t.Helper()
	if len(objects) != len(d.printed) {
		t.Fatalf("%q printed %d objects, and %d are decoded", d.Cmd, len(d.printed), len(objects))
	}
	for i, want := range d.printed {
		c := comparison{t: t, dump: d, path: fmt.Sprintf("[%d]", i)}
		c.compare(want, of(objects[i]))
	}
}

// comparison is the place in the JSON at which a comparison is.
type comparison struct {
	t    *testing.T
	dump *dump
	path string
}

func (c comparison) at(format string, args ...any) comparison {
	c.path += fmt.Sprintf(format, args...)
	return c
}

// compare compares a value of the JSON with the one that is ours.
func (c comparison) compare(want, got any) {
	c.t.Helper()
	switch got := got.(type) {
	case object:
		m, ok := want.(map[string]any)
		if !ok {
			c.t.Errorf("%s: printed %v, decoded an object", c.path, want)
			return
		}
		c.object(m, got)
	case list:
		l, ok := want.([]any)
		if !ok || len(l) != len(got) {
			c.t.Errorf("%s: printed %v, decoded %d elements", c.path, want, len(got))
			return
		}
		for i := range l {
			c.at("[%d]", i).compare(l[i], c.dump.resolve(got[i]))
		}
	case set:
		if !got.equal(want) {
			c.t.Errorf("%s: printed %v, decoded %v", c.path, want, got)
		}
	case emptyString:
		c.compare(want, any(""))
	case anyOf:
		if !slices.Contains(got, want) {
			c.t.Errorf("%s: printed %v, decoded one of %v", c.path, want, got)
		}
	case unchecked:
	default:
		if want != got {
			c.t.Errorf("%s: printed %#v, decoded %#v", c.path, want, got)
		}
	}
}

func (c comparison) object(want map[string]any, got object) {
	c.t.Helper()
	unmapped := maps.Clone(want)
	for _, m := range got {
		u := c.dump.seen[m.row]
		if u == nil {
			u = &used{key: c.path + "." + m.key}
			c.dump.seen[m.row] = u
		}
		printed, ok := want[m.key]
		delete(unmapped, m.key)
		value := c.dump.resolve(m.value)
		at := c.at(".%s", m.key)
		switch {
		case ok && value == nil:
			c.t.Errorf("%s: printed %v, decoded nothing", at.path, printed)
		case ok:
			u.printed = true
			if printed == nil {
				printed = null{}
			}
			at.compare(printed, value)
		case value != nil:
			if _, skip := value.(unchecked); !skip {
				c.t.Errorf("%s: not printed, decoded %v", at.path, value)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(unmapped)) {
		c.t.Errorf("%s: printed %v, and no row says what that is of ours", c.at(".%s", key).path, unmapped[key])
	}
}
