package main

import (
	"context"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// What happens in the namespace is shown when it happens.
func TestWatchShowsNotifications(t *testing.T) {
	ns := testns.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var shown strings.Builder
	out := writerFunc(func(b []byte) (int, error) {
		shown.Write(b)
		if strings.Contains(string(b), `"watched0"`) {
			cancel()
		}
		return len(b), nil
	})
	events, err := join(out, ns)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	conn, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Do(link.Add(&link.Link{Name: "watched0", Data: &link.Bridge{}})); err != nil {
		t.Fatal(err)
	}
	if err := watch(ctx, out, events); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# received, ", "nlmsg_type    RTM_NEWLINK\n", "IFLA_IFNAME, 13 bytes\n", `  "watched0"`} {
		if !strings.Contains(shown.String(), want) {
			t.Errorf("no %q in\n%s", want, shown.String())
		}
	}
}

// A reader that is too slow is told that it missed something, and goes on.
func TestWatchTellsOfWhatWasLost(t *testing.T) {
	ns := testns.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var shown strings.Builder
	out := writerFunc(func(b []byte) (int, error) {
		shown.Write(b)
		if strings.Contains(string(b), "lost") {
			cancel()
		}
		return len(b), nil
	})
	events, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns, Groups: []uint32{1}, ReadBuffer: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	conn, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Do(link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}})); err != nil {
		t.Fatal(err)
	}
	for mtu := range 100 { // more than the buffer takes
		if err := conn.Do(link.SetMTU(link.Name("br0"), 1400+mtu)); err != nil {
			t.Fatal(err)
		}
	}
	if err := watch(ctx, out, events); err != nil {
		t.Fatal(err)
	}
	if want := "# receive buffer overrun: messages were lost\n"; !strings.Contains(shown.String(), want) {
		t.Errorf("no %q in\n%s", want, shown.String())
	}
}
