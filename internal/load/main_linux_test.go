package load_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// The interfaces of [network].
const (
	veth0 = testlink.Veth0
	veth1 = testlink.Veth1
)

// network returns a namespace with the interfaces of package testlink, of which
// veth0 has the address 192.0.2.1/24, and a connection in it.
func network(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24")
	return conn, ns
}

// dial opens a connection for the length of the test.
var dial = testconn.Dial

// ways are the ways to make a batch of requests.
var ways = []struct {
	name string
	do   func(conn *nlmsg.Conn, reqs []nlmsg.Request) error
}{
	{"Do", func(conn *nlmsg.Conn, reqs []nlmsg.Request) error { return conn.Do(reqs...) }},
	{"DoSeq", func(conn *nlmsg.Conn, reqs []nlmsg.Request) error { return conn.DoSeq(slices.Values(reqs)) }},
}

// failuresOf returns the failures that the error of a batch holds.
func failuresOf(t testing.TB, err error) []nlmsg.Failure {
	t.Helper()
	if err == nil {
		return nil
	}
	var batch *nlmsg.BatchError
	if !errors.As(err, &batch) {
		t.Errorf("error %v, want a *BatchError", err)
		return nil
	}
	return batch.Failures
}
