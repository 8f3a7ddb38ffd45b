package testprop

import (
	"math"
	"reflect"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Pick returns one of several values.
func Pick[T any](r *testfill.Random, of ...T) T { return of[r.IntN(len(of))] }

// Any returns a struct of which any field has any value.
func Any[T any](r *testfill.Random) T {
	var x T
	r.Fill(reflect.ValueOf(&x).Elem())
	return x
}

// Vary gives some fields of a struct, mostly none or one, any value, so that each
// has its extremes while the others are as they should be.
func Vary[T any](r *testfill.Random, x *T) {
	v := reflect.ValueOf(x).Elem()
	for range Pick(r, 0, 0, 0, 1, 1, 2) {
		if i := r.IntN(v.NumField()); v.Type().Field(i).IsExported() {
			r.Fill(v.Field(i))
		}
	}
}

// unknown is the least type of attributes that nobody knows.
const unknown = 0x3000

// unsent fills what has no place in the requests to a kernel.
func unsent(r *testfill.Random) func(reflect.Value) bool {
	return func(v reflect.Value) bool {
		if v.Type() != reflect.TypeFor[[]rtattr.Raw]() {
			return special(r, v)
		}
		v.SetZero()
		for range Pick(r, 0, 0, 0, 0, 1, 2) {
			raw := rtattr.Raw{Type: unknown | uint16(r.Uint(16)), Data: make([]byte, Pick(r, 0, 1, 4, 5, 20, 40))}
			if r.IntN(50) == 0 {
				raw.Data = make([]byte, rtattr.MaxPayload+25-r.IntN(50))
			}
			v.Set(reflect.Append(v, reflect.ValueOf(raw)))
		}
		return true
	}
}

// sent fills what a kernel may be sent.
func sent(r *testfill.Random) func(reflect.Value) bool {
	return func(v reflect.Value) bool {
		if v.Type() == reflect.TypeFor[*encap.Options]() {
			// A defect of Linux since 6.13 brings the system down.
			v.SetZero()
			return true
		}
		return special(r, v)
	}
}

func special(r *testfill.Random, v reflect.Value) bool {
	switch v.Type() {
	case reflect.TypeFor[time.Duration]():
		if r.IntN(8) > 0 {
			return false
		}
		v.SetInt(Pick[int64](r, 0, 1, -1, math.MaxInt64, math.MinInt64, math.MaxUint32*int64(time.Second)))
	case reflect.TypeFor[encap.Encap]():
		v.SetZero()
		if r.IntN(3) == 0 {
			v.Set(reflect.ValueOf(tunnel(r)))
		}
	default:
		return false
	}
	return true
}
