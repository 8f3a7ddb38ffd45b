package kernels_test

import (
	"net/netip"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

const veth0, veth1 = testlink.Veth0, testlink.Veth1

// dial opens a connection in a namespace with a pair of veths, one of which has
// addresses.
func dial(t *testing.T) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	return conn, ns
}

// must makes requests that a question needs. A kernel may be built without
// them.
var must = testconn.DoOrSkip

// br is the index of the bridge that withBridge makes, whose port is veth0, and
// vx that of the VXLAN that withVXLAN makes.
const br, vx = 20, 21

func withBridge(t *testing.T, conn *nlmsg.Conn) {
	t.Helper()
	must(t, conn,
		link.Add(&link.Link{Name: "br0", Index: br, Flags: unix.IFF_UP, Data: &link.Bridge{
			VLANFiltering: new(true), McastSnooping: new(true), McastIGMPVersion: 3,
		}}),
		link.SetMaster(link.Index(veth0), link.Index(br)))
}

func withVXLAN(t *testing.T, conn *nlmsg.Conn) {
	t.Helper()
	must(t, conn, link.Add(&link.Link{Name: "vx0", Index: vx, Flags: unix.IFF_UP, Data: &link.VXLAN{CollectMetadata: new(true)}}))
}

// done says what became of a request.
func done(t *testing.T, err error) string {
	t.Helper()
	if err != nil {
		return kernels.Refused(t, err)
	}
	return "yes"
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }
