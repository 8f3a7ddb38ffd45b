package nlmsg

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// dumping answers a dump request with one datagram for each string, with an
// object for each of its letters, and other requests with an ACK.
func dumping(datagrams ...string) func(sent []Message) []packet {
	return func(sent []Message) []packet {
		if sent[0].Flags&linux.NLM_F_DUMP == 0 {
			return ackAll(sent)
		}
		var packets []packet
		for _, d := range datagrams {
			var msgs []Message
			for _, name := range []byte(d) {
				msgs = append(msgs, item(sent[0], name))
			}
			packets = append(packets, one(msgs...))
		}
		return append(packets, one(done(sent[0], 0, 0)))
	}
}

func listRequest() Request {
	return Request{Op: "test list", Type: linux.RTM_GETLINK, Body: header{}}
}

// header is the body of a request that has a fixed header and nothing else.
type header struct{}

func (h header) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	h.encode(e)
	return e.Result()
}

func (h header) encode(e *rtattr.Encoder) { e.Struct(16) }

func decodeName(m *Message, s *string) (bool, error) {
	*s = string(m.Data)
	return *s != "x", nil
}

func TestRule35ADumpIsARunOfDatagrams(t *testing.T) {
	conn, s := newScript(t, nil, dumping("ab", "c", "", "defx"))
	got, err := List(conn, listRequest(), decodeName)
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(got, ""); s != "abcdef" {
		t.Errorf("objects %q, want those of all datagrams that decode wants", s)
	}
	if got := parseHeader(s.sent[0]).Flags; got != linux.NLM_F_REQUEST|linux.NLM_F_DUMP {
		t.Errorf("flags %#x, want REQUEST and DUMP", got)
	}
}

func TestRule36TheEndOfADumpCarriesItsError(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(m Message) Message
		want error
	}{
		{"DONE with an error", func(m Message) Message { return done(m, 0, syscall.EINVAL) }, syscall.EINVAL},
		{"ERROR before it started", func(m Message) Message { return acked(m, syscall.EOPNOTSUPP, nil) }, syscall.EOPNOTSUPP},
		{"DONE without payload", func(m Message) Message { return reply(m, linux.NLMSG_DONE, linux.NLM_F_MULTI) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, _ := newScript(t, nil, func(sent []Message) []packet { return []packet{one(tt.end(sent[0]))} })
			_, err := List(conn, listRequest(), decodeName)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "test list: ") {
				t.Errorf("error %q does not name the operation", err)
			}
		})
	}
}

func TestRule38TheStreamedFormYieldsInterruptionLast(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(m Message) []packet
	}{
		{"marked in the middle", func(m Message) []packet {
			marked := item(m, 'a')
			marked.Flags |= linux.NLM_F_DUMP_INTR
			return []packet{one(marked, item(m, 'b')), one(done(m, 0, 0))}
		}},
		{"marked at the end", func(m Message) []packet {
			return []packet{one(item(m, 'a'), item(m, 'b')), one(done(m, linux.NLM_F_DUMP_INTR, 0))}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, _ := newScript(t, nil, func(sent []Message) []packet { return tt.answer(sent[0]) })
			var got string
			var last error
			for m, err := range conn.Dump(listRequest()) {
				got += string(m.Data)
				last = err
			}
			if got != "ab" || !errors.Is(last, ErrDumpInterrupted) {
				t.Errorf("objects %q, error %v, want all of them and ErrDumpInterrupted", got, last)
			}
		})
	}
}

func TestRule39ADumpInsideADump(t *testing.T) {
	conn, s := newScript(t, nil, dumping("ab", "cd"))
	var got string
	for m, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		got += string(m.Data)
		inner, err := List(conn, listRequest(), decodeName)
		if err != nil {
			t.Fatal(err)
		}
		got += "(" + strings.Join(inner, "") + ")"
		if err := conn.Do(newRequest("a")); err != nil {
			t.Fatal(err)
		}
	}
	if want := "a(abcd)b(abcd)c(abcd)d(abcd)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(s.queue) != 0 {
		t.Errorf("%d datagrams were not received", len(s.queue))
	}
}

func TestRequestsInsideADumpPutItsMessagesAside(t *testing.T) {
	conn, _ := newScript(t, nil, dumping("ab", "cd", "ef"))
	var got string
	for m, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		got += string(m.Data)
		if err := conn.Do(newRequest("x")); err != nil {
			t.Fatal(err)
		}
		if err := conn.Do(numbered(100)...); err != nil {
			t.Fatal(err)
		}
	}
	if got != "abcdef" {
		t.Errorf("objects %q, want abcdef", got)
	}
}

// What the kernel has queued of a dump takes room from the answers, so fewer
// requests are sent at once, whose refusals fit beside it.
func TestALargeBatchInsideADumpIsCut(t *testing.T) {
	t.Run("to what fits", func(t *testing.T) { testBatchInsideADump(t, 212992) })
	t.Run("to one request at a time", func(t *testing.T) { testBatchInsideADump(t, 2048) })
}

