package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

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

// getID asks for the id of a namespace, given by an attribute; -1 stands for
// none.
func getID(t *testing.T, conn *nlmsg.Conn, attr uint16, value uint32) (id int32) {
	t.Helper()
	m, err := conn.Get(rawRequest("nsid get", unix.RTM_GETNSID, func(e *rtattr.Encoder) {
		e.Struct(4)
		e.Uint32(attr, value)
	}))
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

// without calls f with no capability in effect, on a thread of its own.
func without(t *testing.T, f func()) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var all [2]unix.CapUserData
	if err := unix.Capget(&hdr, &all[0]); err != nil {
		t.Fatal(err)
	}
	none := all
	none[0].Effective, none[1].Effective = 0, 0
	if err := unix.Capset(&hdr, &none[0]); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := unix.Capset(&hdr, &all[0]); err != nil {
			panic(err)
		}
	}()
	f()
}

func TestRule57ASocketStaysInItsNamespace(t *testing.T) {
	t.Parallel()
	ns, other := testns.New(t), testns.New(t)
	s := rawSocket(t, ns)
	if err := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns}).Do(addLink("here")); err != nil {
		t.Fatal(err)
	}
	err := nsthread.Run(other, func() error {
		if !s.exists("here") {
			t.Error("a thread in another namespace takes the socket there")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRule57And58TheSocketIsOpenedInTheNamespaceAndTheThreadComesBack(t *testing.T) {
	t.Parallel()
	inside, ns := route(t)
	if err := inside.Do(addLink("only-inside")); err != nil {
		t.Fatal(err)
	}
	outside := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: testns.New(t)})
	if _, err := outside.Get(getLink("only-inside")); !errors.Is(err, unix.ENODEV) {
		t.Errorf("another namespace has the link too: %v", err)
	}
	for range 20 {
		again := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
		if _, err := again.Get(getLink("only-inside")); err != nil {
			t.Error(err)
		}
		here := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{})
		if _, err := here.Get(getLink("only-inside")); !errors.Is(err, unix.ENODEV) {
			t.Errorf("a thread did not come back: %v", err)
		}
	}
}

func TestRule59OneNamespaceIsNamedAndSomeRequestsWantItsID(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	other := testns.New(t)
	setID(t, conn, other, 7)
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	fd, pid, id := uint16(unix.IFLA_NET_NS_FD), uint16(unix.IFLA_NET_NS_PID), uint16(unix.IFLA_TARGET_NETNSID)
	value := map[uint16]uint32{fd: uint32(other.Fd()), pid: uint32(os.Getpid()), id: 7}
	to := func(typ uint16, attrs ...uint16) nlmsg.Request {
		return rawRequest("link", typ, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.IfName(unix.IFLA_IFNAME, "br0")
			for _, attr := range attrs {
				e.Uint32(attr, value[attr])
			}
			e.Nest(unix.IFLA_PROP_LIST, func() { e.String(unix.IFLA_ALT_IFNAME, "other") })
		})
	}
	for _, attrs := range [][]uint16{{fd, pid}, {fd, id}, {pid, id}} {
		if err := conn.Do(to(unix.RTM_NEWLINK, attrs...)); !errors.Is(err, unix.EINVAL) {
			t.Errorf("attributes %d: %v, want EINVAL", attrs, err)
		}
	}
	inOther := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: other})
	if err := inOther.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	index := indexOf(t, inOther, "br0")
	if here := indexOf(t, conn, "br0"); here != index {
		t.Fatalf("indexes %d and %d, want the same", here, index)
	}
	for _, typ := range []uint16{unix.RTM_DELLINK, unix.RTM_NEWLINKPROP} {
		for _, attr := range []uint16{fd, pid} {
			if err := conn.Do(to(typ, attr)); !errors.Is(err, unix.EOPNOTSUPP) {
				t.Errorf("type %d with attribute %d: %v, want EOPNOTSUPP", typ, attr, err)
			}
		}
	}
	// By index: Linux 5.10 looks for a name in the own namespace all the same.
	del := rawRequest("link del", unix.RTM_DELLINK, func(e *rtattr.Encoder) {
		binary.NativeEndian.PutUint32(e.Struct(unix.SizeofIfInfomsg)[4:], index)
		e.Int32(id, 7)
	})
	if err := conn.Do(del); err != nil {
		t.Errorf("deletion by the id: %v", err)
	}
	if _, err := inOther.Get(getLink("br0")); !errors.Is(err, unix.ENODEV) {
		t.Errorf("it is still in the other namespace: %v", err)
	}
	if _, err := conn.Get(getLink("br0")); err != nil {
		t.Errorf("the one here: %v", err)
	}
}

