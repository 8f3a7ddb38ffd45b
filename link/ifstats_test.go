package link_test

import (
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

func FuzzDecodeStats(f *testing.F) {
	f.Add(statsMessage(f, fullIfStats()).Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := link.DecodeStats(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWSTATS}, Data: data})
		if err != nil {
			return
		}
		second, err := link.DecodeStats(statsMessage(t, first))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("decoded again (-first +second)\n%s", diff)
		}
	})
}
