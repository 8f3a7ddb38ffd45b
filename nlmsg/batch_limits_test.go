package nlmsg

import (
	"errors"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Even if each were refused, the answers to what is sent at once must fit the
// receive buffer.
func TestBatchesAreCutToTheBuffers(t *testing.T) {
	for _, tt := range []struct {
		name         string
		recv, send   int
		capped       bool
		maxPerPacket int
	}{
		{"a small receive buffer", 8 * 1280, 212992, true, 6},
		{"the smallest", 1280, 212992, true, 1},
		{"a small send buffer", 212992, 200, true, 4},
		{"a kernel that repeats the request", 8 * 1280, 212992, false, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			most, total := 0, 0
			conn, _ := newScript(t, nil, func(sent []Message) []packet {
				most, total = max(most, len(sent)), total+len(sent)
				return ackAll(sent)
			})
			conn.recvBuf, conn.sendBuf, conn.capped = tt.recv, tt.send, tt.capped
			if err := conn.Do(numbered(50)...); err != nil {
				t.Fatal(err)
			}
			if most != tt.maxPerPacket || total != 50 {
				t.Errorf("%d requests sent, at most %d at once; want 50 and %d", total, most, tt.maxPerPacket)
			}
		})
	}
}

// The kernel takes no datagram that is longer than the send buffer less 32 bytes,
// and long ones are not faster.
func TestDatagramsOfABatchHaveALimit(t *testing.T) {
	for _, tt := range []struct {
		name            string
		send, body      int
		datagrams, most int // their number, and the length of the longest
	}{
		{"the send buffer", 32 + 48, 5, 25, 24 + 21},
		{"a byte less than two need", 32 + 24 + 20, 5, 50, 21},
		{"what one needs", 32 + 21, 5, 50, 21},
		{"the longest", 212992, 1000, 2, maxBatch - maxBatch%1016},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, ackAll)
			conn.sendBuf = tt.send
			most := 0
			reqs := make([]Request, 50)
			for i := range reqs {
				reqs[i] = Request{Op: "test", Type: linux.RTM_NEWLINK, Body: raw(make([]byte, tt.body))}
			}
			if err := conn.Do(reqs...); err != nil {
				t.Fatal(err)
			}
			for _, b := range s.sent {
				most = max(most, len(b))
			}
			if len(s.sent) != tt.datagrams || most != tt.most {
				t.Errorf("%d datagrams of at most %d bytes, want %d of %d", len(s.sent), most, tt.datagrams, tt.most)
			}
		})
	}
}

// What a batch was made of is not kept from the garbage collector.
func TestABatchThatIsDoneHoldsNothing(t *testing.T) {
	b := new(batch)
	b.add(newRequest("a"), 0, 0, 0)
	b.add(newRequest("b"), 1, 0, 0)
	b.reset()
	b.put()
	for _, r := range b.reqs[:cap(b.reqs)] {
		if r.Body != nil {
			t.Errorf("%v is held", r)
		}
	}
}

// After an overrun the rest is sent: it has its own answers. What else goes wrong
// with an answer is no matter of one datagram, and ends the batch.
func TestWhatEndsABatch(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault packet
		sent  int
		want  []error
	}{
		{"an overrun", packet{err: ErrOverrun}, 3, slices.Repeat([]error{ErrOutcomeUnknown}, 3)},
		{"damage", packet{b: []byte{1, 2, 3}}, 1,
			append(slices.Repeat([]error{ErrOutcomeUnknown}, 3), slices.Repeat([]error{ErrNotSent}, 6)...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, nil)
			s.answer = func([]Message) []packet { s.answer = ackAll; return []packet{tt.fault} }
			conn.recvBuf = 4 * 1280
			failed := Failures(conn.Do(numbered(9)...))
			if len(s.sent) != tt.sent || len(failed) != len(tt.want) {
				t.Fatalf("%d datagrams and failures %v, want %d and %v", len(s.sent), failed, tt.sent, tt.want)
			}
			for i, f := range failed {
				if f.Index != i || !errors.Is(f.Err, tt.want[i]) {
					t.Errorf("failure %d is of request %d: %v, want %v", i, f.Index, f.Err, tt.want[i])
				}
			}
		})
	}
}
