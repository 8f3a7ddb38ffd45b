package nexthop_test

import (
	"encoding"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

// values compares addresses as values.
var values = cmpopts.EquateComparable(netip.Addr{})

func encode(t testing.TB, v encoding.BinaryAppender) []byte {
	t.Helper()
	b, err := v.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var goldens = []struct {
	file, comment string
	request       nlmsg.Request
}{
	{"add", "ip nexthop add id 1 via 192.0.2.1 dev veth0 onlink proto zebra encap mpls 100/200",
		nexthop.Add(&nexthop.NextHop{
			ID: 1, Gateway: ip("192.0.2.1"), OIF: 3, Flags: linux.RTNH_F_ONLINK, Protocol: 11,
			Encap: &encap.MPLS{Labels: []uint32{100, 200}},
		})},
	{"add-dev-v6", "ip -6 nexthop add id 2 dev veth0",
		nexthop.Add(&nexthop.NextHop{ID: 2, Family: linux.AF_INET6, OIF: 3})},
	{"add-fdb", "ip nexthop add id 3 via 198.51.100.1 fdb, with a port",
		nexthop.Add(&nexthop.NextHop{ID: 3, Gateway: ip("198.51.100.1"), FDB: true, DstPort: 4790})},
	{"add-group", "ip nexthop add id 10 group 1/2,300 hw_stats on\nA weight is one less on the wire, and its upper eight bits are apart.",
		nexthop.Add(&nexthop.NextHop{ID: 10, Group: []nexthop.Member{{ID: 1}, {ID: 2, Weight: 300}}, HWStats: new(true)})},
	{"replace-resilient", "ip nexthop replace id 11 group 1/2 type resilient buckets 8 idle_timer 30 unbalanced_timer 0",
		nexthop.Replace(&nexthop.NextHop{ID: 11, Group: []nexthop.Member{{ID: 1}, {ID: 2}}, Resilient: &nexthop.Resilient{
			Buckets: 8, IdleTimer: new(30 * time.Second), UnbalancedTimer: new(time.Duration(0)),
		}})},
	{"get-stats", "ip -s -s nexthop get id 10",
		nexthop.GetRequest(10, nexthop.AllStats)},
	{"list", "ip -6 nexthop show master vrf-red fdb",
		nexthop.Filter{Family: linux.AF_INET6, Master: 7, FDB: true}.Request()},
	{"list-buckets", "ip nexthop bucket show id 11 dev veth0 nhid 2",
		nexthop.BucketFilter{Group: 11, OIF: 3, Member: 2}.Request()},
}

func TestGolden(t *testing.T) {
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			golden.Check(t, "testdata/"+tt.file+".golden", tt.comment, encode(t, tt.request))
		})
	}
}

func message(t testing.TB, typ uint16, v encoding.BinaryAppender) nlmsg.Message {
	t.Helper()
	return nlmsg.Message{Header: nlmsg.Header{Type: typ}, Data: encode(t, v)}
}

// full is an object of which every field has a value.
func full() *nexthop.NextHop {
	n := new(nexthop.NextHop)
	f := testfill.Filler{Special: func(v reflect.Value) bool { return v.Kind() == reflect.Interface }}
	f.Fill(reflect.ValueOf(n).Elem())
	n.Encap = &encap.MPLS{Labels: []uint32{100}}
	return n
}

func TestEveryFieldComesBack(t *testing.T) {
	n := full()
	m := message(t, linux.RTM_NEWNEXTHOP, n)
	got, err := nexthop.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(n, got, values); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	clone := got.Clone()
	got.Encap.(*encap.MPLS).Labels[0] = 7
	got.Encap = nil
	testfill.Scramble(reflect.ValueOf(got).Elem())
	clear(m.Data)
	if diff := cmp.Diff(*n, clone, values); diff != "" {
		t.Errorf("(-written +cloned)\n%s", diff)
	}

	b := new(nexthop.Bucket)
	f := testfill.Filler{}
	f.Fill(reflect.ValueOf(b).Elem())
	m = message(t, linux.RTM_NEWNEXTHOPBUCKET, b)
	gotBucket, err := nexthop.DecodeBucket(m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, gotBucket); diff != "" {
		t.Errorf("bucket (-written +read)\n%s", diff)
	}
	cloneBucket := gotBucket.Clone()
	testfill.Scramble(reflect.ValueOf(gotBucket).Elem())
	clear(m.Data)
	if diff := cmp.Diff(*b, cloneBucket); diff != "" {
		t.Errorf("bucket (-written +cloned)\n%s", diff)
	}
	if got, want := fmt.Sprint(nexthop.Bucket{Group: 11, Index: 3, Member: 2}), "id 11 index 3 nhid 2"; got != want {
		t.Errorf("bucket %q, want %q", got, want)
	}
}

