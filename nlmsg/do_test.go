package nlmsg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfuzz"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestRule14And15FlagsOfARequestAreSet(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	r := newRequest("a")
	r.Flags = 0
	if err := conn.Do(r); err != nil {
		t.Fatal(err)
	}
	if got, want := parseHeader(s.sent[0]).Flags, uint16(linux.NLM_F_REQUEST|linux.NLM_F_ACK); got != want {
		t.Errorf("flags %#x, want %#x", got, want)
	}
}

func TestRule23GetReturnsTheObjectAndTakesTheAck(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(m Message) []packet
	}{
		{"in one datagram", func(m Message) []packet { return []packet{one(reply(m, 16, 0, 1), acked(m, 0, nil))} }},
		{"in two", func(m Message) []packet { return []packet{one(reply(m, 16, 0, 1)), one(acked(m, 0, nil))} }},
		{"with a second object", func(m Message) []packet {
			return []packet{one(reply(m, 16, 0, 1), reply(m, 16, 0, 2)), one(acked(m, 0, nil))}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, func(sent []Message) []packet { return tt.answer(sent[0]) })
			got, err := conn.Get(newRequest("a"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]byte{1}, got.Data); diff != "" {
				t.Errorf("object (-want +got)\n%s", diff)
			}
			if len(s.queue) != 0 {
				t.Errorf("%d datagrams were not received", len(s.queue))
			}
		})
	}
}

func TestGetWithoutAReply(t *testing.T) {
	conn, _ := newScript(t, nil, ackAll)
	if _, err := conn.Get(newRequest("a")); !errors.Is(err, ErrNoReply) {
		t.Errorf("error %v, want ErrNoReply", err)
	}
}

func TestRule24TooLongAMessageIsNotSent(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	conn.sendBuf = 64
	err := conn.Do(newRequest("abcdefghijklm"))
	if !errors.Is(err, syscall.EMSGSIZE) {
		t.Errorf("error %v, want EMSGSIZE", err)
	}
	want := "test abcdefghijklm: message of 52 bytes, the send buffer has room for 32: message too long"
	if err != nil && err.Error() != want {
		t.Errorf("error\n%v, want\n%s", err, want)
	}
	if len(s.sent) != 0 {
		t.Errorf("%d datagrams were sent", len(s.sent))
	}
}

func TestRule31WarningsArePassedOn(t *testing.T) {
	var warned []string
	cfg := &Config{Warn: func(op, message string) { warned = append(warned, op+": "+message) }}
	conn, s := newScript(t, cfg, func(sent []Message) []packet {
		m := sent[len(sent)-1]
		return []packet{one(acked(m, 0, func(e *rtattr.Encoder) { e.String(linux.NLMSGERR_ATTR_MSG, "deprecated") }))}
	})
	if err := conn.Do(newRequest("a")); err != nil {
		t.Errorf("a warning became an error: %v", err)
	}
	if err := conn.Do(newRequest("b"), newRequest("c")); err != nil {
		t.Errorf("a warning became an error: %v", err)
	}
	s.answer = func(sent []Message) []packet { return []packet{one(acked(sent[0], syscall.EEXIST, words))} }
	if err := conn.Do(newRequest("d")); !errors.Is(err, syscall.EEXIST) {
		t.Errorf("error %v, want EEXIST, and no warning of it", err)
	}
	if diff := cmp.Diff([]string{"test a: deprecated", "test c: deprecated"}, warned); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRule32OffsetsAreNamed(t *testing.T) {
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(acked(sent[0], syscall.EINVAL, words))}
	})
	err := conn.Do(newRequest("a"))
	want := "test a: invalid argument: no (IFLA_IFNAME, byte 32)"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestRule33ALostAckEndsTheWait(t *testing.T) {
	conn, _ := newScript(t, nil, func([]Message) []packet { return []packet{{err: ErrOverrun}} })
	err := conn.Do(newRequest("a"))
	if !errors.Is(err, ErrOutcomeUnknown) || !errors.Is(err, syscall.ENOBUFS) {
		t.Errorf("error %v, want ENOBUFS, outcome unknown", err)
	}
}

