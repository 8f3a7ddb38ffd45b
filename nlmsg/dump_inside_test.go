package nlmsg

import (
	"context"
	"errors"
	"iter"
	"testing"
)

// The kernel makes the next piece of a dump when the one before is read. If a
// dump inside finds none, the one outside has an end, and does not wait.
func TestADumpThatTheKernelDoesNotGoOnWithEnds(t *testing.T) {
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(item(sent[0], 'a'))} // and nothing more, ever
	})
	for range conn.Dump(listRequest()) {
		break
	}
	if conn.dump != nil {
		t.Error("what was given up counts as running")
	}
	last := endWithOneInside(t, conn, s)
	if !errors.Is(last, errBroken) {
		t.Errorf("the dump outside ended with %v, want %v", last, errBroken)
	}
}

// endWithOneInside makes a dump with another one inside, which is whole, and
// returns how it ends.
func endWithOneInside(t *testing.T, conn *Conn, s *script) (last error) {
	t.Helper()
	for _, err := range conn.Dump(listRequest()) {
		last = err
		s.answer = dumping("b")
		if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 1 {
			t.Errorf("the dump inside returned %v, %v", got, err)
		}
	}
	return last
}

// An overrun takes the end of a dump. That there is no more of it then is not the
// reason to tell of.
func TestADumpFailsForItsFirstReason(t *testing.T) {
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(item(sent[0], 'a')), {err: ErrOverrun}}
	})
	last := endWithOneInside(t, conn, s)
	if !errors.Is(last, ErrOverrun) {
		t.Errorf("the dump outside ended with %v, want %v", last, ErrOverrun)
	}
}

// Of two dumps at once the second runs, since the first was read into memory.
// That the first ends is not the end of the second.
func TestTheEndOfADumpLeavesAnotherRunning(t *testing.T) {
	conn, _ := newScript(t, nil, dumping("ab", "cd"))
	next, stop := iter.Pull2(conn.Dump(listRequest()))
	defer stop()
	got := ""
	for range 2 {
		if m, err, ok := next(); ok && err == nil {
			got += letter(m.Data)
		}
	}
	inner, stopInner := iter.Pull2(conn.Dump(listRequest()))
	defer stopInner()
	first, _, _ := inner()
	for m, err, ok := next(); ok; m, err, ok = next() {
		if err != nil {
			t.Fatal(err)
		}
		got += letter(m.Data)
	}
	if got != "abcd" {
		t.Errorf("the first dump has %s", got)
	}
	// The second goes on, and what a request meets of it is put aside.
	got = letter(first.Data)
	if err := conn.Do(newRequest("x")); err != nil {
		t.Fatal(err)
	}
	for m, err, ok := inner(); ok; m, err, ok = inner() {
		if err != nil {
			t.Fatal(err)
		}
		got += letter(m.Data)
	}
	if got != "abcd" {
		t.Errorf("the second dump has %s", got)
	}
}

func TestADumpThatEndsAmongOtherAnswersIsOver(t *testing.T) {
	conn, s := newScript(t, nil, nil)
	s.answer = func(sent []Message) []packet {
		s.answer = ackAll // the rest of the dump comes before the ACK
		return []packet{one(item(sent[0], 'a'))}
	}
	var got string
	for m, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		if got += string(m.Data); got == "a" {
			s.push(one(item(m, 'b')), one(done(m, 0, 0)))
			if err := conn.Do(newRequest("x")); err != nil {
				t.Fatal(err)
			}
			if conn.dump != nil {
				t.Error("the dump counts as running after its end")
			}
		}
	}
	if got != "ab" {
		t.Errorf("objects %q, want ab", got)
	}
}

// Inside a dump a batch goes in several parts. If it breaks off after the first, all
// requests of the others are among the failures.
func TestABatchThatBreaksOffInsideADump(t *testing.T) {
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(item(sent[0], 'a'))} // which is not all of it
	})
	most := conn.recvBuf / 4 / conn.replyCost(0)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		s.answer = func(sent []Message) []packet { cancel(); return ackAll(sent) }
		failed := Failures(conn.WithContext(ctx).Do(numbered(3 * most)...))
		if len(failed) != 2*most {
			t.Errorf("%d failures, want %d", len(failed), 2*most)
		}
		for i, f := range failed {
			if f.Index != most+i || !errors.Is(f.Err, ErrNotSent) {
				t.Errorf("failure %d is of request %d: %v", i, f.Index, f.Err)
			}
		}
		break
	}
}
