package explain

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// record is what one command sent and received.
type record struct {
	ID, Cmd   string
	Datagrams []Datagram
}

// records returns those of a file of testdata/wire. They hold the bytes of a
// little-endian machine; on another one the test is skipped.
func records(t testing.TB, name string) []record {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skipf("%s holds the bytes of a little-endian machine", name)
	}
	f, err := os.Open(filepath.Join("testdata", "wire", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []record
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var wire struct {
			ID, Cmd  string
			Messages []struct{ Dir, Hex, Proto string }
		}
		if err := json.Unmarshal(lines.Bytes(), &wire); err != nil {
			t.Fatal(err)
		}
		r := record{ID: wire.ID, Cmd: wire.Cmd}
		for _, m := range wire.Messages {
			d := Datagram{Direction: nlmsg.Sent}
			if m.Dir == "recv" {
				d.Direction = nlmsg.Received
			}
			if m.Proto == "generic" {
				d.Protocol = linux.NETLINK_GENERIC
			}
			if d.Bytes, err = hex.DecodeString(m.Hex); err != nil {
				t.Fatal(err)
			}
			r.Datagrams = append(r.Datagrams, d)
		}
		all = append(all, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// Everything that iproute2 sent and the kernel answered is explained to the
// last byte: every attribute has a name, every value fits its type, and nothing
// is left over. The bytes read back out of the text are those that went in.
func TestEveryRecordedMessageIsExplained(t *testing.T) {
	for name, atLeast := range map[string]int{"iproute2.jsonl": 1200, "dumps.jsonl": 1200} {
		count := 0
		for _, r := range records(t, name) {
			for _, d := range r.Datagrams {
				count += len(split(d.Protocol, d.Bytes))
			}
			t.Run(r.ID, func(t *testing.T) {
				var text strings.Builder
				p := NewPrinter(&text)
				var all []byte
				for _, d := range r.Datagrams {
					if err := p.Print(d); err != nil {
						t.Fatal(err)
					}
					all = append(all, d.Bytes...)
					for _, m := range split(d.Protocol, d.Bytes) {
						for _, gap := range gaps(&m.root, d.Protocol) {
							t.Errorf("%s: %s", m.root.Name, gap)
						}
						for _, p := range m.parts {
							if p.wrong != "" || p.role == damage || p.role == unknown && d.Protocol == linux.NETLINK_ROUTE {
								t.Errorf("%s: byte %#x: %s: %s", m.root.Name, p.start, p.label(), p.wrong)
							}
						}
					}
				}
				if got, err := Parse(text.String()); err != nil || !bytes.Equal(got, all) {
					t.Errorf("other bytes read back: %v", err)
				}
			})
		}
		if count < atLeast {
			t.Errorf("%s: %d messages, want at least %d", name, count, atLeast)
		}
	}
}

// gaps returns what has no name in a message of NETLINK_ROUTE.
func gaps(n *schema.Node, protocol int) []string {
	if protocol != linux.NETLINK_ROUTE {
		return nil
	}
	var found []string
	if n.Role == schema.Message && n.Type.Kind == schema.Binary && len(n.Body) > 0 && !n.Capped {
		found = append(found, fmt.Sprintf("nothing known of the %d bytes in it", len(n.Body)))
	}
	for i := range n.Children {
		c := &n.Children[i]
		if c.Role == schema.Attribute && c.Name == "" {
			found = append(found, fmt.Sprintf("%s holds attribute %d without a name, % x", n.Name, c.Number, c.Body))
		}
		found = append(found, gaps(c, protocol)...)
	}
	return found
}
