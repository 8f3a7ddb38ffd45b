package neigh_test

import (
	"encoding"
	"net"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
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
	f := testfill.Filler{Special: bothFlags}
	f.Fill(reflect.ValueOf(v).Elem())
	return v
}

// bothFlags sets flags of the header and some that are not.
func bothFlags(v reflect.Value) bool {
	if v.Type() != reflect.TypeFor[neigh.Flags]() {
		return false
	}
	v.SetUint(0x9a0)
	return true
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
	testfill.Scramble(reflect.ValueOf(v).Elem())
	if diff := cmp.Diff(*want, got, values); diff != "" {
		t.Errorf("%T, after what was cloned changed (-want +got)\n%s", got, diff)
	}
}
