package nlmsg

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// The objects of a list must not refer to the buffer that the next datagram is
// received in.
func TestWhatAListKeepsIsNotOverwritten(t *testing.T) {
	conn, _ := newScript(t, nil, dumping("ab", "c", "de"))
	got, err := List(conn, listRequest(), func(m *Message, b *[]byte) (bool, error) {
		*b = m.Data
		return true, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(slices.Concat(got...)); s != "abcde" {
		t.Errorf("the objects became %q, want abcde", s)
	}
	for i, b := range got {
		got[i] = append(b, "overwrites"...)
	}
	if s := string([]byte{got[0][0], got[1][0], got[4][0]}); s != "abe" {
		t.Errorf("after appending to them, they are %q, want abe", s)
	}
}

func TestRule38ListRepeatsAnInterruptedDump(t *testing.T) {
	for _, tt := range []struct {
		name        string
		interrupted int
		dumps       int
		want        error
	}{
		{"never interrupted", 0, 1, nil},
		{"once", 1, 2, nil},
		{"thrice", 3, 4, nil},
		{"always", 1000, dumpAttempts, ErrDumpInterrupted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dumps := 0
				conn, _ := newScript(t, nil, func(sent []Message) []packet {
					dumps++
					var flags uint16
					if dumps <= tt.interrupted {
						flags = linux.NLM_F_DUMP_INTR
					}
					return []packet{one(item(sent[0], 'a')), one(done(sent[0], flags, 0))}
				})
				start := time.Now()
				got, err := List(conn, listRequest(), decodeName)
				if !errors.Is(err, tt.want) || dumps != tt.dumps {
					t.Errorf("%d dumps and error %v, want %d and %v", dumps, err, tt.dumps, tt.want)
				}
				if diff := cmp.Diff([]string{"a"}, got); diff != "" {
					t.Errorf("the data does not come with the error (-want +got)\n%s", diff)
				}
				if spent := time.Since(start); spent > 2*time.Second {
					t.Errorf("gave up after %v", spent)
				}
			})
		})
	}
}

func TestListStopsRepeatingWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		conn, _ := newScript(t, nil, func(sent []Message) []packet {
			return []packet{one(item(sent[0], 'a'), done(sent[0], linux.NLM_F_DUMP_INTR, 0))}
		})
		got, err := List(conn.WithContext(ctx), listRequest(), decodeName)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, ErrDumpInterrupted) {
			t.Errorf("error %v, want DeadlineExceeded and ErrDumpInterrupted", err)
		}
		if !slices.Equal(got, []string{"a"}) {
			t.Errorf("returned %q, want what there is", got)
		}
	})
}

// decode fills in a zero object: what it does not set is not that of another one.
func TestEachObjectBeginsWithZero(t *testing.T) {
	conn, _ := newScript(t, nil, dumping("abac"))
	decode := func(m *Message, s *string) (bool, error) {
		if name := letter(m.Data); name != "b" {
			*s += name
		}
		return letter(m.Data) != "c", nil
	}
	want := []string{"a", "", "a"}
	var got []string
	for name, err := range All(conn, listRequest(), decode) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("All (-want +got)\n%s", diff)
	}
	if got, err := List(conn, listRequest(), decode); err != nil || !slices.Equal(got, want) {
		t.Errorf("List returned %q, %v, want %q", got, err, want)
	}
}

// A list keeps messages before it decodes them, with their headers, few of which
// differ.
func TestAListDecodesWhatCame(t *testing.T) {
	conn, _ := newScript(t, nil, func(sent []Message) []packet {
		return []packet{
			one(item(sent[0], 'a'), reply(sent[0], linux.RTM_NEWADDR, linux.NLM_F_MULTI, 'b', 'c')),
			one(reply(sent[0], linux.RTM_NEWLINK, linux.NLM_F_MULTI, make([]byte, longObject)...)),
			one(done(sent[0], 0, 0)),
		}
	})
	got, err := List(conn, listRequest(), func(m *Message, v *[3]int) (bool, error) {
		*v = [3]int{int(m.Type), int(m.Len), len(m.Data)}
		return true, nil
	})
	want := [][3]int{{linux.RTM_NEWLINK, 17, 1}, {linux.RTM_NEWADDR, 18, 2}, {linux.RTM_NEWLINK, 16 + longObject, longObject}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, type, length and bytes (-want +got)\n%s", err, diff)
	}
}

// Pieces grow to 256 KiB, whatever the lengths of messages below that.
func TestAListIsKeptInPieces(t *testing.T) {
	var s store
	for i := range 10_000 {
		s.add(&Message{Header: Header{Type: linux.RTM_NEWLINK, Len: uint32(HeaderLen + i%200)}, Data: make([]byte, i%200)})
	}
	s.add(&Message{Data: make([]byte, 300<<10)})
	var got []int
	for _, c := range s.chunks {
		got = append(got, cap(c.b)>>10)
	}
	if diff := cmp.Diff([]int{4, 8, 16, 32, 64, 128, 256, 256, 256, 256, 300}, got); diff != "" {
		t.Errorf("KiB of each piece (-want +got)\n%s", diff)
	}
}

func TestADecodingErrorEndsTheList(t *testing.T) {
	conn, _ := newScript(t, nil, dumping("abc"))
	odd := errors.New("odd")
	decode := func(m *Message, s *string) (bool, error) {
		if m.Data[0] == 'b' {
			return false, odd
		}
		return true, nil
	}
	if _, err := List(conn, listRequest(), decode); !errors.Is(err, odd) {
		t.Errorf("error %v, want that of decode", err)
	}
	n := 0
	for _, err := range All(conn, listRequest(), decode) {
		if n++; n == 2 != errors.Is(err, odd) {
			t.Errorf("error %v of object %d, want that of decode of the second", err, n)
		}
	}
	if n != 2 {
		t.Errorf("%d objects and errors, want no more after the error", n)
	}
}
