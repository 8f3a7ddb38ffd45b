package nlmsg

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where the key tells objects apart, each has one of its own.
func TestWatchByKeyAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dumped("a1x", "b1x"))
	watched := w.watched()
	watched.Same = nil
	var got []string
	newWatcher(t.Context(), w.events, w.events, watched).run(func(ev Event[thing], err error) bool {
		if err != nil {
			t.Error(err)
		}
		if ev.Kind == Synced {
			w.tell(putThing, "a2x", "c1x")
			w.tell(deleteThing, "b2x", "c1x", "d1x")
			w.tell(putThing, "end")
		}
		got = append(got, story(ev))
		return ev.New == nil || *ev.New != "end"
	})
	want := "added a1x, added b1x, synced, changed a1x a2x, added c1x, removed b1x, removed c1x, added end"
	if diff := cmp.Diff(strings.Split(want, ", "), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whoever receives an event may change what it holds.
func TestWhatAWatcherYieldsIsTheReceivers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clones := func(things ...string) (list [][]byte) {
		for _, v := range things {
			list = append(list, []byte(v))
		}
		return list
	}
	var got []string
	newWatcher(t.Context(), w.events, w.events, Watched[byte, []byte]{
		Op:     "bytes watch",
		List:   func(*Conn) ([][]byte, error) { return clones("ax", "bx"), nil },
		Decode: func(m Message) (Change, []byte, error) { return Replace, bytes.Clone(m.Data), nil },
		Key:    func(v *[]byte) byte { return (*v)[0] },
		Equal:  func(a, b *[]byte) bool { return bytes.Equal(*a, *b) },
		Clone:  bytes.Clone,
	}).run(func(ev Event[[]byte], err error) bool {
		if err != nil {
			t.Error(err)
		}
		if ev.Kind == Synced {
			w.tell(putThing, "ax", "ay", "bx", "by")
		}
		if ev.Old != nil {
			got = append(got, string(*ev.Old)+" "+string(*ev.New))
		}
		if ev.New != nil {
			(*ev.New)[1] = '!'
		}
		return len(got) < 2
	})
	if diff := cmp.Diff([]string{"ax ay", "bx by"}, got); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
}
