package schema

import "testing"

// The flag in a segment routing header says whether an HMAC follows its
// segments.
func TestSegmentsEndBeforeTheHMAC(t *testing.T) {
	header := make([]byte, 8+2*16+40)
	header[4] = 1 // first_segment: there are two
	for _, c := range []struct {
		flags byte
		size  int // of the segments
	}{
		{0, 0}, // what is left
		{0x8, 2 * 16},
	} {
		header[5] = c.flags
		encap := withSegments(seg6Encap, append(make([]byte, 4), header...)).Fields[1].Type
		for _, l := range []*Layout{withSegments(segmentRouting, header), encap} {
			if got := l.Fields[7].Type.Len(); got != c.size {
				t.Errorf("flags %#x: segments of %d bytes, want %d", c.flags, got, c.size)
			}
			if c.size > 0 && l.HeaderLen() != len(header) {
				t.Errorf("flags %#x: layout of %d bytes, want %d", c.flags, l.HeaderLen(), len(header))
			}
		}
	}
}
