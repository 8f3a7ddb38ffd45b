//go:build linux

package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// What kernels have answered that have nearly everything is shown as ip and bridge
// show it, which read messages from a file as well.
func TestRecorded(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	needVersion(t, ns)
	for _, names := range []string{"/etc/protocols", "/etc/iproute2/rt_protos"} {
		if _, err := os.Stat(names); err != nil {
			t.Skipf("ip needs the names that a system has: %v", err)
		}
	}
	conn := dial(t, ns)
	file := filepath.Join(t.TempDir(), "messages")
	var records []golden.Record
	for _, path := range []string{
		"../../explain/testdata/wire/dumps.jsonl",
		"../../internal/iproute2/testdata/options.jsonl",
		"../../internal/iproute2/testdata/kinds.jsonl",
		"../../internal/iproute2/testdata/filtering.jsonl",
	} {
		records = append(records, golden.Records(t, path)...)
	}
	for program, objects := range map[string][]string{"ip": ipObjects, "bridge": {"fdb", "mdb", "vlan"}} {
		wanted, err := choose(objects)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range records {
			t.Run(program+"/"+rec.ID, func(t *testing.T) {
				told := answers(rec, wanted)
				if len(told) == 0 {
					return // a command that asks for something else
				}
				if err := os.WriteFile(file, told, 0o666); err != nil {
					t.Fatal(err)
				}
				theirs := testns.Command(t, ns, program, slices.Concat([]string{"monitor"}, objects, []string{"file", file})...)
				var said strings.Builder
				m := &monitor{out: &said, wanted: wanted, own: newNamespace(conn, nil)}
				for msg, err := range nlmsg.Messages(told) {
					if err != nil {
						t.Fatal(err)
					}
					if err := m.show(msg); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(theirs, said.String()); diff != "" {
					t.Errorf("-iproute2 +monitor:\n%s", diff)
				}
			})
		}
	}
}

// answers returns the messages that were received about the objects wanted. ip
// takes entries of forwarding databases for neighbours: they are for bridge.
func answers(rec golden.Record, wanted []object) []byte {
	var told []byte
	for _, d := range rec.Messages {
		if d.Dir != "recv" {
			continue
		}
		for b := d.Bytes; len(b) >= nlmsg.HeaderLen; {
			size := min((int(binary.NativeEndian.Uint32(b))+3)&^3, len(b))
			typ := binary.NativeEndian.Uint16(b[4:])
			for _, o := range wanted {
				entry := typ == unix.RTM_NEWNEIGH && b[nlmsg.HeaderLen] == unix.AF_BRIDGE
				if o.added == typ && entry == (o.name == "fdb") {
					told = append(told, b[:size]...)
					break
				}
			}
			b = b[size:]
		}
	}
	return told
}
