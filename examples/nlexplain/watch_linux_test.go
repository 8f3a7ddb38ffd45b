package main

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// What happens in the namespace is shown when it happens.
func TestWatchShowsNotifications(t *testing.T) {
	got := watched(t, `"watched0"`, join, link.Add(&link.Link{Name: "watched0", Data: &link.Bridge{}}))
	for _, want := range []string{"# received, ", "nlmsg_type    RTM_NEWLINK\n", "IFLA_IFNAME, 13 bytes\n", `  "watched0"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// A reader that is too slow is told that it missed something, and goes on.
func TestWatchTellsOfWhatWasLost(t *testing.T) {
	requests := []nlmsg.Request{link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}})}
	for mtu := range 100 { // more than the buffer takes
		requests = append(requests, link.SetMTU(link.Name("br0"), 1400+mtu))
	}
	small := func(_ io.Writer, ns *os.File) (*nlmsg.Conn, error) {
		return nlmsg.Dial(0, &nlmsg.Config{NetNS: ns, Groups: groups[:1], ReadBuffer: 1})
	}
	got := watched(t, "lost", small, requests...)
	if want := "# receive buffer overrun: messages were lost\n"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// watched watches a new namespace over the connection that opens on it, makes
// requests there, and returns what is shown until that holds a word.
func watched(t *testing.T, word string, open func(io.Writer, *os.File) (*nlmsg.Conn, error), requests ...nlmsg.Request) string {
	t.Helper()
	ns := testns.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var shown strings.Builder
	out := writerFunc(func(b []byte) (int, error) {
		shown.Write(b)
		if strings.Contains(string(b), word) {
			cancel()
		}
		return len(b), nil
	})
	events, err := open(out, ns)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	conn, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, r := range requests {
		if err := conn.Do(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := watch(ctx, out, events); err != nil {
		t.Fatal(err)
	}
	return shown.String()
}
