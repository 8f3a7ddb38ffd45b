package browser

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// recorded returns what a command of ../testdata/wire sent and received. Those
// are the bytes of a little-endian machine; on another one the test is skipped.
func recorded(t *testing.T, file, id string) []explain.Datagram {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the recordings hold the bytes of a little-endian machine")
	}
	f, err := os.Open("../testdata/wire/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r struct {
			ID, Cmd  string
			Messages []struct{ Dir, Hex string }
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if r.ID != id {
			continue
		}
		var datagrams []explain.Datagram
		for _, m := range r.Messages[2:] { // the first two find out what the kernel can do
			d := explain.Datagram{Direction: nlmsg.Sent, Comment: r.Cmd}
			if m.Dir == "recv" {
				d.Direction, d.Comment = nlmsg.Received, ""
			}
			d.Bytes, err = hex.DecodeString(m.Hex)
			if err != nil {
				t.Fatal(err)
			}
			datagrams = append(datagrams, d)
		}
		return datagrams
	}
	t.Fatalf("%s has no %q: %v", file, id, lines.Err())
	return nil
}

// vethPair is the request for a pair of veths, and the answer.
func vethPair(t *testing.T) []explain.Datagram {
	return recorded(t, "iproute2.jsonl", "quick-veth-add")
}

// refused is vethPair with an answer that the kernel gives for a kind that it
// does not have, and with which it says where that stands.
func refused(t *testing.T) []explain.Datagram {
	t.Helper()
	d := vethPair(t)
	request := d[0].Bytes
	kind := bytes.Index(request, []byte{8, 0, 1, 0, 'v', 'e', 't', 'h'})
	order := binary.NativeEndian
	b := make([]byte, 16, 128)
	order.PutUint16(b[4:], 2) // NLMSG_ERROR
	order.PutUint16(b[6:], 0x300)
	copy(b[8:], request[8:12])
	b = order.AppendUint32(b, ^uint32(95)+1)
	b = append(b, request[:16]...)
	says := "Unknown device type\x00"
	b = order.AppendUint16(b, uint16(4+len(says)))
	b = order.AppendUint16(b, 1) // NLMSGERR_ATTR_MSG
	b = append(b, says...)
	b = order.AppendUint16(b, 8)
	b = order.AppendUint16(b, 2) // NLMSGERR_ATTR_OFFS
	b = order.AppendUint32(b, uint32(kind))
	order.PutUint32(b, uint32(len(b)))
	d[1].Bytes = b
	return d
}

// damaged is vethPair with a length that cannot be.
func damaged(t *testing.T) []explain.Datagram {
	t.Helper()
	d := vethPair(t)[:1]
	peer := bytes.Index(d[0].Bytes, []byte{0x24, 0, 1, 0})
	d[0].Bytes[peer] = 0x44
	return d
}

// nameless is vethPair with an attribute of which nothing is known.
func nameless(t *testing.T) []explain.Datagram {
	t.Helper()
	d := vethPair(t)[:1]
	d[0].Bytes = with(d[0].Bytes, 16000, "\x01\x02\x03\x04")
	return d
}

// with returns a request with another attribute.
func with(request []byte, typ uint16, value string) []byte {
	order := binary.NativeEndian
	b := order.AppendUint16(request, uint16(4+len(value)))
	b = order.AppendUint16(b, typ)
	b = append(b, value...)
	order.PutUint32(b, uint32(len(b)))
	return b
}

// link is what is asked and said of an interface, in a long answer.
func link(t *testing.T) []explain.Datagram { return recorded(t, "dumps.jsonl", "link-dev") }
