package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRule46And48EachMessageOfADatagramIsAnsweredForItself(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	const create = unix.NLM_F_REQUEST | unix.NLM_F_CREATE | unix.NLM_F_EXCL
	first := s.seq + 1
	s.send(
		s.message(addLink("br0"), create|unix.NLM_F_ACK),
		s.message(addLink("lo"), create), // fails
		s.message(addLink("br1"), create),
		s.message(setMTU("br1", 1400), unix.NLM_F_REQUEST), // needs the one before
		s.message(addLink("br0"), create),                  // and so does this failure
		s.message(addLink("br2"), create|unix.NLM_F_ACK),
	)
	var got []string
	for _, m := range messages(s.all()) {
		got = append(got, fmt.Sprintf("%d %d", m.Seq-first, errno(t, m)))
	}
	want := []string{"0 0", fmt.Sprintf("1 %d", unix.EEXIST), fmt.Sprintf("4 %d", unix.EEXIST), "5 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got)\n%s", diff)
	}
	for _, name := range []string{"br0", "br1", "br2"} {
		if !s.exists(name) {
			t.Errorf("%s is not there", name)
		}
	}
}

// Every request is refused, or every third, at the system's own buffer sizes:
// exactly those are reported.
func TestRule46And48NoFailureOfABatchIsLost(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	const n = 10_000
	for _, tt := range []struct {
		name  string
		every int
	}{{"every", 1}, {"every third", 3}, {"the last", n}} {
		reqs := make([]nlmsg.Request, n)
		var want, got []int
		for i := range reqs {
			reqs[i] = setMTU("lo", 65536)
			if i%tt.every == tt.every-1 {
				reqs[i] = addLink("lo")
				want = append(want, i)
			}
		}
		var batch *nlmsg.BatchError
		if err := conn.Do(reqs...); !errors.As(err, &batch) {
			t.Fatalf("%s: error %v, want a *BatchError", tt.name, err)
		}
		for _, f := range batch.Failures {
			got = append(got, f.Index)
			if !errors.Is(f.Err, unix.EEXIST) {
				t.Fatalf("%s: request %d: %v", tt.name, f.Index, f.Err)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: indexes (-want +got)\n%s", tt.name, diff)
		}
	}
}

// What comes before it is done, what comes after it is not, and nobody is told.
func TestRule47ADamagedLengthEndsTheDatagramInSilence(t *testing.T) {
	t.Parallel()
	const create = unix.NLM_F_REQUEST | unix.NLM_F_ACK | unix.NLM_F_CREATE
	for _, length := range []uint32{0, 15, 4096, 1 << 31} {
		s := rawSocket(t, testns.New(t))
		damaged := s.message(addLink("br1"), create)
		binary.NativeEndian.PutUint32(damaged, length)
		before := s.message(addLink("br0"), create)
		seq := s.seq
		s.send(before, damaged, s.message(addLink("br2"), create))
		got := messages(s.all())
		if len(got) != 1 || got[0].Seq != seq || errno(t, got[0]) != 0 {
			t.Errorf("length %d: answers %+v, want an ACK of the first", length, got)
		}
		if there := []bool{s.exists("br0"), s.exists("br1"), s.exists("br2")}; !slices.Equal(there, []bool{true, false, false}) {
			t.Errorf("length %d: there are %v, want the first alone", length, there)
		}
	}
}
