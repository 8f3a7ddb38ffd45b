package route_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// The interfaces that a test has.
const (
	lo    = testlink.Lo
	veth0 = testlink.Veth0
	veth1 = testlink.Veth1
)

// dial opens a connection in a namespace of its own, in which they are up and
// the veths have addresses of networks of their own.
func dial(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	testlink.Address(t, conn, veth1, "203.0.113.1/24", "2001:db8:1::1/64")
	return conn, ns
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
