package route

import (
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// A change of any field makes routes unequal, but for what changes by itself.
func TestEveryFieldCounts(t *testing.T) {
	t.Parallel()
	full := func() *Route {
		tunnel := func() encap.Encap {
			return &encap.MPLS{Labels: []uint32{1}, TTL: new(uint8(1)), Unknown: []rtattr.Raw{{}}}
		}
		return &Route{Dst: DefaultIPv4(), Metrics: &Metrics{Unknown: []rtattr.Raw{{}}}, Encap: tunnel(), Cache: new(Cache),
			MultiPath: []NextHop{{Encap: tunnel(), Unknown: []rtattr.Raw{{}}}}, UID: new(uint32(1)), Unknown: []rtattr.Raw{{}}}
	}
	for path := range leaves(reflect.ValueOf(full()).Elem(), "") {
		t.Run(path, func(t *testing.T) {
			a, b := full(), full()
			if !a.equal(b) {
				t.Fatal("a route is not equal to itself")
			}
			change(t, leaves(reflect.ValueOf(b).Elem(), "")[path])
			ages := path == ".Expires" || len(path) > 6 && path[:6] == ".Cache"
			if a.equal(b) != ages || a.same(b) != ages {
				t.Errorf("equal %v, same %v, want %v", a.equal(b), a.same(b), ages)
			}
		})
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
	case (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil():
		add(v.Elem(), path)
	case v.Kind() == reflect.Slice && v.Len() > 0:
		add(v.Index(0), path+"[0]")
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[netip.Addr]() && v.Type() != reflect.TypeFor[netip.Prefix]():
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
	switch x := v.Addr().Interface().(type) {
	case *netip.Addr:
		*x = netip.IPv6LinkLocalAllNodes()
	case *netip.Prefix:
		*x = DefaultIPv6()
	case *bool:
		*x = true
	case *string:
		*x = "x"
	case *time.Duration:
		*x = 1
	case *[]byte:
		*x = []byte{1}
	default:
		switch v.Kind() {
		case reflect.Int:
			v.SetInt(2)
		case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uintptr:
			v.SetUint(linux.RTNH_F_ONLINK) // of Flags, one that is no state
		default:
			t.Fatalf("field of type %v", v.Type())
		}
	}
}

// The state of links makes another state of the same route.
func TestStateOfRoutes(t *testing.T) {
	t.Parallel()
	a := &Route{Dst: DefaultIPv4(), MultiPath: []NextHop{{OIF: 2}}}
	for _, flag := range []uint32{linux.RTNH_F_DEAD, linux.RTNH_F_LINKDOWN, linux.RTM_F_OFFLOAD} {
		b := a.Clone()
		b.Flags = flag
		c := a.Clone()
		c.MultiPath[0].Flags = uint8(flag)
		for _, o := range []Route{b, c} {
			if flag > 0xff && o.Flags == 0 {
				continue
			}
			if !a.same(&o) || a.equal(&o) {
				t.Errorf("flags %#x: same %v, equal %v, want the same in another state", flag, a.same(&o), a.equal(&o))
			}
		}
	}
}
