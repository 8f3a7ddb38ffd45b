package nlmsg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

func numbered(n int) []Request {
	reqs := make([]Request, n)
	for i := range reqs {
		reqs[i] = newRequest(strconv.Itoa(i))
	}
	return reqs
}

// refuse answers as the kernel does, with a refusal for each request whose
// place is in bad.
func refuse(bad ...int) func(sent []Message) []packet {
	at := 0
	return func(sent []Message) []packet {
		var packets []packet
		for _, m := range sent {
			switch {
			case slices.Contains(bad, at):
				packets = append(packets, one(acked(m, syscall.EEXIST, words)))
			case m.Flags&linux.NLM_F_ACK != 0:
				packets = append(packets, one(acked(m, 0, nil)))
			}
			at++
		}
		return packets
	}
}

// failures returns what a batch's error says of each request.
func failures(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var batch *BatchError
	if !errors.As(err, &batch) {
		t.Fatalf("error %v, want a *BatchError", err)
	}
	var got []string
	for _, f := range batch.Failures {
		got = append(got, fmt.Sprint(f.Index, " ", f.Err))
	}
	return got
}

func TestRule46And48EveryFailureOfABatchIsReported(t *testing.T) {
	refused := func(i int) string {
		return fmt.Sprintf("%d test %d: file exists: no (IFLA_IFNAME, byte 32)", i, i)
	}
	for _, tt := range []struct {
		name string
		bad  []int
		want []string
	}{
		{"none", nil, nil},
		{"the first", []int{0}, []string{refused(0)}},
		{"one in the middle", []int{3}, []string{refused(3)}},
		{"the last, which is also acknowledged", []int{9}, []string{refused(9)}},
		{"several", []int{0, 4, 5, 9}, []string{refused(0), refused(4), refused(5), refused(9)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, refuse(tt.bad...))
			err := conn.Do(numbered(10)...)
			if diff := cmp.Diff(tt.want, failures(t, err)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if tt.bad != nil && !errors.Is(err, fs.ErrExist) {
				t.Error("the error is not fs.ErrExist")
			}
			if len(s.sent) != 1 {
				t.Errorf("%d datagrams, want one", len(s.sent))
			}
		})
	}
}

func TestABatchAsksForOneAck(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	if err := conn.Do(numbered(3)...); err != nil {
		t.Fatal(err)
	}
	var got []bool
	for m, err := range Messages(s.sent[0]) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m.Flags&linux.NLM_F_ACK != 0)
	}
	if diff := cmp.Diff([]bool{false, false, true}, got); diff != "" {
		t.Errorf("NLM_F_ACK (-want +got)\n%s", diff)
	}
}

func TestFailuresCountAcrossDatagrams(t *testing.T) {
	conn, s := newScript(t, nil, refuse(2, 57, 119))
	conn.recvBuf = 20 * 1280
	err := conn.Do(numbered(120)...)
	var got []int
	var batch *BatchError
	if errors.As(err, &batch) {
		for _, f := range batch.Failures {
			got = append(got, f.Index)
		}
	}
	if diff := cmp.Diff([]int{2, 57, 119}, got); diff != "" {
		t.Errorf("indexes (-want +got)\n%s", diff)
	}
	if len(s.sent) < 2 {
		t.Errorf("%d datagram, want several", len(s.sent))
	}
}

