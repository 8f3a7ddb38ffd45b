package neigh_test

import (
	"encoding"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Every field is written and read back, each with a value of its own, but for
// those that are not sent. A new field that the codec forgets fails here.
func TestEveryFieldComesBack(t *testing.T) {
	n := filled[neigh.Neigh]()
	n.Dst = ip("192.0.2.5")
	comesBack(t, n, neigh.Add, neigh.Decode, "Confirmed", "Used", "Updated", "Refs", "Probes")

	f := filled[neigh.FDB]()
	f.Flags |= neigh.FlagSelf       // without it, another is added
	f.State |= neigh.StateReachable // which it needs
	comesBack(t, f, neigh.AddFDB, neigh.DecodeFDB, "Confirmed", "Used", "Updated", "Refs")

	tab := filled[neigh.Table]()
	tab.Params.Refs, tab.Params.ReachableTime = 0, nil // not sent
	comesBack(t, tab, asAnswer, neigh.DecodeTable, "Config", "Stats")
}

// What the kernel alone says is in a message of its own, too.
func TestEveryFieldIsSaid(t *testing.T) {
	n := filled[neigh.Neigh]()
	n.LLAddr = make(net.HardwareAddr, 33) // of whatever length
	isSaid(t, n, linux.RTM_NEWNEIGH, neigh.Decode)
	f := filled[neigh.FDB]()
	f.VLAN, f.VNI = 4095, new(uint32(1<<24)) // beyond what a request may have
	isSaid(t, f, linux.RTM_NEWNEIGH, neigh.DecodeFDB)
	isSaid(t, filled[neigh.Table](), linux.RTM_NEWNEIGHTBL, neigh.DecodeTable)
}

// isSaid writes v as the kernel does and reads it.
func isSaid[T encoding.BinaryAppender](t *testing.T, v *T, typ uint16, read func(nlmsg.Message) (*T, error)) {
	t.Helper()
	b, err := (*v).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: b})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v, got, values); diff != "" {
		t.Errorf("%T (-written +read)\n%s", *v, diff)
	}
}

// What there is no room for is an error.
func TestTimesWithoutRoom(t *testing.T) {
	const day = 24 * time.Hour
	const odd = 1500 * time.Microsecond
	for want, list := range map[string][]encoding.BinaryAppender{
		"is below zero": {
			neigh.Neigh{Used: -1 * time.Second},
			neigh.Table{Config: &neigh.TableConfig{LastFlush: -1 * time.Second}},
		},
		"is longer than": {
			neigh.FDB{Updated: 500 * day},
			neigh.Table{Config: &neigh.TableConfig{LastRand: 50 * day}},
		},
		"is no multiple of": {neigh.Neigh{Confirmed: odd}, neigh.Table{Config: &neigh.TableConfig{LastRand: odd}}},
	} {
		for _, x := range list {
			if b, err := x.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %x, %v, want one that %s", x, b, err, want)
			}
		}
	}
}

func filled[T any]() *T {
	v := new(T)
	var f filler
	f.fill(reflect.ValueOf(v).Elem())
	return v
}

// comesBack writes v and reads it. notSent are fields that are zero then.
func comesBack[T any](t *testing.T, v *T, write func(*T) nlmsg.Request, read func(nlmsg.Message) (*T, error), notSent ...string) {
	t.Helper()
	b, err := write(v).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range notSent {
		reflect.ValueOf(v).Elem().FieldByName(name).SetZero()
	}
	for m := range nlmsg.Messages(b) {
		got, err := read(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, got, values); diff != "" {
			t.Errorf("%T (-written +read)\n%s", *v, diff)
		}
	}
}

// A clone has all fields, and shares none that can be changed.
func TestCloneSharesNothing(t *testing.T) {
	clones(t, neigh.Neigh.Clone)
	clones(t, neigh.FDB.Clone)
	clones(t, neigh.Table.Clone)
}

func clones[T any](t *testing.T, clone func(T) T) {
	t.Helper()
	v, want := filled[T](), filled[T]()
	got := clone(*v)
	f := filler{n: 100} // writes other values where v's pointers lead
	f.overwrite(reflect.ValueOf(v).Elem())
	if diff := cmp.Diff(*want, got, values); diff != "" {
		t.Errorf("%T, after what was cloned changed (-want +got)\n%s", got, diff)
	}
}

// filler gives values that are not zero, each another than the one before.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Interface().(type) {
	case net.HardwareAddr:
		v.Set(reflect.ValueOf(net.HardwareAddr{2, 0, 0, 0, 0, byte(f.n)}))
		return
	case netip.Addr:
		v.Set(reflect.ValueOf(netip.AddrFrom16([16]byte{0: 0x20, 15: byte(f.n)})))
		return
	case time.Duration:
		v.SetInt(int64(f.n) * int64(10*time.Millisecond))
		return
	case rtattr.Raw:
		v.Set(reflect.ValueOf(rtattr.Raw{Type: 500, Data: []byte{byte(f.n)}}))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(f.n))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		v.SetUint(uint64(f.n))
	case reflect.Uint64: // flags: some in the header and some that are not
		v.SetUint(uint64(f.n)<<8 | 0xa0)
	case reflect.String:
		v.SetString("name")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	default:
		panic("no value of " + v.Type().String())
	}
}

// overwrite gives other values to all that v refers to.
func (f *filler) overwrite(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		f.overwrite(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			f.overwrite(v.Index(i))
		}
	case reflect.Struct:
		if _, ok := v.Interface().(netip.Addr); ok {
			return
		}
		for i := range v.NumField() {
			f.overwrite(v.Field(i))
		}
	default:
		f.fill(v)
	}
}
