package nlmsg

import (
	"syscall"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// codecs are what makes and reads messages, and how many allocations it takes.
var codecs = []struct {
	name   string
	run    func()
	allocs float64
}{
	{"Request.AppendBinary", func() { request.AppendBinary(buffer) }, 0},
	{"Message.AppendBinary", func() { message.AppendBinary(buffer) }, 0},
	{"Messages of 300", func() {
		for m := range Messages(many.b) {
			lengths += m.Len
		}
	}, 0},
	{"ACK", func() { readAck(success) }, 0},
	{"ACK with an offset", func() { readAck(failure) }, 2},
}

var (
	request = newRequest("veth0")
	message = Message{Header: Header{Type: linux.RTM_NEWLINK, Seq: 7, PortID: scriptPort}, Data: make([]byte, 100)}
	buffer  = make([]byte, 0, 256)
	success = acked(message, 0, nil)
	failure = acked(message, syscall.EINVAL, words)
	lengths uint32

	many = func() packet {
		messages := make([]Message, 300)
		for i := range messages {
			messages[i] = message
		}
		return one(messages...)
	}()
)

func readAck(m Message) {
	if _, err := parseAck(m); err != nil {
		panic(err)
	}
}

func TestCodecsAllocateLittle(t *testing.T) {
	for _, tt := range codecs {
		if allocs := testing.AllocsPerRun(100, tt.run); allocs > tt.allocs {
			t.Errorf("%s: %v allocations, want at most %v", tt.name, allocs, tt.allocs)
		}
	}
}

func BenchmarkCodecs(b *testing.B) {
	for _, tt := range codecs {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tt.run()
			}
		})
	}
}
