//go:build linux

package main

import (
	"encoding/binary"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Each kind that package link knows is made, or left out for a reason.
func TestKindsAreAll(t *testing.T) {
	t.Parallel()
	made := make(map[string]bool)
	for _, k := range kinds {
		name := k.link.Data.Kind()
		made[name] = true
		if k.change != nil && k.change.Kind() != name {
			t.Errorf("%s is changed as if it were %s", name, k.change.Kind())
		}
	}
	source, err := os.ReadFile("../../link/kind.go")
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`(?s)\) newKind\(.*?\n}\n`).Find(source)
	cases := regexp.MustCompile(`case "(\w+)":`).FindAllSubmatch(body, -1)
	if len(cases) < 40 {
		t.Fatalf("%d kinds are found in the source of package link", len(cases))
	}
	for _, c := range cases {
		name := string(c[1])
		if made[name] == (unmade[name] != "") {
			t.Errorf("kind %s: made %v, left out for the reason %q", name, made[name], unmade[name])
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	given := &link.Link{Name: "a", MTU: 1400, Alias: new("x")}
	for _, tt := range []struct {
		read *link.Link
		want string
	}{
		{&link.Link{Name: "a", MTU: 1400, Alias: new("x"), Index: 7}, ""},
		{&link.Link{Name: "b", MTU: 1400, Alias: new("x")}, "Name: a was given, b is read"},
		{&link.Link{Name: "a", MTU: 1500, Alias: new("x")}, ""}, // unread
		{&link.Link{Name: "a", MTU: 1400, Alias: new("y")}, "Alias: x was given, y is read"},
		{&link.Link{Name: "a", MTU: 1400}, "Alias: x was given, <nil> is read"},
	} {
		got := ""
		if err := holds(given, tt.read, "MTU"); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v (-want +got)\n%s", tt.read, diff)
		}
	}
	if err := holds(&link.Dummy{}, &link.IFB{}); err == nil {
		t.Error("a dummy holds what an ifb was given")
	}
	inner := &link.Erspan{GRE: link.GRE{ISeq: true}}
	if err := holds(inner, &link.Erspan{}); err == nil {
		t.Error("an embedded field is not looked at")
	}
}

// A watcher whose events do not add up is found out.
func TestFollower(t *testing.T) {
	t.Parallel()
	a, b := "a", "b"
	event := func(kind nlmsg.EventKind, old, new *string) nlmsg.Event[string] {
		return nlmsg.Event[string]{Kind: kind, Old: old, New: new}
	}
	for _, tt := range []struct {
		name   string
		events []nlmsg.Event[string]
		want   string
	}{
		{"all is told", []nlmsg.Event[string]{event(nlmsg.Added, nil, &b), event(nlmsg.Changed, &b, &a)}, ""},
		{"one is lost", []nlmsg.Event[string]{}, "watcher of letters has not converged within 1ms: not watched: a"},
		{"one too many", []nlmsg.Event[string]{event(nlmsg.Added, nil, &a), event(nlmsg.Added, nil, &b)},
			"watcher of letters has not converged within 1ms: not in the kernel: b"},
		{"one twice", []nlmsg.Event[string]{event(nlmsg.Added, nil, &a), event(nlmsg.Added, nil, &a)},
			"watcher of letters has not converged within 1ms: not in the kernel: a"},
		{"removed though not there", []nlmsg.Event[string]{event(nlmsg.Removed, &b, nil), event(nlmsg.Added, nil, &a)},
			"watcher of letters: removed b, which was not there"},
	} {
		f := &follower[string]{
			what: "letters", list: func() ([]string, error) { return []string{"a"}, nil }, show: func(s *string) string { return *s },
			state: make(map[string]int), moved: make(chan struct{}, 1),
		}
		for _, ev := range tt.events {
			f.apply(ev, nil)
		}
		got := ""
		if err := f.converge(&worker{tally: new(tally)}, time.Millisecond); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// What the kernel walks through is walked through in the same way.
func TestWithin(t *testing.T) {
	t.Parallel()
	attr := func(length, typ uint16, payload ...byte) []byte {
		b := binary.NativeEndian.AppendUint16(nil, length)
		return append(binary.NativeEndian.AppendUint16(b, typ), payload...)
	}
	allowed := []uint16{1, 2}
	for _, tt := range []struct {
		name string
		b    []byte
		want bool
	}{
		{"nothing", nil, true},
		{"one that is allowed", attr(8, 1, 0, 0, 0, 0), true},
		{"with a flag", attr(8, 2|0x8000, 0, 0, 0, 0), true},
		{"one that is not", attr(8, 3, 0, 0, 0, 0), false},
		{"behind padding", append(attr(5, 1, 0, 0, 0, 0), attr(4, 3)...), false},
		{"in the payload of a longer one", attr(12, 1, append([]byte{0, 0, 0, 0}, attr(4, 3)...)...), true},
		{"in the payload of one that became shorter", attr(4, 1, attr(4, 3)...), false},
		{"behind one that is too long", append(attr(100, 3), attr(4, 3)...), true},
	} {
		if got := within(tt.b, allowed); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
