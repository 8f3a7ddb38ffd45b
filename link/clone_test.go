package link_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What List returns outlives the buffer that it was received in.
func TestListSharesNoMemoryWithTheBuffer(t *testing.T) {
	raw := 0
	decode := link.DecodeListed()
	for _, msg := range kernelMessages(t) {
		for m, err := range nlmsg.Messages(msg) {
			if err != nil {
				t.Fatal(err)
			}
			var l link.Link
			if _, err := decode(m, &l); err != nil {
				t.Fatal(err)
			}
			raw += len(l.Rest)
			want := l.Clone()
			clear(m.Data)
			if diff := cmp.Diff(want, l, cmpAddr); diff != "" {
				t.Errorf("%v (-as read +after the buffer is used again)\n%s", l, diff)
			}
		}
	}
	if raw == 0 {
		t.Error("no message holds raw bytes")
	}
}

// A clone stays as it is whatever becomes of the receive buffer and of the link.
func TestCloneSharesNoMemory(t *testing.T) {
	for _, msg := range kernelMessages(t) {
		for m, err := range nlmsg.Messages(msg) {
			if err != nil {
				t.Fatal(err)
			}
			want, err := link.Decode(newLink(bytes.Clone(m.Data)))
			if err != nil {
				t.Fatal(err)
			}
			l, err := link.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			clone := l.Clone()
			clear(m.Data)
			l.HardwareAddr[0] ^= 1
			if br, ok := l.Data.(*link.Bridge); ok {
				*br.AgeingTime = 0
			}
			if diff := cmp.Diff(*want, clone, cmpAddr); diff != "" {
				t.Errorf("%v (-as read +clone)\n%s", want, diff)
			}
		}
	}
}
