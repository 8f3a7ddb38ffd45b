// Package testfill gives the fields of a struct values: each one another, so that
// a test sees which of them a codec forgets, or random ones.
package testfill

import (
	"net"
	"net/netip"
	"reflect"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Filler gives values that are not zero, each another than the one before.
type Filler struct {
	n int

	// Special deals with a value of some type in its own way, which may be to
	// leave it as it is, and reports that it did. Nil does so with none.
	Special func(reflect.Value) bool
}

// Fill gives v a value: a struct in all its fields, a pointer one to point to, a
// slice four elements, a time a multiple of 10 ms. It panics where it knows none,
// as for an interface.
func (f *Filler) Fill(v reflect.Value) {
	if f.Special != nil && f.Special(v) {
		return
	}
	f.n++
	switch v.Interface().(type) {
	case net.HardwareAddr:
		v.Set(reflect.ValueOf(net.HardwareAddr{2, 0, 0, 0, 0, byte(f.n)}))
	case netip.Addr:
		v.Set(reflect.ValueOf(netip.AddrFrom16([16]byte{0: 0x20, 15: byte(f.n)})))
	case netip.Prefix:
		v.Set(reflect.ValueOf(netip.PrefixFrom(netip.AddrFrom16([16]byte{0: 0x20, 1: byte(f.n)}), 16)))
	case time.Duration:
		v.SetInt(int64(f.n) * int64(10*time.Millisecond))
	case rtattr.Raw:
		v.Set(reflect.ValueOf(rtattr.Raw{Type: 500, Data: []byte{byte(f.n)}}))
	default:
		f.fillKind(v)
	}
}

func (f *Filler) fillKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.n%127 + 1))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(f.n%255 + 1))
	case reflect.String:
		v.SetString("name" + string(rune('a'+f.n%26)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.Fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 4, 4)) // four bytes: an attribute's header
		for i := range v.Len() {
			f.Fill(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			f.Fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.Fill(v.Field(i))
		}
	default:
		panic("no value of " + v.Type().String())
	}
}

// Scramble writes over all that v holds or points to, so that a test sees what
// shares memory with it.
func Scramble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			Scramble(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			Scramble(v.Index(i))
		}
	case reflect.Struct:
		if v.NumField() > 0 && v.Type().Field(0).IsExported() {
			for i := range v.NumField() {
				Scramble(v.Field(i))
			}
			return
		}
		v.SetZero()
	default:
		v.SetZero()
	}
}
