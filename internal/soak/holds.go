//go:build linux

package main

import (
	"fmt"
	"reflect"
	"slices"
)

// holds returns an error unless an object as read has what it was given: each
// field of given that is not zero, but for those named by unread. Both are
// pointers to the same type of struct.
func holds(given, read any, unread ...string) error {
	g, r := reflect.ValueOf(given), reflect.ValueOf(read)
	if g.Type() != r.Type() {
		return fmt.Errorf("a %T was given, a %T is read", given, read)
	}
	return holdsFields(g.Elem(), r.Elem(), unread)
}

func holdsFields(given, read reflect.Value, unread []string) error {
	for i := range given.NumField() {
		field := given.Type().Field(i)
		g, r := given.Field(i), read.Field(i)
		switch {
		case field.Anonymous && g.Kind() == reflect.Struct:
			if err := holdsFields(g, r, unread); err != nil {
				return err
			}
		case g.IsZero() || slices.Contains(unread, field.Name):
		case !reflect.DeepEqual(g.Interface(), r.Interface()):
			return fmt.Errorf("%s: %s was given, %s is read", field.Name, show(g), show(r))
		}
	}
	return nil
}

// show returns a value as text, and what a pointer points to in its place.
func show(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return fmt.Sprintf("%+v", v)
}

// deref returns what a pointer points to as text.
func deref[T any](p *T) string { return show(reflect.ValueOf(p)) }
