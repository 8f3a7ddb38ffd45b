package nlmsg

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRule01LengthCountsTheHeaderAndNotThePadding(t *testing.T) {
	m := Message{Header: Header{Type: 16, Flags: 5, Seq: 7, PortID: 9}, Data: []byte{1, 2, 3, 4, 5}}
	b, err := m.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := binary.NativeEndian.AppendUint32(nil, 21)
	want = binary.NativeEndian.AppendUint16(want, 16)
	want = binary.NativeEndian.AppendUint16(want, 5)
	want = binary.NativeEndian.AppendUint32(want, 7)
	want = binary.NativeEndian.AppendUint32(want, 9)
	want = append(want, 1, 2, 3, 4, 5)
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("length, type, flags, sequence number, port (-want +got)\n%s", diff)
	}
	for got, err := range Messages(b) {
		if err != nil {
			t.Fatal(err)
		}
		m.Len = 21
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

func TestRule03MessagesAreAligned(t *testing.T) {
	msg := func(data ...byte) []byte {
		b, _ := Message{Data: data}.AppendBinary(nil)
		return b
	}
	for _, tt := range []struct {
		name string
		b    []byte
	}{
		{"padding between", append(append(msg(1), 0, 0, 0), msg(2, 2)...)},
		{"padding after the last", append(append(append(msg(1), 0, 0, 0), msg(2, 2)...), 0, 0)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got [][]byte
			for m, err := range Messages(tt.b) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m.Data)
			}
			if diff := cmp.Diff([][]byte{{1}, {2, 2}}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestRule04LengthsAreCheckedBeforeUse(t *testing.T) {
	header := func(n uint32) []byte {
		b, _ := Header{Len: n}.AppendBinary(nil)
		return b
	}
	for _, tt := range []struct {
		name string
		b    []byte
		want string
	}{
		{"header cut short", header(16)[:15], "netlink message at byte 0: 15 bytes left, a header has 16"},
		{"length below 16", header(15), "netlink message at byte 0: length 15, 16 bytes left"},
		{"length over the rest", header(17), "netlink message at byte 0: length 17, 16 bytes left"},
		{"length near 2^32", header(0xfffffffd), "netlink message at byte 0: length 4294967293, 16 bytes left"},
		{"second message", append(header(16), header(0)...), "netlink message at byte 16: length 0, 16 bytes left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			for _, err = range Messages(tt.b) {
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// FuzzMessages: whatever comes, the messages lie within the datagram, one after
// another, and written again they are what was read.
func FuzzMessages(f *testing.F) {
	b, _ := newRequest("veth0").AppendBinary(nil)
	f.Add(b)
	f.Add(append(b, b...))
	f.Add(b[:17])
	f.Fuzz(func(t *testing.T, b []byte) {
		at := 0
		for m, err := range Messages(b) {
			if err != nil {
				return
			}
			again, _ := m.AppendBinary(nil)
			if !bytes.Equal(again, b[at:at+len(again)]) {
				t.Fatalf("at byte %d: read % x, written again % x", at, b[at:], again)
			}
			at += align(len(again))
		}
		if at < len(b) {
			t.Fatalf("the walk ended at byte %d of %d without an error", at, len(b))
		}
	})
}