// What the kernel alone says is not sent.
func TestRequestsLeaveOutState(t *testing.T) {
	plain := nexthop.NextHop{ID: 1, Gateway: ip("192.0.2.1"), OIF: 3, Flags: linux.RTNH_F_ONLINK}
	read := plain
	read.Family, read.Scope, read.Flags = linux.AF_INET, linux.RT_SCOPE_LINK, plain.Flags|linux.RTNH_F_LINKDOWN|linux.RTNH_F_DEAD
	read.Stats, read.HWStatsUsed = []nexthop.MemberStats{{ID: 1}}, new(true)
	if diff := cmp.Diff(encode(t, nexthop.Add(&plain)), encode(t, nexthop.Add(&read))); diff != "" {
		t.Errorf("(-plain +as read)\n%s", diff)
	}
}

func TestRequestsRefuse(t *testing.T) {
	group := []nexthop.Member{{ID: 1}}
	for _, tt := range []struct {
		name    string
		request nlmsg.Request
		want    string
	}{
		{"nil", nexthop.Add(nil), "nexthop add: at offset 16: the nexthop is nil"},
		{"group with a gateway", nexthop.Add(&nexthop.NextHop{ID: 1, Group: group, Gateway: ip("192.0.2.1")}),
			"nexthop add id 1 group 1 via 192.0.2.1: NHA_GROUP at offset 16: a group has no gateway"},
		{"resilient without a group", nexthop.Add(&nexthop.NextHop{ID: 1, Resilient: &nexthop.Resilient{}}),
			"nexthop add id 1: NHA_RES_GROUP at offset 16: resilient, and no group"},
		{"mapped", nexthop.Add(&nexthop.NextHop{ID: 1, Gateway: ip("::ffff:192.0.2.1")}), "is an IPv4-mapped address"},
		{"two families", nexthop.Add(&nexthop.NextHop{ID: 1, Family: linux.AF_INET, Gateway: ip("2001:db8::1")}),
			"NHA_GATEWAY at offset 16: 2001:db8::1 is not of the family 2"},
		{"weight", nexthop.Add(&nexthop.NextHop{ID: 1, Group: []nexthop.Member{{ID: 2, Weight: 65537}}}),
			"weight 65537 of member 2 is not in the range of 1 to 65536"},
		{"half a tick", nexthop.Add(&nexthop.NextHop{ID: 1, Group: group, Resilient: &nexthop.Resilient{IdleTimer: new(time.Millisecond)}}),
			"NHA_RES_GROUP/NHA_RES_GROUP_IDLE_TIMER at offset 56: time 1ms is no multiple of 10ms"},
		{"no id to delete", nexthop.Del(0), "nexthop del id 0: NHA_ID at offset 24: 0 is the id of no nexthop"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.request.AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant ... %s", err, tt.want)
			}
		})
	}
}

// Nor does a message as the kernel sends it lose a part of a number.
func TestMessagesRefuse(t *testing.T) {
	for _, tt := range []struct {
		name    string
		message encoding.BinaryAppender
		want    string
	}{
		{"weight", &nexthop.NextHop{Group: []nexthop.Member{{ID: 2, Weight: 65537}}}, "weight 65537 of member 2 is not in the range of 1 to 65536"},
		{"weight below zero", &nexthop.NextHop{Group: []nexthop.Member{{ID: 2, Weight: -1}}}, "weight -1 of member 2"},
		{"time below zero", &nexthop.NextHop{Resilient: &nexthop.Resilient{UnbalancedTime: -time.Second}}, "time -1s is below zero"},
		{"half a tick", &nexthop.Bucket{IdleTime: 5 * time.Millisecond}, "time 5ms is no multiple of 10ms"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.message.AppendBinary(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant ... %s", err, tt.want)
			}
		})
	}
}