func TestRule60AnIDMakesGetsAnswerForAnotherNamespace(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	other := testns.New(t)
	setID(t, conn, other, 7)
	inOther := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: other})
	add := address(unix.RTM_NEWADDR, 9)
	add.Flags = unix.NLM_F_CREATE
	if err := inOther.Do(addLink("over-there"), add); err != nil {
		t.Fatal(err)
	}
	get := func(id int32) nlmsg.Request {
		return rawRequest("link get", unix.RTM_GETLINK, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.Int32(unix.IFLA_TARGET_NETNSID, id)
			e.IfName(unix.IFLA_IFNAME, "over-there")
		})
	}
	if _, err := conn.Get(get(7)); err != nil {
		t.Errorf("a link in the namespace with the id: %v", err)
	}
	if _, err := conn.Get(get(8)); !errors.Is(err, unix.EINVAL) {
		t.Errorf("an unknown id: %v, want EINVAL", err)
	}
	addresses := rawRequest("addr list", unix.RTM_GETADDR, func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofIfAddrmsg)[0] = unix.AF_INET
		e.Int32(10, 7) // IFA_TARGET_NETNSID
	})
	n := 0
	for m, err := range conn.Dump(addresses) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Data[1] == 8 {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d addresses of the namespace, want one", n)
	}
	s := rawSocket(t, ns)
	without(t, func() {
		if got := only(t, s.ask(get(7), unix.NLM_F_REQUEST)); got != unix.EACCES {
			t.Errorf("without CAP_NET_ADMIN: %v, want EACCES", got)
		}
	})
}

func TestRule61IDsOfNamespaces(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	other, third := testns.New(t), testns.New(t)
	if id := getID(t, conn, unix.NETNSA_FD, uint32(other.Fd())); id != unix.NETNSA_NSID_NOT_ASSIGNED {
		t.Errorf("a new namespace has id %d, want none", id)
	}
	set := func(ns *os.File, id int32) error {
		return conn.Do(nlmsg.Request{Op: "nsid add", Type: unix.RTM_NEWNSID, Body: nsid{ns, id}})
	}
	if err := set(other, 7); err != nil {
		t.Fatal(err)
	}
	if id := getID(t, conn, unix.NETNSA_FD, uint32(other.Fd())); id != 7 {
		t.Errorf("id %d, want 7", id)
	}
	for name, err := range map[string]error{
		"an id that is taken":       set(third, 7),
		"a namespace that has one":  set(other, 8),
		"a namespace that has this": set(other, 7),
	} {
		if !errors.Is(err, unix.EEXIST) {
			t.Errorf("%s: %v, want EEXIST", name, err)
		}
	}
	// Ids are local: elsewhere it has none, or another.
	inThird := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: third})
	if id := getID(t, inThird, unix.NETNSA_FD, uint32(other.Fd())); id != unix.NETNSA_NSID_NOT_ASSIGNED {
		t.Errorf("id %d in a third namespace, want none", id)
	}
	// That of the process, in which all tests run, is told by its number.
	err := conn.Do(rawRequest("nsid add", unix.RTM_NEWNSID, func(e *rtattr.Encoder) {
		e.Struct(4)
		e.Int32(unix.NETNSA_NSID, 9)
		e.Uint32(unix.NETNSA_PID, uint32(os.Getpid()))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if id := getID(t, conn, unix.NETNSA_PID, uint32(os.Getpid())); id != 9 {
		t.Errorf("id %d of the process's namespace, want 9", id)
	}
}

// Everything but a GET takes CAP_NET_ADMIN: of who sends, always, and of who
// opened the socket, unless the destination is given.
func TestRule65WhoNeedsTheCapability(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	able := rawSocket(t, ns)
	var unable *raw
	err := nsthread.Run(ns, func() error {
		without(t, func() {
			fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { unix.Close(fd) })
			unable = &raw{t: t, fd: fd, buf: make([]byte, 8<<10)}
		})
		return nil
	})
	if err != nil || unable == nil {
		t.Fatal(err)
	}
	type result struct {
		Del, Get syscall.Errno
	}
	to := &unix.SockaddrNetlink{Family: unix.AF_NETLINK}
	try := func(s *raw, to unix.Sockaddr) (r result) {
		t.Helper()
		for i, m := range [][]byte{
			s.message(delLink("none"), unix.NLM_F_REQUEST), // ENODEV of who may
			s.message(getLink("lo"), unix.NLM_F_REQUEST|unix.NLM_F_ACK),
		} {
			var err error
			if to == nil {
				_, err = unix.Write(s.fd, m)
			} else {
				err = unix.Sendto(s.fd, m, 0, to)
			}
			if err != nil {
				t.Fatal(err)
			}
			msgs := messages(s.all())
			if got := errno(t, msgs[len(msgs)-1]); i == 0 {
				r.Del = got
			} else {
				r.Get = got
			}
		}
		return r
	}
	allowed, refused := result{Del: unix.ENODEV}, result{Del: unix.EPERM}
	for _, tt := range []struct {
		name string
		got  func() result
		want result
	}{
		{"both have it", func() result { return try(able, nil) }, allowed},
		{"the opener has not", func() result { return try(unable, nil) }, refused},
		{"the opener has not, with a destination", func() result { return try(unable, to) }, allowed},
		{"the sender has not, as one who inherits", func() (r result) { without(t, func() { r = try(able, nil) }); return }, refused},
		{"the sender has not, with a destination", func() (r result) { without(t, func() { r = try(able, to) }); return }, refused},
	} {
		if diff := cmp.Diff(tt.want, tt.got()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestRule65WithoutTheCapabilityAConnOnlyReads(t *testing.T) {
	if !testns.Unprivileged(t) {
		return
	}
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Do(addLink("br0")); !errors.Is(err, os.ErrPermission) {
		t.Errorf("error %v, want EPERM", err)
	}
	if _, err := conn.Get(getLink("lo")); err != nil {
		t.Errorf("reading needs no privilege: %v", err)
	}
}
