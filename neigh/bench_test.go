package neigh_test

import (
	"testing"
)

func TestEncodingAllocatesNothing(t *testing.T) {
	for _, g := range goldens {
		buf := make([]byte, 0, 512)
		n := testing.AllocsPerRun(100, func() {
			if _, err := g.request.AppendBinary(buf); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations, want none", g.file, n)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, g := range goldens {
		b.Run(g.file, func(b *testing.B) {
			buf := make([]byte, 0, 512)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := g.request.AppendBinary(buf); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