func TestOverrunNamesExactlyTheRequestsConcerned(t *testing.T) {
	unknown := func(i int) string {
		return fmt.Sprintf("%d test %d: sent, outcome unknown: receive buffer overrun: messages were lost", i, i)
	}
	const exists = "1 test 1: file exists: no (IFLA_IFNAME, byte 32)"
	for _, tt := range []struct {
		name   string
		answer func(sent []Message) []packet
		want   []string
	}{
		{"the buffer was full after the second", func(sent []Message) []packet {
			return []packet{{err: ErrOverrun}, one(acked(sent[1], syscall.EEXIST, words))}
		}, []string{unknown(0), exists, unknown(2), unknown(3)}},
		{"nothing came", func([]Message) []packet {
			return []packet{{err: ErrOverrun}}
		}, []string{unknown(0), unknown(1), unknown(2), unknown(3)}},
		{"an answer could not be made, and the last one came", func(sent []Message) []packet {
			return []packet{{err: ErrOverrun}, one(acked(sent[1], syscall.EEXIST, words)), one(acked(sent[3], 0, nil))}
		}, []string{unknown(0), exists, unknown(2)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, s := newScript(t, nil, tt.answer)
			if diff := cmp.Diff(tt.want, failures(t, conn.Do(numbered(4)...))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			s.answer = ackAll
			if err := conn.Do(numbered(4)...); err != nil {
				t.Errorf("the connection is not usable afterwards: %v", err)
			}
		})
	}
}

func TestWhatIsNotSentIsSaid(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		cancel() // between the first datagram and the second
		return ackAll(sent)
	})
	conn.recvBuf = 4 * 1280
	got := failures(t, conn.WithContext(ctx).Do(numbered(9)...))
	want := []string{
		"3 test 3: not sent: context canceled", "4 test 4: not sent: context canceled", "5 test 5: not sent: context canceled",
		"6 test 6: not sent", "7 test 7: not sent", "8 test 8: not sent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Silence about a request means success if the kernel has answered a later one.
// An answer that cannot be read is no silence, whenever it comes.
func TestAnAnswerThatCannotBeReadIsNoSuccess(t *testing.T) {
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		return []packet{one(acked(sent[2], syscall.EEXIST, words), reply(sent[1], linux.NLMSG_ERROR, 0, 1, 2))}
	})
	got := failures(t, conn.Do(numbered(4)...))
	const unreadable = "sent, outcome unknown: NLMSG_ERROR of 2 bytes, want at least 20"
	want := []string{"1 test 1: " + unreadable, "2 test 2: file exists: no (IFLA_IFNAME, byte 32)", "3 test 3: " + unreadable}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The one that was taken and did not fit any more is among the failures, and
// they are in order.
func TestDoSeqStopsWithoutLosingAny(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		cancel()
		return ackAll(sent)
	})
	conn.recvBuf = 4 * 1280 // three at once
	taken := 0
	err := conn.WithContext(ctx).DoSeq(func(yield func(Request) bool) {
		for _, name := range []string{"0", "1", "2", "3", "abcdefghijklmnop", "5", "6", "7"} {
			if taken++; !yield(newRequest(name)) {
				return
			}
		}
	})
	var batch *BatchError
	if !errors.As(err, &batch) {
		t.Fatalf("error %v, want a *BatchError", err)
	}
	for i := range taken {
		if got, want := batch.At(i) != nil, i > 2; got != want {
			t.Errorf("request %d of %d: %v", i, taken, batch.At(i))
		}
	}
	if !slices.IsSortedFunc(batch.Failures, func(a, b Failure) int { return a.Index - b.Index }) {
		t.Errorf("failures out of order: %v", failures(t, err))
	}
}

func TestOneTooLongRequestKeepsAllFromBeingSent(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	conn.sendBuf = 80
	got := failures(t, conn.Do(newRequest("a"), newRequest("abcdefghijklm"), newRequest("c")))
	want := []string{
		"0 test a: not sent",
		"1 test abcdefghijklm: message of 52 bytes, the send buffer has room for 48: message too long",
		"2 test c: not sent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(s.sent) != 0 {
		t.Errorf("%d datagrams were sent", len(s.sent))
	}
}

