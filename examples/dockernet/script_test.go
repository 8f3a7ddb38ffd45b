//go:build linux

package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// recorder makes steps that write down that they were done.
type recorder struct{ did []string }

func (r *recorder) step(name string, err error) step {
	return step{command: name, do: func() error { r.did = append(r.did, name); return err }}
}

func (r *recorder) undoable(name string, err error) step {
	st, undo := r.step(name, err), r.step("not "+name, nil)
	st.undo = &undo
	return st
}

func TestWhatWasDoneIsTakenBackLastThingsFirst(t *testing.T) {
	t.Parallel()
	var r recorder
	s := script{out: t.Output()}
	bad := errors.New("bad")
	for _, st := range []step{r.undoable("a", nil), r.step("b", nil), r.undoable("c", nil), r.undoable("d", bad)} {
		if err := s.run(t.Context(), st); err != nil && err != bad {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.remove(), s.remove()); err != nil {
		t.Error(err)
	}
	if got, want := strings.Join(r.did, ", "), "a, b, c, d, not c, not a"; got != want {
		t.Errorf("did %s, want %s", got, want)
	}
}

func TestAllIsTakenBackThatCanBe(t *testing.T) {
	t.Parallel()
	var r recorder
	first, second := errors.New("first"), errors.New("second")
	s := script{out: t.Output(), undo: []step{r.step("a", second), r.step("b", nil), r.step("c", first)}}
	if err := s.remove(); !errors.Is(err, first) || !errors.Is(err, second) {
		t.Errorf("%v, want both errors", err)
	}
	if got, want := strings.Join(r.did, ", "), "c, b, a"; got != want {
		t.Errorf("did %s, want %s", got, want)
	}
}

func TestNothingIsDoneAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	var r recorder
	s := script{out: t.Output()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := errors.Join(s.run(ctx, r.step("a", nil)), s.batch(ctx, nil, "ip"))
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "before a") || r.did != nil {
		t.Errorf("error %v, did %v", err, r.did)
	}
}

// The kernel runs the rest of a batch when one of it fails: that is taken back.
func TestWhatABatchDidIsTakenBackIfSomeOfItFailed(t *testing.T) {
	t.Parallel()
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: testns.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	add := func(name string) request {
		return request{
			command: "link add " + name + " type bridge",
			Request: link.Add(&link.Link{Name: name, Data: &link.Bridge{}}),
			undo: &step{command: "ip link del " + name, do: func() error {
				return conn.Do(link.Del(link.Name(name)))
			}},
		}
	}
	s := script{out: t.Output()}
	err = s.batch(t.Context(), conn, "ip", add("br0"), add("lo"), add("br1"))
	if !errors.Is(err, unix.EEXIST) {
		t.Errorf("error %v, want that lo exists", err)
	}
	if names, err := linkNames(conn); err != nil || strings.Join(names, " ") != "lo br0 br1" {
		t.Errorf("links %v, %v", names, err)
	}
	if err := s.remove(); err != nil {
		t.Error(err)
	}
	if names, err := linkNames(conn); err != nil || strings.Join(names, " ") != "lo" {
		t.Errorf("links %v, %v are left", names, err)
	}
}
