package iproute2

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// list is an array.
type list []any

// null is a key that is there without a value, as iproute2 prints some flags.
type null struct{}

// emptyString is a key whose value is "", which as a string would be nothing.
type emptyString struct{}

// anyOf are values of which one is printed.
type anyOf []any

// unchecked is a value that cannot be compared, and why. The key may be there or
// not.
type unchecked string

// inDump is a value that depends on the command that printed it.
type inDump interface {
	in(d *dump) any
}

// resolve returns v as encoding/json returns it: a bool, a float64 or a string; or
// else a null, an object, a list, a set or an unchecked; or nil if there is no value.
func (d *dump) resolve(v any) any {
	switch v := v.(type) {
	case nil, object, list, set, null, emptyString, anyOf, unchecked:
		return v
	case inDump:
		return d.resolve(v.in(d))
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil
		}
		return d.resolve(r.Elem().Interface())
	}
	switch v := v.(type) {
	case encoding.TextMarshaler: // an address
		text, _ := v.MarshalText()
		return orNothing(string(text))
	case fmt.Stringer:
		return orNothing(v.String())
	}
	switch {
	case r.CanInt():
		return float64(r.Int())
	case r.CanUint():
		return float64(r.Uint())
	case r.Kind() == reflect.String:
		return orNothing(r.String())
	}
	return v // a bool or a float
}

func orNothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// nonZero is v, or nothing if that is zero.
func nonZero[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// flag is a key without a value if v, and else nothing.
func flag(v bool) any {
	if !v {
		return nil
	}
	return null{}
}

// bit is a bool that is printed as 0 or 1.
func bit(v bool) any {
	if v {
		return 1
	}
	return 0
}

// optBit is a bit that may not be there.
func optBit(v *bool) any {
	if v == nil {
		return nil
	}
	return bit(*v)
}

// hex is a number as %#x of C prints it, which puts no 0x before zero.
func hex[T ~uint8 | ~uint16 | ~uint32](v T) any {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("%#x", v)
}

func optHex[T ~uint8 | ~uint16 | ~uint32](v *T) any {
	if v == nil {
		return nil
	}
	return hex(*v)
}

// ticks is a time that is printed as it is on the wire, in hundredths of a second.
func ticks(d time.Duration) any { return int64(d / (10 * time.Millisecond)) }

func optTicks(d *time.Duration) any {
	if d == nil {
		return nil
	}
	return ticks(*d)
}

// timer is a time that is printed in seconds, with two decimals.
func timer(d time.Duration) any { return float64(d/(10*time.Millisecond)) / 100 }

func optTimer(d *time.Duration) any {
	if d == nil {
		return nil
	}
	return timer(*d)
}

// device is the index of a link, which is printed as its name; 0 is no link.
type device int

func (i device) in(d *dump) any {
	if i == 0 {
		return nil
	}
	return d.device(int(i))
}

func optDevice(i *int) any {
	if i == nil {
		return nil
	}
	return device(*i)
}

// named is a number that is printed as its name, in a string; or in digits, if it
// has none or the command has the option -N.
type named struct {
	names  map[int]string
	number int
}

func (n named) in(d *dump) any {
	if name, ok := n.names[n.number]; ok && !d.has("-N") {
		return name
	}
	return strconv.Itoa(n.number)
}

// choice is a number that is printed as its name, with or without -N.
func choice[T ~uint8 | ~uint16 | ~uint32](names []string, v *T) any {
	switch {
	case v == nil:
		return nil
	case int(*v) >= len(names):
		return *v
	}
	return names[*v]
}

// set is an array of strings whose order counts for nothing. It is printed if it
// is empty.
type set []string

// equal reports whether an array of JSON has the same elements.
func (s set) equal(want any) bool {
	elements, ok := want.([]any)
	if !ok || len(elements) != len(s) {
		return false
	}
	for _, e := range elements {
		if name, ok := e.(string); !ok || !slices.Contains(s, name) {
			return false
		}
	}
	return true
}
