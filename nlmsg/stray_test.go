package nlmsg

import (
	"bytes"
	"errors"
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

// Do has no use for objects, which come if a request asks for them, or for an echo.
// They may be longer than what an acknowledgement is received in.
func TestObjectsInAnswersAreDropped(t *testing.T) {
	for _, size := range []int{1, longObject} {
		conn, _ := newScript(t, nil, func(sent []Message) []packet {
			var packets []packet
			for _, m := range sent {
				packets = append(packets, one(reply(m, linux.RTM_NEWLINK, 0, make([]byte, size)...)))
			}
			return append(packets, ackAll(sent)...)
		})
		if err := conn.Do(newRequest("a")); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		if err := conn.Do(numbered(3)...); err != nil {
			t.Errorf("%d bytes, in a batch: %v", size, err)
		}
	}
}

// A kernel that repeats the request in a refusal makes that as long.
func TestLongRefusals(t *testing.T) {
	conn, _ := newScript(t, nil, func(sent []Message) []packet { return []packet{one(wholeAck(sent[len(sent)-1], syscall.EEXIST))} })
	conn.capped = false
	long := Request{Op: "test", Type: linux.RTM_NEWLINK, Body: raw(make([]byte, longObject))}
	for _, err := range []error{conn.Do(long), conn.Do(newRequest("a"), long), second(conn.Get(long))} {
		if !errors.Is(err, syscall.EEXIST) || errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("error %v, want EEXIST", err)
		}
	}
}
