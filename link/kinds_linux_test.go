package link_test

import (
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// Each kind is made, read back, written back, changed and deleted. A kernel
// without a kind skips it by name.
func TestKindsLive(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(k.full.Data.Kind(), func(t *testing.T) {
			for _, tt := range k.live {
				t.Run(tt.name, func(t *testing.T) {
					t.Parallel()
					tt.run(t)
				})
			}
		})
	}
}

func (tt *liveTest) run(t *testing.T) {
	if tt.since != [2]int{} && !testns.KernelSince(t, tt.since[0], tt.since[1]) {
		t.Skipf("since Linux %d.%d", tt.since[0], tt.since[1])
	}
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{
		Name: "parent0", Index: parent, Flags: unix.IFF_UP,
		Data: &link.Veth{Peer: &link.Link{Name: "parent1", Index: parent + 1}},
	}))
	for _, before := range tt.before {
		do(t, conn, link.Add(before))
	}
	add := *tt.link
	add.Name, add.Index = "new0", made
	kind := add.Data.Kind()
	if err := conn.Do(link.Add(&add)); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skipf("this kernel has no links of kind %s: %v", kind, err)
	} else if err != nil {
		t.Fatal(err)
	}
	tt.holds(t, get(t, conn, link.Index(made)), add.Data)

	if tt.change != nil {
		do(t, conn, link.Set(link.Index(made), &link.Link{Data: tt.change}))
		tt.holds(t, get(t, conn, link.Index(made)), tt.change)
	}
	if !tt.notBack {
		// What was read can be written back, and changes nothing.
		before := get(t, conn, link.Index(made))
		do(t, conn, link.Set(link.Index(made), &link.Link{Data: before.Data}))
		if diff := cmp.Diff(before.Data, get(t, conn, link.Index(made)).Data, cmpAddr); diff != "" {
			t.Errorf("what was read, written back, changes (-before +after)\n%s", diff)
		}
	}
	do(t, conn, link.Del(link.Index(made)))
	if _, err := link.Get(conn, link.Index(made)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted, but got %v", err)
	}
}

// holds checks that a link as read has what it was given, and nothing that has
// no field.
func (tt *liveTest) holds(t *testing.T, l *link.Link, want link.Kind) {
	t.Helper()
	if reflect.TypeOf(l.Data) != reflect.TypeOf(want) {
		t.Fatalf("read %+v, want a %T", l.Data, want)
	}
	tt.holdsFields(t, reflect.ValueOf(want).Elem(), reflect.ValueOf(l.Data).Elem())
}

func (tt *liveTest) holdsFields(t *testing.T, given, read reflect.Value) {
	t.Helper()
	for i := range given.NumField() {
		name := given.Type().Field(i).Name
		switch {
		case given.Type().Field(i).Anonymous:
			tt.holdsFields(t, given.Field(i), read.Field(i))
		case name == "Unknown":
			if n := read.Field(i).Len(); n > 0 {
				t.Errorf("%d attributes have no field: %+v", n, read.Field(i))
			}
		case given.Field(i).IsZero() || slices.Contains(tt.unread, name):
		default:
			if diff := cmp.Diff(given.Field(i).Interface(), read.Field(i).Interface(), cmpAddr); diff != "" {
				t.Errorf("%s (-given +read)\n%s", name, diff)
			}
		}
	}
}
