package neigh_test

import (
	"os"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// The interfaces that a test has.
const (
	veth0 = testlink.Veth0
	veth1 = testlink.Veth1
)

// dial opens a connection in a namespace of its own, in which they are up.
func dial(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	return testlink.Dial(t)
}

// do makes requests that must succeed.
var do = testconn.Do
