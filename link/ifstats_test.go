package link_test

import (
	"encoding/binary"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func statsMessage(t testing.TB, s *link.IfStats) nlmsg.Message {
	t.Helper()
	b, err := s.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWSTATS}, Data: b}
}

func fullIfStats() *link.IfStats {
	s := new(link.IfStats)
	f := testfill.Filler{}
	f.Fill(reflect.ValueOf(s).Elem())
	return s
}

func TestEveryStatComesBack(t *testing.T) {
	want := fullIfStats()
	got, err := link.DecodeStats(statsMessage(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// A clone stays as it is when the message is overwritten.
func TestStatsClone(t *testing.T) {
	m := statsMessage(t, fullIfStats())
	s, err := link.DecodeStats(m)
	if err != nil {
		t.Fatal(err)
	}
	clone := s.Clone()
	clear(m.Data)
	if diff := cmp.Diff(*fullIfStats(), clone); diff != "" {
		t.Errorf("(-read +clone)\n%s", diff)
	}
}

// An index that no link has is not read, since it could not be written.
func TestStatsOfNoLink(t *testing.T) {
	m := statsMessage(t, &link.IfStats{Index: 3})
	binary.NativeEndian.PutUint32(m.Data[4:], 1<<31)
	const want = "stats of index -2147483648: at offset 28: interface index -2147483648 is negative"
	if s, err := link.DecodeStats(m); err == nil || err.Error() != want {
		t.Errorf("%v, %v\nwant %s", s, err, want)
	}
	if b, err := (link.IfStats{Index: -1}).AppendBinary(nil); err == nil {
		t.Errorf("index -1 is written: % x", b)
	}
}
