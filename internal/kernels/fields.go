package kernels

import (
	"errors"
	"reflect"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Field is one of a struct that is not zero.
type Field struct {
	Name  string
	Index []int
}

// Fields returns the fields of the struct that v points to which are not zero,
// those of embedded structs among them.
func Fields(v any) (fields []Field) {
	s := reflect.ValueOf(v).Elem()
	for _, f := range reflect.VisibleFields(s.Type()) {
		if !f.Anonymous && f.IsExported() && !s.FieldByIndex(f.Index).IsZero() {
			fields = append(fields, Field{f.Name, f.Index})
		}
	}
	return fields
}

// Of returns the value of the field in the struct that v points to.
func (f Field) Of(v any) reflect.Value { return reflect.ValueOf(v).Elem().FieldByIndex(f.Index) }

// Only returns a copy of the struct that v points to which has only some of its
// fields.
func Only[T any](v T, fields ...Field) T {
	c := reflect.New(reflect.TypeOf(v).Elem())
	for _, f := range fields {
		c.Elem().FieldByIndex(f.Index).Set(f.Of(v))
	}
	return c.Interface().(T)
}

// Refused says in which way the kernel has refused a request: "EINVAL". The test
// fails if it was not the kernel.
func Refused(t testing.TB, err error) string {
	t.Helper()
	switch errno, ok := errors.AsType[syscall.Errno](err); {
	case !ok:
		t.Fatal(err)
	case errno == unix.EOPNOTSUPP:
		return "EOPNOTSUPP" // which is ENOTSUP too
	default:
		return unix.ErrnoName(errno)
	}
	return ""
}
