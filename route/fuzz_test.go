package route_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// Any bytes decode or are refused, and what has been decoded and can be sent
// is the same when it is decoded again.
func FuzzDecode(f *testing.F) {
	if !bigEndian {
		for _, rec := range golden.Records(f, "testdata/iproute2.jsonl") {
			for m, err := range nlmsg.Messages(rec.Main()) {
				if err == nil {
					f.Add(m.Data)
				}
			}
		}
	}
	f.Add(message(f, route.Add(full)).Data)
	f.Add(message(f, route.Add(multi)).Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := route.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: data})
		if err != nil {
			return
		}
		if first.Table != 0 { // which the kernel never sends
			checkComesBack(t, first)
		}
		if first.Flags&linux.RTM_F_CLONED != 0 { // an answer, whose scope is left out
			return
		}
		asSent(first)
		b, err := route.Add(first).AppendBinary(nil)
		if err != nil {
			return
		}
		for m := range nlmsg.Messages(b) {
			second, err := route.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(first, second, values); diff != "" {
				t.Errorf("decoded again (-first +second)\n%s", diff)
			}
		}
	})
}

// checkComesBack writes r, which was decoded, and reads that.
func checkComesBack(t *testing.T, r *route.Route) {
	t.Helper()
	b, err := r.AppendBinary(nil)
	if err != nil {
		if strings.Contains(err.Error(), "interface index -") {
			return // the kernel has none
		}
		t.Fatalf("read, but not written: %v", err)
	}
	got, err := route.Decode(nlmsg.Message{Header: nlmsg.Header{Type: linux.RTM_NEWROUTE}, Data: b})
	if err != nil {
		t.Fatalf("written, but not read: %v", err)
	}
	if diff := cmp.Diff(r, got, values); diff != "" {
		t.Errorf("read and read again (-first +second)\n%s", diff)
	}
}

// asSent fills in and leaves out what a request does.
func asSent(r *route.Route) {
	const state = linux.RTNH_F_DEAD | linux.RTNH_F_OFFLOAD | linux.RTNH_F_LINKDOWN | linux.RTNH_F_UNRESOLVED |
		linux.RTNH_F_TRAP | linux.RTM_F_OFFLOAD | linux.RTM_F_TRAP | linux.RTM_F_OFFLOAD_FAILED
	r.Cache = nil
	r.Flags &^= state
	if r.Expires > 0 {
		r.Expires = (r.Expires + time.Second - 1).Truncate(time.Second)
	}
	if r.Protocol == 0 {
		r.Protocol = linux.RTPROT_BOOT
	}
	if r.Table == 0 {
		r.Table = linux.RT_TABLE_MAIN
		switch r.Type {
		case linux.RTN_LOCAL, linux.RTN_BROADCAST, linux.RTN_ANYCAST, linux.RTN_NAT:
			r.Table = linux.RT_TABLE_LOCAL
		}
	}
	if r.Type == 0 {
		r.Type = linux.RTN_UNICAST
	}
	if r.NHID != 0 {
		r.Gateway, r.OIF, r.MultiPath, r.Encap = netip.Addr{}, 0, nil, nil
	}
	for i := range r.MultiPath {
		r.MultiPath[i].Flags &= 0xff &^ (state & 0xff)
	}
	if len(r.MultiPath) == 0 {
		r.MultiPath = nil
	}
}
