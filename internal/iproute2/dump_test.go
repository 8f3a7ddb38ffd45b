package iproute2

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// requestsFile has the recorded requests.
const requestsFile = "../../explain/testdata/wire/iproute2.jsonl"

// dumpFiles have the recorded commands that read.
var dumpFiles = []string{
	"../../explain/testdata/wire/dumps.jsonl",
	"testdata/options.jsonl",   // what the first does not have, on the same kernel
	"testdata/kinds.jsonl",     // all kinds of links and encapsulations that Linux 6.12 has
	"testdata/filtering.jsonl", // a bridge that looks at VLANs, on Linux 6.12
	"testdata/groups.jsonl",    // groups of nexthops, multicast and what is counted, on Linux 6.12
	"testdata/newer.jsonl",     // what a newer kernel and a newer iproute2 have, 6.18 and 6.15
}

// dumps returns all recorded commands that read.
func dumps(t *testing.T) []golden.Record {
	t.Helper()
	var records []golden.Record
	for _, file := range dumpFiles {
		records = append(records, golden.Records(t, file)...)
	}
	return records
}

// dump is a recorded command that reads.
type dump struct {
	golden.Record

	// printed are the objects that the command printed.
	printed []any

	// devices are the links that the command has seen, by index: it prints
	// their names in place of indexes.
	devices map[int]*link.Link

	// nexthops are the nexthop objects that the command has seen, by id: it
	// prints them together with the routes that have them.
	nexthops map[uint32]*nexthop.NextHop

	// seen has the rows of tables that were held against JSON; see [row].
	seen coverage
}

// newDump reads what a record holds.
func newDump(t *testing.T, rec golden.Record, seen coverage) *dump {
	t.Helper()
	d := &dump{Record: rec, devices: make(map[int]*link.Link), nexthops: make(map[uint32]*nexthop.NextHop), seen: seen}
	var printed any
	if err := json.Unmarshal(rec.JSON, &printed); err != nil {
		t.Fatalf("JSON of %q: %v", rec.Cmd, err)
	}
	d.printed = []any{printed} // of the groups of bridges, for one
	if list, ok := printed.([]any); ok {
		d.printed = list
	}
	for _, m := range received(t, rec) {
		switch m.Type {
		case linux.RTM_NEWLINK:
			l := decoded(t, link.Decode, m)
			d.devices[l.Index] = l
		case linux.RTM_NEWNEXTHOP:
			n := decoded(t, nexthop.Decode, m)
			d.nexthops[n.ID] = n
		}
	}
	return d
}

// has reports whether the command was given an option, or a word, of that name.
func (d *dump) has(word string) bool {
	return strings.Contains(d.Cmd+" ", " "+word+" ")
}

// newer reports whether the command is one of the newer iproute2 that was recorded.
func (d *dump) newer() bool { return d.Iproute2 != "6.1.0" }

// device returns the name of a link as the command prints it.
func (d *dump) device(index int) string {
	if l := d.devices[index]; l != nil {
		return l.Name
	}
	return fmt.Sprintf("if%d", index)
}

// answer returns the messages that answer the command itself, without the end of
// a dump. The command looks names up by sockets of their own, whose sequence
// numbers are the same and whose port is not.
func (d *dump) answer(t *testing.T) []nlmsg.Message {
	t.Helper()
	seq := binary.NativeEndian.Uint32(d.Main()[8:])
	var found []nlmsg.Message
	for _, m := range received(t, golden.Record{Messages: d.Messages[d.MainIndex:]}) {
		if m.Seq != seq || len(found) > 0 && m.PortID != found[0].PortID {
			continue
		}
		found = append(found, m)
	}
	return found
}

// received returns all messages that a command has received, without
// acknowledgements and ends of dumps.
func received(t *testing.T, rec golden.Record) []nlmsg.Message {
	t.Helper()
	var found []nlmsg.Message
	for _, datagram := range rec.Messages {
		if datagram.Dir != "recv" {
			continue
		}
		for m, err := range nlmsg.Messages(datagram.Bytes) {
			if err != nil {
				t.Fatalf("%s: %v", rec.ID, err)
			}
			if m.Type != linux.NLMSG_ERROR && m.Type != linux.NLMSG_DONE {
				found = append(found, m)
			}
		}
	}
	return found
}

// decoded decodes a message, which must succeed.
func decoded[T any](t *testing.T, decode func(nlmsg.Message) (T, error), m nlmsg.Message) T {
	t.Helper()
	v, err := decode(m)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// all decodes what answers the command.
func all[T any](t *testing.T, d *dump, decode func(nlmsg.Message) (T, error)) []T {
	t.Helper()
	var list []T
	for _, m := range d.answer(t) {
		list = append(list, decoded(t, decode, m))
	}
	return list
}
