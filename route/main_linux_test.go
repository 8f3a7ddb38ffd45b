package route_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// dial opens a connection in a namespace of its own, in which the veths veth0
// and veth1 are up and have addresses; theirs are the indexes 2 and 3.
func dial(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	conn, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	makeVeths(t, conn)
	giveAddresses(t, conn)
	return conn, ns
}

// listen opens a connection for notifications of the groups.
func listen(t testing.TB, ns *os.File, groups ...uint32) *nlmsg.Conn {
	t.Helper()
	events, err := nlmsg.Dial(0, &nlmsg.Config{NetNS: ns, Groups: groups})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	return events
}

// await waits until there is what a test needs, which it looks for at once and
// after each notification.
func await(t testing.TB, events *nlmsg.Conn, there func() bool) {
	t.Helper()
	if there() {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for _, err := range events.Receive(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if there() {
			return
		}
	}
}