func TestDoSeq(t *testing.T) {
	conn, s := newScript(t, nil, refuse(1))
	bad := newRequest("abcdefghijklmnop")
	err := conn.DoSeq(func(yield func(Request) bool) {
		for _, r := range []Request{newRequest("a"), newRequest("b"), bad, newRequest("d")} {
			if err := conn.Do(); err != nil || !yield(r) {
				t.Error("the sequence was not read to its end")
			}
		}
	})
	want := []string{
		"1 test b: file exists: no (IFLA_IFNAME, byte 32)",
		`2 test abcdefghijklmnop: IFLA_IFNAME at offset 32: name "abcdefghijklmnop" has 16 bytes, at most 15 fit`,
	}
	if diff := cmp.Diff(want, failures(t, err)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(s.sent) != 1 {
		t.Errorf("%d datagrams, want one", len(s.sent))
	}
}

func TestDoOfNothing(t *testing.T) {
	conn, s := newScript(t, nil, nil)
	if err := conn.Do(); err != nil {
		t.Error(err)
	}
	if err := conn.DoSeq(func(func(Request) bool) {}); err != nil {
		t.Error(err)
	}
	if len(s.sent) != 0 {
		t.Error("something was sent")
	}
}

func TestBatchErrorSaysWhy(t *testing.T) {
	unsent := func(i int) Failure { return notSent(i, newRequest(strconv.Itoa(i))) }
	for _, tt := range []struct {
		failures []Failure
		want     string
	}{
		{nil, "no failure"},
		{[]Failure{{3, syscall.EEXIST}}, "file exists"},
		{[]Failure{{3, syscall.EEXIST}, {5, syscall.EINVAL}}, "file exists; invalid argument"},
		{[]Failure{unsent(0), {1, syscall.EEXIST}, unsent(2)}, "file exists; other requests not sent: 2"},
		{[]Failure{unsent(0), unsent(1)}, "test 0: not sent; test 1: not sent"},
		{[]Failure{{0, syscall.EEXIST}, {1, syscall.EEXIST}, {2, syscall.EEXIST}, {3, syscall.EINVAL}, {4, syscall.EINVAL}},
			"file exists; file exists; file exists; and 2 more failures"},
	} {
		if got := (&BatchError{tt.failures}).Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestIgnore(t *testing.T) {
	exists := &Error{Op: "link add", Errno: syscall.EEXIST}
	refused := &Error{Op: "link set", Errno: syscall.EINVAL}
	batch := &BatchError{[]Failure{{0, exists}, {3, refused}, {4, exists}}}
	for _, tt := range []struct {
		name    string
		err     error
		targets []error
		want    error
	}{
		{"no error", nil, []error{fs.ErrExist}, nil},
		{"one that is ignored", exists, []error{fs.ErrExist}, nil},
		{"one that is not", refused, []error{fs.ErrExist}, refused},
		{"one that is wrapped", fmt.Errorf("setting up: %w", exists), []error{fs.ErrExist}, nil},
		{"no targets", batch, nil, batch},
		{"some of many", batch, []error{fs.ErrExist}, &BatchError{[]Failure{{3, refused}}}},
		{"all of many", batch, []error{fs.ErrExist, syscall.EINVAL}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Ignore(tt.err, tt.targets...); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if len(batch.Failures) != 3 {
		t.Errorf("the error has changed: %v", batch)
	}
}

func TestFailures(t *testing.T) {
	refused := &Error{Op: "link set", Errno: syscall.EINVAL}
	batch := &BatchError{[]Failure{{3, refused}}}
	for _, tt := range []struct {
		name string
		err  error
		want []Failure
	}{
		{"none", nil, nil},
		{"of one", refused, []Failure{{0, refused}}},
		{"of many", batch, batch.Failures},
	} {
		if got := Failures(tt.err); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The kernel would answer nothing from a message of a wrong length on, so every
// length is made by the library itself, and whoever waits may have a deadline.
func TestRule47LengthsAreRightAndWaitingEnds(t *testing.T) {
	conn, s := newScript(t, nil, ackAll)
	var reqs []Request
	for n := range 9 {
		reqs = append(reqs, Request{Op: "test", Type: linux.RTM_NEWLINK, Body: raw(make([]byte, n+1))})
	}
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
	var got []uint32
	for m, err := range Messages(s.sent[0]) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m.Len)
	}
	if diff := cmp.Diff([]uint32{17, 18, 19, 20, 21, 22, 23, 24, 25}, got); diff != "" {
		t.Errorf("lengths (-want +got)\n%s", diff)
	}

	ctx, cancel := context.WithCancel(t.Context())
	s.answer = func([]Message) []packet { cancel(); return nil }
	if err := conn.WithContext(ctx).Do(reqs...); !errors.Is(err, context.Canceled) || !errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("error %v, want Canceled, outcome unknown", err)
	}
}

// raw is a body of bytes.
type raw []byte

func (r raw) AppendBinary(b []byte) ([]byte, error) { return append(b, r...), nil }
