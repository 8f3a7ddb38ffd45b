//go:build linux

package main

import (
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Where the receive buffer may not be as large as needed, there are fewer
// notifications, and it is said.
func TestQueueTooSmall(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	const wanted = 2000
	s, err := newStage(wanted)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	q, err := newQueue(s, 64<<10)
	if err != nil {
		t.Fatal(err)
	}
	if s.n == 0 || s.n >= wanted {
		t.Fatalf("room for %d notifications in a buffer for some hundred", s.n)
	}
	if len(s.notes) != 1 || !strings.Contains(s.notes[0](), "2,000 notifications") {
		t.Errorf("%d notes, want one that names 2,000 notifications", len(s.notes))
	}

	// So many find room indeed.
	if err := q.fillSocket(); err != nil {
		t.Fatal(err)
	}
	if err := q.sock.drain(s.n); err != nil {
		t.Error(err)
	}
	if err := q.fillConn(); err != nil {
		t.Fatal(err)
	}
	if err := q.drain(func(nlmsg.Message) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestWhatIsLostIsCounted(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	works, err := choose(works, []string{"notify/live"})
	if err != nil {
		t.Fatal(err)
	}
	works[0].items = 20 // which find room in any buffer
	results, err := measure(works, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range results[0].notes {
		if !strings.HasSuffix(note, ", 0 of 40 were lost by 0 overruns") {
			t.Errorf("note %q, want one that says that nothing was lost", note)
		}
	}
	if n := len(results[0].notes); n != len(results[0].rows) {
		t.Errorf("%d notes, want one for each way", n)
	}
}
