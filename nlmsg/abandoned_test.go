package nlmsg

import (
	"context"
	"errors"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// A request that turns out to start a dump leaves nothing to read when that is
// over, and so does not cost the next ones anything.
func TestADumpThatWasNotMeantIsForgottenAtItsEnd(t *testing.T) {
	t.Parallel()
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		var packets []packet
		for _, m := range sent {
			switch {
			case m.Flags&linux.NLM_F_DUMP == linux.NLM_F_DUMP:
				packets = append(packets, one(item(m, 'a'), done(m, 0, 0)))
			case m.Flags&linux.NLM_F_ACK != 0:
				packets = append(packets, one(acked(m, 0, nil)))
			}
		}
		return packets
	})
	dumping := newRequest("d")
	dumping.Flags |= linux.NLM_F_DUMP
	for name, do := range map[string]func() error{
		"alone":           func() error { return conn.Do(dumping) },
		"in a batch":      func() error { return conn.Do(newRequest("a"), dumping, newRequest("b")) },
		"last in a batch": func() error { return conn.Do(newRequest("a"), dumping) },
	} {
		if err := do(); !errors.Is(err, errIsDump) {
			t.Errorf("%s: error %v, want %v", name, err, errIsDump)
		}
		if conn.dump != nil {
			t.Errorf("%s: the connection still waits for the dump", name)
		}
		if err := conn.Do(newRequest("a"), newRequest("b")); err != nil {
			t.Errorf("%s: the next requests: %v", name, err)
		}
	}
}

// What was put aside of a dump is dropped when that is given up because a context
// ends. If another goroutine has the connection then, the next that comes upon the
// dump drops it.
func TestWhatWasPutAsideIsDropped(t *testing.T) {
	t.Parallel()
	for _, busy := range []bool{false, true} {
		conn, _ := newScript(t, nil, func(sent []Message) []packet {
			if m := sent[0]; m.Type == linux.RTM_GETLINK {
				return []packet{one(item(m, 'a')), one(item(m, 'b')), one(item(m, 'c'))}
			}
			return ackAll(sent)
		})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for range conn.WithContext(ctx).Dump(listRequest()) {
			if err := conn.Do(newRequest("x")); err != nil {
				t.Fatal(err)
			}
			if len(conn.dump.waiting) == 0 {
				t.Fatal("nothing was put aside")
			}
			if busy {
				conn.lock <- struct{}{}
			}
			cancel()
			break
		}
		d := conn.dump
		if busy {
			conn.release()
			conn.toDump(Message{Header: Header{Type: linux.RTM_NEWLINK, Seq: d.seq, PortID: scriptPort}})
		}
		if len(d.waiting) != 0 {
			t.Errorf("busy %v: %d pieces are kept of a dump that nobody reads", busy, len(d.waiting))
		}
	}
}

// Of a dump that was not meant nothing is put aside.
func TestADumpThatWasNotMeantTakesNoMemory(t *testing.T) {
	t.Parallel()
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(item(sent[0], 'a')), one(item(sent[0], 'b')), one(item(sent[0], 'c'))}
	})
	if err := conn.Do(newRequest("d")); !errors.Is(err, errIsDump) {
		t.Fatalf("error %v, want %v", err, errIsDump)
	}
	s.answer = ackAll
	if err := conn.Do(newRequest("a")); err != nil {
		t.Fatal(err)
	}
	if len(s.queue) != 0 || conn.dump == nil || len(conn.dump.waiting) != 0 {
		t.Errorf("%d datagrams are left, and what is kept of the dump is %v", len(s.queue), conn.dump)
	}
}
