package docs_test

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/schema"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/update"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// recorded holds what was said once. The guide shows it.
const recorded = "testdata/conversations.jsonl"

// The running kernel says what the recording says: the same messages in the
// same order, the same errors, about the same attributes. With -update, what it
// says otherwise is recorded anew.
func TestTheKernelStillSaysSo(t *testing.T) {
	old := make(map[string]record)
	for _, r := range records(t, recorded) {
		old[r.ID] = r
	}
	var all []record
	for _, c := range conversations {
		now := hold(t, c)
		was, known := old[c.id]
		diff := cmp.Diff(was.outline(t), now.outline(t))
		switch {
		case known && diff == "" && was.Cmd == now.Cmd:
			all = append(all, was)
		case update.Wanted():
			all = append(all, now)
		default:
			t.Errorf("%s (-recorded +this kernel; -update records it):\n%s", c.id, diff)
		}
	}
	if update.Wanted() {
		write(t, recorded, lines(t, all))
	}
}

// hold lets a conversation happen and returns it.
func hold(t *testing.T, c conversation) record {
	t.Helper()
	ns, other := testns.New(t), testns.New(t)
	before := dial(t, ns, nil)
	if err := before.Do(c.before...); err != nil {
		t.Fatalf("%s: before it: %v", c.id, err)
	}
	r := record{ID: c.id, Cmd: c.cmd, Kernel: release(t)}
	trace := func(dir nlmsg.Direction, b []byte) {
		d := datagram{Dir: "send", Hex: hex.EncodeToString(b)}
		if dir == nlmsg.Received {
			d.Dir = "recv"
		}
		r.Messages = append(r.Messages, d)
	}
	var events *nlmsg.Conn
	if c.groups != nil {
		events = dial(t, ns, trace, c.groups...)
	}
	err := c.happen(dial(t, ns, trace), other)
	switch {
	case !errors.Is(err, c.err):
		t.Errorf("%s: %v, want %v", c.id, err, c.err)
	case err != nil && !strings.Contains(unwrap(readGuide(t)), unwrap(err.Error())):
		t.Errorf("%s: the guide does not show the error\n    %v", c.id, err)
	}
	if events != nil {
		for _, err := range events.Receive(context.Background()) {
			if err != nil {
				t.Fatalf("%s: %v", c.id, err)
			}
			break
		}
	}
	return r
}

// unwrap makes one line of text that is broken into lines.
func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }

func dial(t *testing.T, ns *os.File, trace func(nlmsg.Direction, []byte), groups ...uint32) *nlmsg.Conn {
	t.Helper()
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Trace: trace, Groups: groups})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func release(t *testing.T) string {
	t.Helper()
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		t.Fatal(err)
	}
	number, _, _ := strings.Cut(unix.ByteSliceToString(u.Release[:]), "-")
	return "Linux " + number
}

// lines writes records as they stand in a file.
func lines(t *testing.T, all []record) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, r := range all {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// outline returns what has to be the same whenever the conversation happens: a
// line for each message.
func (r record) outline(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, d := range r.Messages {
		for m, err := range nlmsg.Messages(d.bytes(t)) {
			if err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
			name := schema.TypeName(linux.NETLINK_ROUTE, m.Type)
			line := fmt.Sprintf("%s %s %s", d.Dir, name, schema.FlagNames(linux.NETLINK_ROUTE, m.Type, m.Flags))
			if m.Type == unix.NLMSG_ERROR || m.Type == unix.NLMSG_DONE {
				line += fmt.Sprintf(", error %d", int32(binary.NativeEndian.Uint32(m.Data)))
			}
			out = append(out, line)
		}
	}
	return slices.Clip(out)
}