func TestAfterAnOverrunTheAnswerIsStillReadIfItIsThere(t *testing.T) {
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return append([]packet{{err: ErrOverrun}}, ackAll(sent)...)
	})
	if err := conn.Do(newRequest("a")); err != nil {
		t.Error(err)
	}
	s.answer = func(sent []Message) []packet {
		return []packet{{err: ErrOverrun}, one(acked(sent[0], syscall.EEXIST, words))}
	}
	if _, err := conn.Get(newRequest("a")); !errors.Is(err, syscall.EEXIST) || errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("Get: error %v, want EEXIST", err)
	}
	if len(s.queue) != 0 {
		t.Errorf("%d datagrams were not received", len(s.queue))
	}
}

func TestRule42ACutDatagramIsNeverParsed(t *testing.T) {
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		p := one(acked(sent[0], 0, nil))
		p.cut = true
		return []packet{p}
	})
	if err := conn.Do(newRequest("a")); !errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("error %v, want an unknown outcome", err)
	}
}

func TestRule42TheBufferGrows(t *testing.T) {
	big := make([]byte, 100_000)
	big[99_999] = 1
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(reply(sent[0], 16, 0, big...)), one(acked(sent[0], 0, nil))}
	})
	got, err := conn.Get(newRequest("a"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(big, got.Data) {
		t.Error("the long object came differently")
	}
}

func TestDamagedAnswers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(m Message) packet
	}{
		{"header cut short", func(m Message) packet { p := one(acked(m, 0, nil)); p.b = p.b[:10]; return p }},
		{"message cut short", func(m Message) packet { p := one(acked(m, 0, nil)); p.b = p.b[:30]; return p }},
		{"NLMSG_ERROR too short", func(m Message) packet { return one(reply(m, linux.NLMSG_ERROR, 0, 1, 2)) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			first := true
			conn, _ := newScript(t, nil, func(sent []Message) []packet {
				if first {
					first = false
					return []packet{tt.answer(sent[0])}
				}
				return ackAll(sent)
			})
			if err := conn.Do(newRequest("a")); !errors.Is(err, ErrOutcomeUnknown) {
				t.Errorf("error %v, want an unknown outcome", err)
			}
			if err := conn.Do(newRequest("b")); err != nil {
				t.Errorf("the connection is not usable afterwards: %v", err)
			}
		})
	}
}

func TestRequestsThatCannotBeEncodedAreNotSent(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	bad := newRequest("abcdefghijklmnop")
	err := conn.Do(bad)
	want := `test abcdefghijklmnop: IFLA_IFNAME at offset 32: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`
	if err == nil || err.Error() != want {
		t.Errorf("error\n%v, want\n%s", err, want)
	}
	var attr *rtattr.Error
	if !errors.As(err, &attr) {
		t.Error("the error is no *rtattr.Error")
	}
	if b, err := bad.AppendBinary([]byte("before")); err == nil || string(b) != "before" {
		t.Errorf("AppendBinary returned %q, %v", b, err)
	}

	err = conn.Do(newRequest("a"), bad, newRequest("c"))
	var batch *BatchError
	if !errors.As(err, &batch) {
		t.Fatalf("error %v, want a *BatchError", err)
	}
	var got []string
	for _, f := range batch.Failures {
		got = append(got, fmt.Sprint(f.Index, " ", f.Err))
	}
	if diff := cmp.Diff([]string{"0 test a: not sent", "1 " + want, "2 test c: not sent"}, got); diff != "" {
		t.Errorf("failures (-want +got)\n%s", diff)
	}
	if len(s.sent) != 0 {
		t.Errorf("%d datagrams were sent", len(s.sent))
	}
}

func TestARequestOfAnotherProtocolIsRefused(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	r := newRequest("a")
	r.Protocol = linux.NETLINK_GENERIC
	want := "test a: a request of netlink protocol NETLINK_GENERIC on a connection of protocol NETLINK_ROUTE"
	for _, err := range []error{conn.Do(r), second(conn.Get(r)), lastError(conn.Dump(r))} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if len(s.sent) != 0 {
		t.Errorf("%d datagrams were sent", len(s.sent))
	}
}

