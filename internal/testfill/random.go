package testfill

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"reflect"
	"time"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// Random gives values at random, those at the edges of their types far more
// often than chance would: the kernel's checks and our own are there.
type Random struct {
	*rand.Rand

	// Special deals with a value of some type in its own way, which may be to
	// leave it as it is, and reports that it did. Nil does so with none.
	Special func(reflect.Value) bool
}

// NewRandom returns a generator whose values depend on the seed alone.
func NewRandom(seed uint64) *Random { return &Random{Rand: rand.New(rand.NewPCG(seed, 0))} }

// Fill gives v a value. Half of all pointers and slices, and half of the fields
// that may be left zero, stay so. It panics where it knows none, as for an
// interface.
func (r *Random) Fill(v reflect.Value) {
	if r.Special != nil && r.Special(v) {
		return
	}
	switch v.Interface().(type) {
	case net.HardwareAddr:
		v.Set(reflect.ValueOf(net.HardwareAddr(r.bytes(r.pick(0, 0, 6, 6, 6, 4, 16, 20, 1)))))
	case netip.Addr:
		v.Set(reflect.ValueOf(r.Addr()))
	case netip.Prefix:
		v.Set(reflect.ValueOf(r.Prefix()))
	case time.Duration:
		v.SetInt(r.Int64N(1<<r.IntN(40)) * r.Int64N(1e7))
	case rtattr.Raw:
		v.SetZero() // what we do not know is nothing to ask the kernel for
	default:
		r.fillKind(v)
	}
}

func (r *Random) fillKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.half())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		bits := v.Type().Bits()
		v.SetInt(int64(r.Uint(bits)) << (64 - bits) >> (64 - bits))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(r.Uint(v.Type().Bits()))
	case reflect.String:
		v.SetString(r.Name())
	case reflect.Pointer:
		v.SetZero()
		if r.half() {
			v.Set(reflect.New(v.Type().Elem()))
			r.Fill(v.Elem())
		}
	case reflect.Slice:
		v.SetZero()
		if v.Type() == reflect.TypeFor[[]rtattr.Raw]() {
			return
		}
		if n := r.pick(0, 0, 0, 1, 2, 4, 8, 32); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			r.each(v)
		}
	case reflect.Array:
		r.each(v)
	case reflect.Struct:
		for i := range v.NumField() {
			switch f := v.Field(i); {
			case !v.Type().Field(i).IsExported():
			case f.Kind() != reflect.Struct && f.Kind() != reflect.Interface && r.half():
				f.SetZero()
			default:
				r.Fill(f)
			}
		}
	default:
		panic("no value of " + v.Type().String())
	}
}

func (r *Random) each(v reflect.Value) {
	for i := range v.Len() {
		r.Fill(v.Index(i))
	}
}

// Uint returns an integer of some bits: one at the edges, a small one, or one
// whose length is as random as its value.
func (r *Random) Uint(bits int) uint64 {
	most := uint64(1)<<bits - 1
	if bits == 64 {
		most = 1<<64 - 1
	}
	switch r.IntN(6) {
	case 0:
		return 0
	case 1:
		return most
	case 2:
		return most >> 1 // the largest signed one
	case 3:
		return most>>1 + 1
	case 4:
		return r.Uint64N(16)
	}
	return r.Uint64() & most >> r.IntN(bits)
}

// Name returns a name that is unlikely to be taken, or one that is no name.
func (r *Random) Name() string {
	if r.IntN(8) > 0 {
		return fmt.Sprintf("n%x", r.Uint32())
	}
	odd := []string{"", ".", "..", "a/b", "a b", "a:b", "%d", "n%d", "\xff", "a\x00b", "fifteen-letters", "sixteen--letters", string(r.bytes(200))}
	return odd[r.IntN(len(odd))]
}

// Addr returns an IP address, or the zero Addr.
func (r *Random) Addr() netip.Addr {
	switch r.IntN(8) {
	case 0:
		return netip.Addr{}
	case 1:
		some := []string{
			"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "169.254.0.1",
			"::", "::1", "fe80::1", "ff02::1", "::ffff:192.0.2.1", "2001:db8::", "fe80::1%1",
		}
		return netip.MustParseAddr(some[r.IntN(len(some))])
	case 2, 3, 4:
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], r.Uint32())
		b[0] = 10 // most of the others are nobody's
		return netip.AddrFrom4(b)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[8:], r.Uint64())
	copy(b[:], []byte{0x20, 0x01, 0x0d, 0xb8})
	return netip.AddrFrom16(b)
}

// Prefix returns a prefix, whose host bits need not be zero, or no valid one.
func (r *Random) Prefix() netip.Prefix {
	a := r.Addr()
	return netip.PrefixFrom(a, r.IntN(a.BitLen()+2))
}

func (r *Random) half() bool { return r.IntN(2) == 0 }

func (r *Random) pick(of ...int) int { return of[r.IntN(len(of))] }

// bytes returns n bytes, or nil.
func (r *Random) bytes(n int) []byte {
	if n == 0 {
		return nil
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint(8))
	}
	return b
}
