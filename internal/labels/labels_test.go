package labels_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/labels"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestStacks(t *testing.T) {
	for _, tt := range []struct {
		stack []uint32
		want  []byte
		err   string
	}{
		{[]uint32{100}, []byte{0x00, 0x06, 0x41, 0x00}, ""},
		{[]uint32{1<<20 - 1, 0, 16}, []byte{0xff, 0xff, 0xf0, 0, 0, 0, 0, 0, 0, 0x01, 0x01, 0}, ""},
		{nil, nil, "no label"},
		{[]uint32{1 << 20}, nil, "label 1048576 is out of range, the largest is 1048575"},
	} {
		e := rtattr.NewEncoder(nil)
		labels.Encode(e, 1, tt.stack)
		b, err := e.Result()
		if tt.err != "" {
			if err == nil || !strings.HasSuffix(err.Error(), tt.err) {
				t.Errorf("%v: error %v, want %s", tt.stack, err, tt.err)
			}
			continue
		}
		if err != nil || !bytes.Equal(b[4:], tt.want) {
			t.Errorf("%v: % x, %v, want % x", tt.stack, b[4:], err, tt.want)
		}
		_, v := rtattr.NewDecoder(b, 0).Next()
		if got := labels.Decode(v); !slices.Equal(got, tt.stack) {
			t.Errorf("decoded %v, want %v", got, tt.stack)
		}
	}
}
