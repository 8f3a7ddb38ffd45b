package link_test

import (
	"reflect"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// The kernel notes without a word that it has asked for routers (IF_RS_SENT) and
// what it heard of them.
func TestWatchLeavesOutWhatIPv6Notes(t *testing.T) {
	l := link.Link{Index: 1, AFSpec: &link.AFSpec{Inet6: &link.Inet6{AddrGenMode: new(uint8(0)),
		Inet6State: link.Inet6State{Flags: 0x80000010, Conf: []int32{1}, Stats: []uint64{1},
			ICMP6Stats: []uint64{1}, CacheInfo: &link.Inet6CacheInfo{Tstamp: 1}, RAMTU: 1400}}}}
	want := link.Link{Index: 1, AFSpec: &link.AFSpec{Inet6: &link.Inet6{AddrGenMode: new(uint8(0))}}}
	link.LeaveOut(&l)
	if !reflect.DeepEqual(l, want) {
		t.Errorf("left is %+v, want %+v", l.AFSpec.Inet6, want.AFSpec.Inet6)
	}
}
