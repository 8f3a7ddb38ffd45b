package iproute2

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"encoding"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// codecs has what encodes and decodes the messages of the kernel again, by type.
var codecs = map[uint16]func(*testing.T, nlmsg.Message){
	linux.RTM_NEWLINK:  again(link.Decode),
	linux.RTM_NEWADDR:  again(addr.Decode),
	linux.RTM_NEWROUTE: again(route.Decode),
}

// again returns a function that decodes a message, encodes what it has decoded and
// decodes that: it must be the same.
func again[T encoding.BinaryAppender](decode func(nlmsg.Message) (*T, error)) func(*testing.T, nlmsg.Message) {
	return func(t *testing.T, m nlmsg.Message) {
		first := decoded(t, decode, m)
		b, err := (*first).AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		second := decoded(t, decode, nlmsg.Message{Header: m.Header, Data: b})
		addrs := cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})
		if diff := cmp.Diff(first, second, addrs); diff != "" {
			t.Errorf("decoded again (-first +second)\n%s", diff)
		}
		m.Data = b
		ours, _ := m.AppendBinary(nil)
		_ = ours
	}
}

// What the kernel says is encoded as it was decoded.
func TestAnswersComeBack(t *testing.T) {
	seen := make(map[uint16]int)
	for _, rec := range golden.Records(t, dumpsFile) {
		t.Run(rec.ID, func(t *testing.T) {
			for i, m := range received(t, rec) {
				seen[m.Type]++
				if codecs[m.Type] == nil {
					continue
				}
				t.Run(fmt.Sprint(i), func(t *testing.T) { codecs[m.Type](t, m) })
			}
		})
	}
	t.Log(seen)
}
