//go:build linux

package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What kernels have answered that have nearly everything is shown as ip shows it,
// which reads messages from a file as well.
func TestRecordedLikeIP(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	needVersion(t, ns)
	wanted, err := choose(ipObjects)
	if err != nil {
		t.Fatal(err)
	}
	conn := dial(t, ns)
	file := filepath.Join(t.TempDir(), "messages")
	for _, path := range []string{
		"../../explain/testdata/wire/dumps.jsonl",
		"../../internal/iproute2/testdata/options.jsonl",
		"../../internal/iproute2/testdata/kinds.jsonl",
		"../../internal/iproute2/testdata/filtering.jsonl",
	} {
		for _, rec := range golden.Records(t, path) {
			t.Run(rec.ID, func(t *testing.T) {
				var said strings.Builder
				m := &monitor{out: &said, label: true, wanted: wanted, own: newNamespace(conn, nil)}
				told := answers(rec, wanted)
				if len(told) == 0 {
					return // a command that asks for something else
				}
				if err := os.WriteFile(file, told, 0o666); err != nil {
					t.Fatal(err)
				}
				theirs := testns.Command(t, ns, "ip", "monitor", "all", "file", file)
				for msg, err := range nlmsg.Messages(told) {
					if err != nil {
						t.Fatal(err)
					}
					if err := m.show(msg); err != nil {
						t.Fatal(err)
					}
				}
				step{}.compare(t, theirs, said.String())
			})
		}
	}
}

// answers returns the messages that were received about the objects wanted.
// Entries of forwarding databases, which ip takes for neighbours, are left out.
func answers(rec golden.Record, wanted []object) []byte {
	var told []byte
	for _, d := range rec.Messages {
		if d.Dir != "recv" {
			continue
		}
		for b := d.Bytes; len(b) >= nlmsg.HeaderLen; {
			size := min((int(binary.NativeEndian.Uint32(b))+3)&^3, len(b))
			typ := binary.NativeEndian.Uint16(b[4:])
			entry := typ == unix.RTM_NEWNEIGH && b[nlmsg.HeaderLen] == unix.AF_BRIDGE
			if !entry && slices.ContainsFunc(wanted, func(o object) bool { return o.added == typ }) {
				told = append(told, b[:size]...)
			}
			b = b[size:]
		}
	}
	return told
}
