package encap_test

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/rtattr"
)

var values = cmpopts.EquateComparable(netip.Addr{})

// every returns one of each type, all of whose fields are set. Those whose
// values depend on one another are set by hand.
func every() map[string]encap.Encap {
	all := map[string]encap.Encap{
		"mpls": new(encap.MPLS), "ip": new(encap.IP), "ila": new(encap.ILA), "ip6": new(encap.IP6),
		"seg6": new(encap.Seg6), "bpf": new(encap.BPF), "seg6local": new(encap.Seg6Local), "rpl": new(encap.RPL),
		"ioam6": new(encap.IOAM6), "xfrm": new(encap.XFRM),
	}
	f := testfill.Filler{Special: fiveBits()}
	for _, x := range all {
		f.Fill(reflect.ValueOf(x).Elem())
	}
	all["ip"].(*encap.IP).Dst, all["ip"].(*encap.IP).Src = ip("203.0.113.1"), ip("192.0.2.1")
	for _, o := range []*encap.Options{all["ip"].(*encap.IP).Options, all["ip6"].(*encap.IP6).Options} {
		o.ERSPAN.Direction, o.ERSPAN.HardwareID = 1, 63
	}
	all["seg6local"].(*encap.Seg6Local).NH4 = ip("192.0.2.2")
	all["seg6"].(*encap.Seg6).SRH.Flags = linux.SR6_FLAG1_OAM
	all["seg6local"].(*encap.Seg6Local).SRH.Flags = linux.SR6_FLAG1_ALERT
	all["ioam6"].(*encap.IOAM6).Trace.Size = 12
	all["unknown"] = &encap.Unknown{Type: 4711, Data: []byte{5, 0, 1, 0, 7, 0, 0, 0}}
	return all
}

// fiveBits returns a function that gives each u8 another value, of as many bits as
// there is always room for.
func fiveBits() func(reflect.Value) bool {
	n := uint64(0)
	return func(v reflect.Value) bool {
		if v.Kind() != reflect.Uint8 {
			return false
		}
		n = n%31 + 1
		v.SetUint(n)
		return true
	}
}

// send encodes x as a route does, and returns the attributes of the message's
// body.
func send(x encap.Encap) ([]byte, error) {
	e := rtattr.NewEncoder(nil)
	encap.Encode(e, linux.RTA_ENCAP, linux.RTA_ENCAP_TYPE, x)
	return e.Result()
}

// receive decodes what send has encoded.
func receive(b []byte) (encap.Encap, error) {
	d := rtattr.NewDecoder(b, 0)
	var typ, data rtattr.Value
	for t, v := range d.All() {
		switch t {
		case linux.RTA_ENCAP_TYPE:
			typ = v
		case linux.RTA_ENCAP:
			data = v
		}
	}
	x := encap.Decode(typ, data)
	return x, d.Err()
}

// Every field of every type is written and read back, each with a value of its
// own.
func TestEveryFieldComesBack(t *testing.T) {
	for name, want := range every() {
		t.Run(name, func(t *testing.T) {
			b, err := send(want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := receive(b)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, values); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
			clear(b)
			if diff := cmp.Diff(want, got, values); diff != "" {
				t.Errorf("after the message was overwritten (-before +after)\n%s", diff)
			}
		})
	}
}

func TestCloneSharesNothing(t *testing.T) {
	for name, x := range every() {
		t.Run(name, func(t *testing.T) {
			c := encap.Clone(x)
			if diff := cmp.Diff(x, c, values); diff != "" || !encap.Equal(c, x) {
				t.Errorf("(-original +copy)\n%s", diff)
			}
			share(t, name, reflect.ValueOf(x), reflect.ValueOf(c))
		})
	}
	if encap.Clone(nil) != nil {
		t.Error("the copy of no tunnel is one")
	}
}

// share fails t for memory that a and b have in common.
func share(t *testing.T, path string, a, b reflect.Value) {
	t.Helper()
	switch a.Kind() {
	case reflect.Pointer:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		share(t, path, a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
		}
		for i := range a.Len() {
			share(t, path+"[]", a.Index(i), b.Index(i))
		}
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[netip.Addr]() {
			return
		}
		for i := range a.NumField() {
			share(t, path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	}
}

// A change of any field makes tunnels unequal, but for what has been counted.
func TestEveryFieldCounts(t *testing.T) {
	for name, x := range every() {
		var n int
		for i := range leaves(reflect.ValueOf(x).Elem(), "") {
			n++
			changed := encap.Clone(x)
			leaf := leaves(reflect.ValueOf(changed).Elem(), "")[i]
			change(t, leaf)
			counted := i == ".Counters.Packets" || i == ".Counters.Bytes" || i == ".Counters.Errors"
			if encap.Equal(x, changed) != counted {
				t.Errorf("%s%s: equal %v, want %v", name, i, !counted, counted)
			}
		}
		if n == 0 {
			t.Errorf("%s has no fields", name)
		}
	}
	for _, x := range every() {
		if encap.Equal(x, nil) || encap.Equal(nil, x) || !encap.Equal(nil, nil) {
			t.Errorf("%T is equal to no tunnel", x)
		}
	}
}

// leaves returns the fields in v that hold no others, by path.
func leaves(v reflect.Value, path string) map[string]reflect.Value {
	all := make(map[string]reflect.Value)
	add := func(v reflect.Value, path string) {
		for p, leaf := range leaves(v, path) {
			all[p] = leaf
		}
	}
	switch {
	case v.Kind() == reflect.Pointer:
		add(v.Elem(), path)
	case v.Kind() == reflect.Slice && v.Len() > 0:
		add(v.Index(0), path+"[0]")
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[netip.Addr]():
		for i := range v.NumField() {
			add(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	default:
		all[path] = v
	}
	return all
}

func change(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Struct:
		v.Set(reflect.ValueOf(v.Interface().(netip.Addr).Next()))
	default:
		t.Fatalf("field of type %v", v.Type())
	}
}
