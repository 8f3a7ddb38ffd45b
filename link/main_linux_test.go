package link_test

import (
	"io"
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// TestMain runs the tests, or is the process that processIn starts: it does
// nothing until its standard input ends.
func TestMain(m *testing.M) {
	if os.Getenv(holdEnv) != "" {
		io.Copy(io.Discard, os.Stdin)
		return
	}
	testns.Main(m)
}

const holdEnv = "RAWNL_TEST_HOLD"

// newNS returns a namespace for the test alone and a connection in it.
func newNS(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	return testconn.Dial(t, nlmsg.Config{NetNS: ns}), ns
}

// do makes requests. What the kernel lacks skips the test.
var do = testconn.DoOrSkip

func get(t testing.TB, conn *nlmsg.Conn, ref link.Ref) *link.Link {
	t.Helper()
	l, err := link.Get(conn, ref)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// veth is a request for a pair of veths.
func veth(name, peer string) nlmsg.Request {
	return link.Add(&link.Link{Name: name, Data: &link.Veth{Peer: &link.Link{Name: peer}}})
}

// bridge is a request for a bridge.
func bridge(name string) nlmsg.Request {
	return link.Add(&link.Link{Name: name, Data: &link.Bridge{}})
}
