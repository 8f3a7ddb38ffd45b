package input

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/explain"
)

// show writes a datagram as one line: direction, protocol, bytes and comment.
func show(d explain.Datagram) string {
	s := fmt.Sprintf("%v %d %x", d.Direction, d.Protocol, d.Bytes)
	if d.Comment != "" {
		s += fmt.Sprintf(" %q", d.Comment)
	}
	return s
}

// all returns the datagrams of r as lines, as a little-endian machine reads them,
// and the error that ends them.
func all(r io.Reader) (got []string, err error) { return allOn(binary.LittleEndian, r) }

func allOn(native binary.ByteOrder, r io.Reader) (got []string, err error) {
	for d, e := range readOn(native, r) {
		if e != nil {
			err = e
			continue
		}
		got = append(got, show(d))
	}
	return got, err
}

// check compares what Read makes of a text with the datagrams and with the error
// that it should give, which is empty if there should be none.
func check(t *testing.T, text string, want []string, wantErr string) {
	t.Helper()
	got, err := all(strings.NewReader(text))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("datagrams (-want +got):\n%s", diff)
	}
	if err == nil && wantErr != "" || err != nil && err.Error() != wantErr {
		t.Errorf("error %v, want %q", err, wantErr)
	}
}

// testdata returns a file of that folder.
func testdata(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// addBridge returns what ip of iproute2 6.1.0 and the kernel exchange for "ip
// link add br0 type bridge", as show writes it: a probe and its refusal, and the
// request and its acknowledgement. The sequence number and the port differ from
// one time to the other.
func addBridge(seq, port string) []string {
	const probe = "20000000" + "10000500" + "00000000" + "00000000" + "00000000000000000000000000000000"
	add := "38000000" + "10000506" + seq + "00000000"
	return []string{
		"sent 0 " + probe,
		"received 0 " + "34000000" + "02000000" + "00000000" + port + "edffffff" + probe,
		"sent 0 " + add + "00000000000000000000000000000000" + "0800030062723000" + "100012000a0001006272696467650000",
		"received 0 " + "24000000" + "02000001" + seq + port + "00000000" + add,
	}
}

func TestReadFindsTheFormat(t *testing.T) {
	for _, test := range []struct {
		name, seq, port string
		comments        [4]string
	}{
		{name: "bridge.strace", seq: "9af9056b", port: "35680000"},
		{name: "commands.jsonl", seq: "3a25046b", port: "08000000",
			comments: [4]string{"ip link add br0 type bridge (quick-bridge-add)"}},
		{name: "nlmon.pcap", seq: "19fb056b", port: "8a000000"},
		{name: "nanoseconds.pcap", seq: "1cfb056b", port: "8e000000"},
		{name: "any.pcap", seq: "22fb056b", port: "9d000000"},
		{name: "nlmon.pcapng", seq: "27fb056b", port: "a7000000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := all(strings.NewReader(testdata(t, test.name)))
			if err != nil || len(got) < 4 {
				t.Fatalf("%d datagrams, error %v", len(got), err)
			}
			want := addBridge(test.seq, test.port)
			for i, c := range test.comments {
				if c != "" {
					want[i] += fmt.Sprintf(" %q", c)
				}
			}
			if diff := cmp.Diff(want, got[:4]); diff != "" {
				t.Errorf("datagrams (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadOfNothingIsEmpty(t *testing.T) {
	check(t, "", nil, "")
	check(t, " \n\n", nil, "")
}

func TestReadRefusesBinaryFiles(t *testing.T) {
	const want = "neither text nor a capture file of the formats pcap and pcapng"
	check(t, "\x1f\x8b\x08\x00\x00\x00\x00\x00", nil, want)
	check(t, "\x7fELF\x02\x01\x01\x00", nil, want)
}

func TestReadEndsWhenNoMoreIsWanted(t *testing.T) {
	for _, name := range []string{"bridge.strace", "commands.jsonl", "nlmon.pcap", "nlmon.pcapng"} {
		n := 0
		for range Read(strings.NewReader(testdata(t, name))) {
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("%s: %d datagrams", name, n)
		}
	}
}

// A capture may be a pipe whose other end is still open: each datagram comes
// before the next one is written.
func TestReadFollowsAPipe(t *testing.T) {
	for _, test := range []struct {
		name string
		ends [2]int // of the first two datagrams
	}{
		{"nlmon.pcap", [2]int{24 + 16 + 48, 24 + 16 + 48 + 16 + 68}},
		{"nlmon.pcapng", pcapngEnds},
		{"bridge.strace", [2]int{
			strings.Index(testdata(t, "bridge.strace"), " recvmsg("),
			strings.Index(testdata(t, "bridge.strace"), " sendmsg("),
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := testdata(t, test.name)
			r, w := io.Pipe()
			seen := make(chan struct{})
			go func() {
				at := 0
				for _, end := range test.ends {
					io.WriteString(w, content[at:end])
					at = end
					<-seen
				}
				w.Close()
			}()
			n := 0
			for _, err := range Read(r) {
				if err != nil {
					break // strace is cut within a line
				}
				if n++; n <= len(test.ends) {
					seen <- struct{}{}
				}
			}
			if n != len(test.ends) {
				t.Errorf("%d datagrams, want %d", n, len(test.ends))
			}
		})
	}
}

// brokenReader fails after some bytes.
type brokenReader struct{ io.Reader }

func (r brokenReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err == io.EOF {
		err = os.ErrDeadlineExceeded
	}
	return n, err
}

func TestReadReturnsErrorsOfTheReader(t *testing.T) {
	for _, name := range []string{"bridge.strace", "commands.jsonl", "nlmon.pcap", "nlmon.pcapng"} {
		got, err := all(brokenReader{strings.NewReader(testdata(t, name))})
		if err == nil || !strings.Contains(err.Error(), os.ErrDeadlineExceeded.Error()) || len(got) < 4 {
			t.Errorf("%s: %d datagrams, error %v", name, len(got), err)
		}
	}
}
