//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What is written by hand is a request that the library makes, too: else the
// floor would have less to do.
func TestVethByHand(t *testing.T) {
	for _, tt := range []struct {
		name, peer string
		fd         uint32
	}{
		{"veth0", "eth0", 7},
		{"abc", "abcdefg", 0}, // no padding
		{"a", "a-name-of-15-by", 1 << 20},
	} {
		r := link.Add(&link.Link{Name: tt.name, Data: &link.Veth{
			Peer: &link.Link{Name: tt.peer, NetNS: link.NSFd(tt.fd)},
		}})
		want, err := r.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		got := appendVeth([]byte("before"), tt.name, tt.peer, tt.fd)
		if diff := cmp.Diff(append([]byte("before"), want...), got); diff != "" {
			t.Errorf("%s (-library +by hand)\n%s", tt.name, diff)
		}
	}
}

func TestBatchesAskForOneAcknowledgement(t *testing.T) {
	var requests []nlmsg.Request
	var want []string
	for i := range 5 {
		requests = append(requests, link.Set(link.Name("abcde"[:i+1]), &link.Link{MTU: 1400}))
	}
	datagrams, err := encodeBatches(requests, 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, d := range datagrams {
		for len(d) > 0 {
			length, typ := header(d)
			flags := binary.NativeEndian.Uint16(d[6:])
			name, _, _ := bytes.Cut(d[bytes.IndexByte(d, 'a'):length], []byte{0})
			got = append(got, fmt.Sprintf("%d: type %d, flags %#x, %s", i, typ, flags, name))
			d = d[align(length):]
		}
	}
	const plain, acked = unix.NLM_F_REQUEST, unix.NLM_F_REQUEST | unix.NLM_F_ACK
	for i, flags := range []int{plain, acked, plain, acked, acked} {
		want = append(want, fmt.Sprintf("%d: type %d, flags %#x, %s", i/2, unix.RTM_NEWLINK, flags, "abcde"[:i+1]))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
