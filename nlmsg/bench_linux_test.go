package nlmsg_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What a connection costs beside the kernel is seen in the allocations: the
// times are mostly the kernel's.
func BenchmarkConn(b *testing.B) {
	conn, _ := route(b)
	refused, set, get, list := addLink("lo"), setMTU("lo", 65536), getLink("lo"), listLinks()
	thousand := func(yield func(nlmsg.Request) bool) {
		for range 1000 {
			if !yield(set) {
				return
			}
		}
	}
	for _, bb := range []struct {
		name string
		run  func() error
	}{
		{"Do", func() error { return conn.Do(set) }},
		{"Do of what is refused", func() error {
			if conn.Do(refused) == nil {
				b.Error("a second lo was made")
			}
			return nil
		}},
		{"DoSeq of 1000", func() error { return conn.DoSeq(thousand) }},
		{"Get", func() error { _, err := conn.Get(get); return err }},
		{"Dump", func() error {
			for _, err := range conn.Dump(list) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := bb.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestDoOfOneAllocatesNothing(t *testing.T) {
	conn, _ := route(t)
	set := setMTU("lo", 65536)
	allocs := testing.AllocsPerRun(100, func() {
		if err := conn.Do(set); err != nil {
			t.Fatal(err)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations, want none", allocs)
	}
}