func testBatchInsideADump(t *testing.T, recvBuf int) {
	conn, s := newScript(t, nil, nil)
	conn.recvBuf = recvBuf
	most := max(1, conn.recvBuf/4/conn.replyCost(0))
	s.answer = func(sent []Message) []packet {
		if len(sent) > most && len(s.queue) > 0 {
			t.Errorf("%d requests were sent while %d datagrams of the dump were queued", len(sent), len(s.queue))
		}
		return dumping("ab", "cd", "ef")(sent)
	}
	var got string
	for m, err := range conn.Dump(listRequest()) {
		if err != nil {
			t.Fatal(err)
		}
		if got += string(m.Data); got == "a" {
			if err := conn.Do(numbered(100)...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got != "abcdef" {
		t.Errorf("objects %q, want abcdef", got)
	}
}

func TestRule40ALoopLeftEarlyLeavesTheConnectionUsable(t *testing.T) {
	conn, s := newScript(t, nil, dumping("ab", "cd"))
	for name, leave := range map[string]func(){
		"Dump": func() {
			for range conn.Dump(listRequest()) {
				break
			}
		},
		"All": func() {
			for range All(conn, listRequest(), decodeName) {
				break
			}
		},
	} {
		if leave(); len(s.queue) != 0 || conn.dump != nil {
			t.Errorf("%s: %d datagrams of the dump that was given up are still there", name, len(s.queue))
		}
	}
	if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 4 {
		t.Errorf("the next dump returned %v, %v", got, err)
	}
}

func TestADumpThatIsCancelledIsReadByTheNext(t *testing.T) {
	conn, s := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(item(sent[0], 'a')), one(item(sent[0], 'w'))} // and no more for now
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var first Message
	var last error
	for m, err := range conn.WithContext(ctx).Dump(listRequest()) {
		if err == nil {
			first = m
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("error %v, want Canceled", last)
	}
	if len(s.queue) != 1 {
		t.Errorf("%d datagrams are left, want the one that has not been come to", len(s.queue))
	}
	s.answer = dumping("bc")
	s.push(one(item(first, 'x')), one(done(first, 0, 0))) // the rest comes late
	if got, err := List(conn, listRequest(), decodeName); err != nil || strings.Join(got, "") != "bc" {
		t.Errorf("the next dump returned %v, %v, want its own objects", got, err)
	}
}

func TestADumpEndsWithItsFirstError(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(m Message) packet
	}{
		{"overrun", func(Message) packet { return packet{err: ErrOverrun} }},
		{"damaged datagram", func(Message) packet { return packet{b: make([]byte, 16)} }},
		{"cut datagram", func(m Message) packet { p := one(item(m, 'b')); p.cut = true; return p }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, func(sent []Message) []packet {
				return []packet{one(item(sent[0], 'a')), tt.spoil(sent[0]), one(item(sent[0], 'c')), one(done(sent[0], 0, 0))}
			})
			got, err := List(conn, listRequest(), decodeName)
			if err == nil || got != nil {
				t.Errorf("returned %v, %v, want an error", got, err)
			}
			for _, err := range conn.Dump(listRequest()) {
				if err != nil && (conn.dump != nil || len(s.queue) != 0) {
					t.Errorf("%d datagrams are still there when the loop is told of the error", len(s.queue))
				}
			}
			s.answer = dumping("ok")
			if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 2 {
				t.Errorf("the connection is not usable afterwards: %v, %v", got, err)
			}
		})
	}
}

func TestALoopThatPanicsGivesTheDumpUp(t *testing.T) {
	conn, s := newScript(t, nil, dumping("ab", "cd"))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		for range conn.Dump(listRequest()) {
			panic("odd")
		}
	}()
	if conn.dump != nil || len(s.queue) != 0 {
		t.Errorf("%d datagrams of the dump are still there", len(s.queue))
	}
	if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 4 {
		t.Errorf("the next dump returned %v, %v", got, err)
	}
}

func TestAWarningAtTheEndOfADumpIsPassedOn(t *testing.T) {
	var warned []string
	cfg := &Config{Warn: func(op, message string) { warned = append(warned, op+": "+message) }}
	conn, _ := newScript(t, cfg, func(sent []Message) []packet {
		end := done(sent[0], linux.NLM_F_ACK_TLVS, 0)
		e := rtattr.NewEncoder(end.Data)
		e.String(linux.NLMSGERR_ATTR_MSG, "deprecated")
		end.Data, _ = e.Result()
		return []packet{one(item(sent[0], 'a')), one(end)}
	})
	if got, err := List(conn, listRequest(), decodeName); err != nil || len(got) != 1 {
		t.Errorf("returned %v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"test list: deprecated"}, warned); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
