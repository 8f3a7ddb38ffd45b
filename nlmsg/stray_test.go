package nlmsg

import (
	"bytes"
	"syscall"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// testStray has stray datagrams come before the true answer, which alone must
// count.
func testStray(t *testing.T, stray map[string]func(m Message) packet) {
	t.Helper()
	for name, stray := range stray {
		t.Run(name, func(t *testing.T) {
			conn, s := newScript(t, nil, nil)
			s.answer = func(sent []Message) []packet { return append([]packet{stray(sent[0])}, ackAll(sent)...) }
			if err := conn.Do(newRequest("a")); err != nil {
				t.Errorf("Do believed it: %v", err)
			}
			if err := conn.Do(numbered(3)...); err != nil {
				t.Errorf("a batch believed it: %v", err)
			}
			s.answer = func(sent []Message) []packet {
				return []packet{stray(sent[0]), one(reply(sent[0], 16, 0, 1), acked(sent[0], 0, nil))}
			}
			if m, err := conn.Get(newRequest("a")); err != nil || !bytes.Equal(m.Data, []byte{1}) {
				t.Errorf("Get believed it: %v, %v", m, err)
			}
			s.answer = func(sent []Message) []packet {
				return append([]packet{stray(sent[0])}, dumping("ab")(sent)...)
			}
			if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 2 {
				t.Errorf("List believed it: %v, %v", got, err)
			}
		})
	}
}

func TestRule25AnswersAreMatchedBySequenceNumberAndPort(t *testing.T) {
	testStray(t, map[string]func(m Message) packet{
		"another sequence number": func(m Message) packet { m.Seq--; return one(acked(m, syscall.EEXIST, nil)) },
		"sequence number 0":       func(m Message) packet { m.Seq = 0; return one(acked(m, syscall.EEXIST, nil)) },
		"another port": func(m Message) packet {
			a := acked(m, syscall.EEXIST, nil)
			a.PortID++
			return one(a)
		},
		"a late answer of a dump": func(m Message) packet { m.Seq--; return one(done(m, 0, syscall.EINVAL)) },
	})
}

// What a stranger writes into the header is the kernel's to the last bit.
func TestRule27And28ASenderIsTrustedByItsAddressAlone(t *testing.T) {
	forged := func(p packet) packet { p.from.portID = 99; return p }
	testStray(t, map[string]func(m Message) packet{
		"a refusal":         func(m Message) packet { return forged(one(acked(m, syscall.EEXIST, nil))) },
		"an object":         func(m Message) packet { return forged(one(reply(m, 16, 0, 9))) },
		"the end of a dump": func(m Message) packet { return forged(one(done(m, 0, syscall.EINVAL))) },
		"damage":            func(m Message) packet { return forged(packet{b: []byte{1, 2, 3}}) },
	})
	conn, s := newScript(t, &Config{Groups: []uint32{linux.RTNLGRP_LINK}}, nil)
	s.push(forged(one(Message{Header: Header{Type: 16}, Data: []byte("f")})), one(Message{Header: Header{Type: 16, PortID: 99}, Data: []byte("t")}))
	for m, err := range conn.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Data) != "t" {
			t.Errorf("received %q first, want the kernel's, whatever its header says", m.Data)
		}
		break
	}
}
