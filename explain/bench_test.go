package explain

import (
	"io"
	"testing"
)

// The datagrams are those of commands, and of dumps with many messages.
func BenchmarkMessage(b *testing.B) {
	for _, name := range []string{"iproute2.jsonl", "dumps.jsonl"} {
		b.Run(name, func(b *testing.B) {
			var datagrams [][]byte
			size := 0
			for _, r := range records(b, name) {
				for _, d := range r.Datagrams {
					datagrams = append(datagrams, d.Bytes)
					size += len(d.Bytes)
				}
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, datagram := range datagrams {
					if err := Message(io.Discard, datagram); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
