package testprop

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// fields are those of the structs that the kernel has accepted, and whether any
// of them had a value.
type fields map[string]bool

// seen takes note of the fields of x.
func (f *fields) seen(x any) {
	if *f == nil {
		*f = fields{}
	}
	f.walk("", reflect.ValueOf(x))
}

func (f *fields) walk(path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.NumField() > 0 && v.Type().Field(0).IsExported() {
			for i := range v.NumField() {
				f.walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
			return
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct || v.Kind() == reflect.Interface && !v.IsNil() {
			(*f)[path] = true
			if v.Kind() == reflect.Interface {
				path = ".(" + v.Elem().Type().String() + ")"
			}
			f.walk(path, v.Elem())
			return
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			for i := range v.Len() {
				f.walk(path+"[]", v.Index(i))
			}
		}
	}
	(*f)[path] = (*f)[path] || !v.IsZero()
}

// log says which fields never had a value.
func (f fields) log(t testing.TB) {
	t.Helper()
	var never []string
	for _, path := range slices.Sorted(maps.Keys(f)) {
		if !f[path] && !strings.HasSuffix(path, "Unknown") {
			never = append(never, strings.TrimPrefix(path, "."))
		}
	}
	if len(never) > 0 {
		t.Logf("accepted, but never with a value in %s", strings.Join(never, ", "))
	}
}
