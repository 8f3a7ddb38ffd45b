package nlmsg_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestMain(m *testing.M) { testns.Main(m) }

// dial opens a connection in ns for the length of the test.
var dial = testconn.DialProtocol

// route opens a NETLINK_ROUTE connection in a namespace of the test's own.
func route(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	ns := testns.New(t)
	return dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns}), ns
}

// iface is the body of a message about links, by hand: this package comes
// below the one that knows links.
type iface struct {
	name  string
	kind  string
	index int32
	mtu   uint32
}

func (l iface) String() string { return l.name }

func (l iface) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	l.encode(e)
	return e.Result()
}

func (l iface) encode(e *rtattr.Encoder) {
	h := e.Struct(unix.SizeofIfInfomsg)
	h[4] = byte(l.index)
	if l.name != "" {
		e.IfName(unix.IFLA_IFNAME, l.name)
	}
	if l.mtu != 0 {
		e.Uint32(unix.IFLA_MTU, l.mtu)
	}
	if l.kind != "" {
		e.Nest(unix.IFLA_LINKINFO, func() { e.Bytes(unix.IFLA_INFO_KIND, []byte(l.kind)) })
	}
}

func addLink(name string) nlmsg.Request {
	return nlmsg.Request{
		Op: "link add", Type: unix.RTM_NEWLINK,
		Flags: unix.NLM_F_ACK | unix.NLM_F_CREATE | unix.NLM_F_EXCL,
		Body:  iface{name: name, kind: "bridge"},
	}
}

func setMTU(name string, mtu uint32) nlmsg.Request {
	return nlmsg.Request{Op: "link set", Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_ACK, Body: iface{name: name, mtu: mtu}}
}

func delLink(name string) nlmsg.Request {
	return nlmsg.Request{Op: "link del", Type: unix.RTM_DELLINK, Flags: unix.NLM_F_ACK, Body: iface{name: name}}
}

func getLink(name string) nlmsg.Request {
	return nlmsg.Request{Op: "link get", Type: unix.RTM_GETLINK, Body: iface{name: name}}
}

func listLinks() nlmsg.Request {
	return nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK, Body: iface{}}
}

// nameOf decodes the name of a link.
func nameOf(m *nlmsg.Message, name *string) (bool, error) {
	d := m.Decoder()
	d.Struct(unix.SizeofIfInfomsg)
	for typ, v := range d.All() {
		if typ == unix.IFLA_IFNAME {
			*name = v.Str()
		}
	}
	return true, nlmsg.NameError(*m, d.Err())
}
