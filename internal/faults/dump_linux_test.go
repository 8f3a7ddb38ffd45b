package faults_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// marks looks at what a connection receives for the mark of the kernel on a dump
// during which something has changed.
type marks struct {
	dumps, marked int
	last          bool // the last dump is marked

	// begun is called when the first datagram of a dump is read, if not nil. The
	// kernel has made the second then, and not the third.
	begun func()
	begin bool
}

func (m *marks) trace(dir nlmsg.Direction, b []byte) {
	if dir == nlmsg.Sent {
		m.dumps++
		m.last, m.begin = false, true
		return
	}
	for msg := range nlmsg.Messages(b) {
		if msg.Flags&unix.NLM_F_DUMP_INTR != 0 && !m.last {
			m.marked++
			m.last = true
		}
	}
	if m.begin && m.begun != nil {
		m.begun()
	}
	m.begin = false
}

// Another process moves objects from place to place, in ways that tell a list
// that was true at some moment from one that never was. The library passes on
// each mark of the kernel, and a list of a family that the kernel marks was true
// at some moment unless there is an error, which comes with the data.
func TestListBesideAnotherProcess(t *testing.T) {
	t.Parallel()
	for name, f := range families() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			setup, ns := testlink.Dial(t)
			if err := setup.Do(f.fill()...); errors.Is(err, unix.EOPNOTSUPP) {
				t.Skipf("needs a kernel with %s: %v", name, err)
			} else if err != nil {
				t.Fatal(err)
			}
			f.listBeside(t, ns)
		})
	}
}

func (f *family) listBeside(t *testing.T, ns *os.File) {
	m := &marks{}
	conn := dial(t, nlmsg.Config{NetNS: ns, Trace: m.trace})
	mover := start(t, ns, "move "+f.name)
	var whole, repeated, interrupted, mixed int
	list := func(about string, must, mustNot error) {
		t.Helper()
		before := m.dumps
		numbers, err := f.numbers(conn)
		if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
			t.Fatal(err)
		}
		if (err != nil) != m.last {
			t.Errorf("%s: error %v of a dump that the kernel has marked: %t", about, err, m.last)
		}
		if f.marked && (must != nil && err == nil || mustNot != nil && err != nil) {
			t.Errorf("%s: error %v, want %v and not %v", about, err, must, mustNot)
		}
		if len(numbers) == 0 {
			t.Errorf("%s: error %v without data", about, err)
		}
		rings, others := f.judge(numbers)
		if rings != "" {
			mixed++
		}
		switch {
		case err != nil:
			interrupted++
			return
		case m.dumps > before+1:
			repeated++
		default:
			whole++
		}
		if f.marked && rings != "" {
			t.Errorf("%s: a list without an error: %s", about, rings)
		}
		if (f.marked || f.steady) && others != "" {
			t.Errorf("%s: a list without an error: %s", about, others)
		}
	}
	move := func() { mover.ask("move %d", f.steps) }
	for began := time.Now(); time.Since(began) < *howLong && !t.Failed(); {
		m.begun = nil
		list("beside nobody", nil, nlmsg.ErrDumpInterrupted)

		for start := time.Now(); time.Since(start) < 200*time.Millisecond; {
			mover.ask("start")
			list("beside a process that moves", nil, nil)
			mover.ask("stop")
		}

		first := m.dumps + 1
		m.begun = func() {
			if m.dumps == first {
				move()
			}
		}
		list("interrupted once", nil, nlmsg.ErrDumpInterrupted)

		m.begun = move
		list("interrupted always", nlmsg.ErrDumpInterrupted, nil)
	}
	if f.marked && (repeated == 0 || interrupted == 0) {
		t.Errorf("%d lists are interrupted, and %d repeated: want some of each", interrupted, repeated)
	}
	t.Logf("%s moves; %d dumps, %d of them marked; %d lists are whole at once, %d repeated and whole, %d interrupted; %d mix moments",
		mover.ask("move 0"), m.dumps, m.marked, whole, repeated, interrupted, mixed)
}
