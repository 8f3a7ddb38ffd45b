package mpls_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestEncodingAllocatesNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("the race detector allocates")
	}
	for name, r := range map[string]nlmsg.Request{
		"add": mpls.Add(full), "multipath": mpls.Replace(multi), "del": mpls.Del(100),
		"list": mpls.Filter{OIF: 3}.Request(), "get": mpls.Query{Label: 100, Inner: []uint32{16}}.Request(),
	} {
		buf := make([]byte, 0, 1024)
		n := testing.AllocsPerRun(100, func() {
			if _, err := r.AppendBinary(buf); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}
