package link_test

import (
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// A flag without its mask would be one that the kernel ignores.
func TestBitsSetAreMasked(t *testing.T) {
	bits := &link.Bits{Value: 1, Mask: 2}
	req, err := link.Set(link.Index(3), &link.Link{ProtoDownReason: bits, Data: &link.Bridge{BoolOptions: bits}}).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	attrs := tree(t, req[32:])
	if got := attrs["55/1"]; got != string(uint32Bytes(3)) {
		t.Errorf("mask of the reasons % x, want 3", got)
	}
	if got := attrs["18/2/46"]; got != string(binary.NativeEndian.AppendUint32(uint32Bytes(1), 3)) {
		t.Errorf("options % x, want value 1 and mask 3", got)
	}
}
