package link_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

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