func TestRule56AConnectionWithGroupsMakesNoRequests(t *testing.T) {
	conn, s := newScript(t, &Config{Groups: []uint32{linux.RTNLGRP_LINK}}, ackAll)
	for _, err := range []error{conn.Do(newRequest("a")), second(conn.Get(newRequest("a"))), lastError(conn.Dump(newRequest("a")))} {
		if err == nil {
			t.Error("no error")
		}
	}
	if len(s.sent) != 0 {
		t.Errorf("%d datagrams were sent", len(s.sent))
	}
}

func TestClosedConnection(t *testing.T) {
	conn, _ := newScript(t, nil, ackAll)
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		conn.Do(newRequest("a")),
		conn.Do(newRequest("a"), newRequest("b")),
		second(conn.Get(newRequest("a"))),
		lastError(conn.Dump(newRequest("a"))),
		conn.Close(),
	} {
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("error %v, want os.ErrClosed", err)
		}
	}
	events, _ := newScript(t, &Config{Groups: []uint32{linux.RTNLGRP_LINK}}, nil)
	events.Close()
	for range events.Receive(t.Context()) {
		t.Error("a closed connection received something")
	}
}

func TestReceiveWithoutGroupsEnds(t *testing.T) {
	conn, _ := newScript(t, nil, nil)
	var last error
	for _, err := range conn.Receive(t.Context()) {
		last = err
	}
	if last == nil {
		t.Error("no error")
	}
}

func TestCancelledContext(t *testing.T) {
	conn, s := newScript(t, nil, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := conn.WithContext(ctx).Do(newRequest("a")); !errors.Is(err, context.Canceled) || !errors.Is(err, ErrNotSent) {
		t.Errorf("error %v, want Canceled, not sent", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	s.answer = func([]Message) []packet { cancel(); return nil }
	if err := conn.WithContext(ctx).Do(newRequest("a")); !errors.Is(err, context.Canceled) || !errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("error %v, want Canceled, outcome unknown", err)
	}
	s.answer = ackAll
	if err := conn.Do(newRequest("b")); err != nil {
		t.Errorf("the connection is not usable afterwards: %v", err)
	}
}

func TestSequenceNumbersWrap(t *testing.T) {
	conn, _ := newScript(t, nil, ackAll)
	conn.seq = math.MaxUint32 - 1
	for range 4 {
		if err := conn.Do(newRequest("a"), newRequest("b"), newRequest("c")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTraceSeesBothDirections(t *testing.T) {
	var got []string
	conn, _ := newScript(t, &Config{Trace: func(dir Direction, b []byte) {
		got = append(got, fmt.Sprint(dir, " ", len(b)))
	}}, ackAll)
	if err := conn.Do(newRequest("a")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"sent 40", "received 36"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func second[T any](_ T, err error) error { return err }

func lastError[T any](seq func(yield func(T, error) bool)) (last error) {
	for _, err := range seq {
		last = err
	}
	return last
}

// FuzzReplies: whatever comes before the true answer, a request ends, and the
// connection is usable afterwards.
func FuzzReplies(f *testing.F) {
	m := Message{Header: Header{Seq: 1, PortID: scriptPort}}
	for _, p := range []packet{one(acked(m, syscall.EEXIST, words)), one(item(m, 'a'), done(m, 0, 0)), {b: []byte{1, 2, 3}}} {
		f.Add(p.b)
	}
	f.Fuzz(func(t *testing.T, junk []byte) {
		testfuzz.Bounded(t, len(junk), func() { getsBy(t, junk) })
	})
}

// getsBy makes requests that are answered by junk first.
func getsBy(t *testing.T, junk []byte) {
	conn, s := newScript(nil, nil, nil)
	conn.seq = 0
	s.answer = func(sent []Message) []packet { return append([]packet{{b: junk}}, ackAll(sent)...) }
	conn.Do(newRequest("a"))
	conn.Do(numbered(3)...)
	conn.Get(newRequest("a"))
	s.answer = func(sent []Message) []packet { return append([]packet{{b: junk}}, dumping("ab")(sent)...) }
	List(conn, listRequest(), decodeName)
	s.answer = ackAll
	if err := conn.Do(newRequest("b")); err != nil {
		t.Errorf("the connection is not usable afterwards: %v", err)
	}
}
