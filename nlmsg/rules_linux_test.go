package nlmsg_test

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Rules of the kernel that the library relies on, seen by requests made by
// hand.

func TestRule09NewNestsNeedTheFlag(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	altName := func(flag uint16) error {
		return conn.Do(nlmsg.Request{Op: "link prop add", Type: unix.RTM_NEWLINKPROP, Body: bodyFunc(func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)[4] = 1
			e.Rows(unix.IFLA_PROP_LIST|flag, func() { e.String(unix.IFLA_ALT_IFNAME, "loopback") })
		})})
	}
	if err := altName(0); !errors.Is(err, unix.EINVAL) {
		t.Errorf("without the flag: %v, want EINVAL", err)
	}
	if err := altName(rtattr.Nested); err != nil {
		t.Errorf("with the flag: %v", err)
	}
}

// nsid is the body of a message about the id of a namespace.
type nsid struct {
	ns *os.File
	id int32
}

func (n nsid) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	n.encode(e)
	return e.Result()
}

func (n nsid) encode(e *rtattr.Encoder) {
	e.Struct(4) // struct rtgenmsg, padded
	e.Int32(unix.NETNSA_NSID, n.id)
	e.Uint32(unix.NETNSA_FD, uint32(n.ns.Fd()))
}

// getID asks for the id of ns; -1 stands for none.
func getID(t *testing.T, conn *nlmsg.Conn, ns *os.File) (id int32) {
	t.Helper()
	m, err := conn.Get(nlmsg.Request{Op: "nsid get", Type: unix.RTM_GETNSID, Body: bodyFunc(func(e *rtattr.Encoder) {
		e.Struct(4)
		e.Uint32(unix.NETNSA_FD, uint32(ns.Fd()))
	})})
	if err != nil {
		t.Fatal(err)
	}
	d := m.Decoder()
	d.Struct(4)
	for typ, v := range d.All() {
		if typ == unix.NETNSA_NSID {
			id = v.Int32()
		}
	}
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRule60And61NamespaceIDs(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	other := testns.New(t)
	if id := getID(t, conn, other); id != unix.NETNSA_NSID_NOT_ASSIGNED {
		t.Errorf("a new namespace has id %d, want none", id)
	}
	set := func(ns *os.File, id int32) error {
		return conn.Do(nlmsg.Request{Op: "nsid add", Type: unix.RTM_NEWNSID, Body: nsid{ns, id}})
	}
	if err := set(other, 7); err != nil {
		t.Fatal(err)
	}
	if id := getID(t, conn, other); id != 7 {
		t.Errorf("id %d, want 7", id)
	}
	if err := set(testns.New(t), 7); !errors.Is(err, unix.EEXIST) {
		t.Errorf("an id that is taken: %v, want EEXIST", err)
	}
	inOther := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: other})
	if err := inOther.Do(addLink("over-there")); err != nil {
		t.Fatal(err)
	}
	get := func(id int32) error {
		_, err := conn.Get(nlmsg.Request{Op: "link get", Type: unix.RTM_GETLINK, Body: bodyFunc(func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.Int32(unix.IFLA_TARGET_NETNSID, id)
			e.IfName(unix.IFLA_IFNAME, "over-there")
		})})
		return err
	}
	if err := get(7); err != nil {
		t.Errorf("a link in the namespace with the id: %v", err)
	}
	if err := get(8); !errors.Is(err, unix.EINVAL) {
		t.Errorf("an unknown id: %v, want EINVAL", err)
	}
}

func second[T any](_ T, err error) error { return err }
