package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// A success does not prove that anything was done.
func TestRule14TheKernelIgnoresWhatIsNoRequest(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	const create = unix.NLM_F_CREATE | unix.NLM_F_EXCL | unix.NLM_F_ACK
	control := addLink("br0")
	control.Type = unix.NLMSG_MIN_TYPE - 1
	for _, tt := range []struct {
		name  string
		r     nlmsg.Request
		flags uint16
	}{
		{"without NLM_F_REQUEST", addLink("br0"), create},
		{"a type below 16", control, create | unix.NLM_F_REQUEST},
	} {
		if got := only(t, s.ask(tt.r, tt.flags)); got != 0 {
			t.Errorf("%s: %v, want a success", tt.name, got)
		}
		if got := s.ask(tt.r, tt.flags&^unix.NLM_F_ACK); len(got) != 0 {
			t.Errorf("%s and without NLM_F_ACK: answered by types %d", tt.name, types(got))
		}
		if s.exists("br0") {
			t.Errorf("%s: the link was made", tt.name)
		}
	}
}

func TestRule15OnlyAnErrorIsReportedUnasked(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	const create = unix.NLM_F_REQUEST | unix.NLM_F_CREATE | unix.NLM_F_EXCL
	if got := s.ask(addLink("br0"), create); len(got) != 0 || !s.exists("br0") {
		t.Errorf("a success without NLM_F_ACK is answered by types %d", types(got))
	}
	if got := only(t, s.ask(addLink("br1"), create|unix.NLM_F_ACK)); got != 0 {
		t.Errorf("with NLM_F_ACK: %v, want 0", got)
	}
	for _, flags := range []uint16{create, create | unix.NLM_F_ACK} {
		if got := only(t, s.ask(addLink("br0"), flags)); got != unix.EEXIST {
			t.Errorf("a failure with flags %#x: %v, want EEXIST", flags, got)
		}
	}
}

func TestRule16AnEmptyRequestSucceedsAndAShortOneDoesNot(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	of := func(typ uint16, n int) nlmsg.Request {
		return rawRequest("short", typ, func(e *rtattr.Encoder) { copy(e.Struct(n), "\x02") })
	}
	const flags = unix.NLM_F_REQUEST | unix.NLM_F_ACK
	if got := only(t, s.ask(nlmsg.Request{Type: unix.RTM_DELLINK}, flags)); got != 0 {
		t.Errorf("a header alone: %v, want a success", got)
	}
	for _, typ := range []uint16{unix.RTM_NEWADDR, unix.RTM_DELLINK, unix.RTM_NEWROUTE} {
		if got := only(t, s.ask(of(typ, 1), flags)); got != unix.EINVAL {
			t.Errorf("type %d with a byte: %v, want EINVAL", typ, got)
		}
	}
	if got := only(t, s.ask(of(4000, 16), flags)); got != unix.EOPNOTSUPP {
		t.Errorf("type 4000: %v, want EOPNOTSUPP", got)
	}
}

// It would be answered as a success.
func TestRule16ARequestWithoutAFixedHeaderIsNotSent(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	empty := nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK}
	for _, err := range []error{conn.Do(empty), conn.Do(empty, addLink("br0")), second(conn.Get(empty)), second(nlmsg.List(conn, empty, nameOf))} {
		if err == nil || !strings.Contains(err.Error(), "link list: the request has no fixed header") {
			t.Errorf("error %v, want one that speaks of the header", err)
		}
	}
}

func TestRule16AnUnknownTypeIsRefused(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	err := conn.Do(nlmsg.Request{Type: 4000, Body: iface{}})
	if !errors.Is(err, unix.EOPNOTSUPP) {
		t.Errorf("error %v, want EOPNOTSUPP", err)
	}
}

func TestRule18RootOrMatchAloneStartsADump(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	for _, flag := range []uint16{unix.NLM_F_ROOT, unix.NLM_F_MATCH, unix.NLM_F_DUMP} {
		msgs := messages(s.ask(listLinks(), unix.NLM_F_REQUEST|flag))
		if len(msgs) != 2 || msgs[0].Flags&unix.NLM_F_MULTI == 0 || msgs[1].Type != unix.NLMSG_DONE {
			t.Errorf("flag %#x: %v, want lo and the end of a dump", flag, msgs)
		}
	}
}

func TestRule18ADumpThatWasNotMeantIsRefused(t *testing.T) {
	t.Parallel()
	for _, flag := range []uint16{unix.NLM_F_ROOT, unix.NLM_F_MATCH} {
		conn, _ := route(t)
		r := listLinks()
		r.Flags = flag
		for _, err := range []error{second(conn.Get(r)), conn.Do(r), conn.Do(addLink("br1"), r), conn.Do(r, addLink("br2"))} {
			if err == nil || !strings.Contains(err.Error(), "link list: the request starts a dump, use Dump") {
				t.Errorf("error %v, want one that speaks of a dump", err)
			}
			var batch *nlmsg.BatchError
			if errors.As(err, &batch) && len(batch.Failures) != 1 {
				t.Errorf("%d failures, want one: %v", len(batch.Failures), batch.Failures)
			}
		}
		for _, name := range []string{"br1", "br2"} {
			if _, err := conn.Get(getLink(name)); err != nil {
				t.Errorf("the request beside the dump was not carried out: %v", err)
			}
		}
		if err := conn.Do(addLink("br0")); err != nil {
			t.Errorf("the connection is not usable afterwards: %v", err)
		}
		if _, err := nlmsg.List(conn, listLinks(), nameOf); err != nil {
			t.Errorf("the connection cannot dump afterwards: %v", err)
		}
	}
}

func TestRule19ExclOnADeleteIsBulk(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 19) {
		t.Skip("needs Linux 5.19, which knows NLM_F_BULK")
	}
	conn, _ := route(t)
	if err := conn.Do(addLink("br0"), blackholeAdded()); err != nil {
		t.Fatal(err)
	}
	for _, r := range []nlmsg.Request{delLink("br0"), blackhole(unix.RTM_DELROUTE)} {
		plain := r
		r.Flags |= unix.NLM_F_EXCL
		if err := conn.Do(r); !errors.Is(err, unix.EOPNOTSUPP) {
			t.Errorf("%s with EXCL: %v, want EOPNOTSUPP", r.Op, err)
		}
		if err := conn.Do(plain); err != nil {
			t.Errorf("%s without: %v", r.Op, err)
		}
	}
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	index := indexOf(t, conn, "br0")
	fdb := rawRequest("fdb flush", unix.RTM_DELNEIGH, func(e *rtattr.Encoder) {
		h := e.Struct(unix.SizeofNdMsg)
		h[0], h[10] = unix.AF_BRIDGE, unix.NTF_SELF
		binary.NativeEndian.PutUint32(h[4:], index)
	})
	fdb.Flags = unix.NLM_F_EXCL
	if err := conn.Do(fdb); err != nil {
		t.Errorf("forwarding entries in bulk: %v", err)
	}
}

func blackholeAdded() nlmsg.Request {
	r := blackhole(unix.RTM_NEWROUTE)
	r.Flags = unix.NLM_F_CREATE | unix.NLM_F_EXCL
	return r
}

func TestRule20WithoutCreateALinkIsNotMade(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	r := addLink("br0")
	r.Flags = unix.NLM_F_ACK
	if err := conn.Do(r); !errors.Is(err, unix.ENODEV) {
		t.Errorf("error %v, want ENODEV", err)
	}
}

// The notification comes to the requester too, before its ACK, and once even if
// the socket is a member of the group.
func TestRule22AnEchoComesOnceAndBeforeTheAck(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	s := rawSocket(t, ns)
	const create = unix.NLM_F_REQUEST | unix.NLM_F_ACK | unix.NLM_F_CREATE | unix.NLM_F_EXCL
	if got := types(s.ask(address(unix.RTM_NEWADDR, 1), create)); !cmp.Equal(got, []uint16{unix.NLMSG_ERROR}) {
		t.Errorf("without NLM_F_ECHO: types %d, want the ACK", got)
	}
	want := []uint16{unix.RTM_NEWADDR, unix.NLMSG_ERROR}
	if got := types(s.ask(address(unix.RTM_NEWADDR, 2), create|unix.NLM_F_ECHO)); !cmp.Equal(got, want) {
		t.Errorf("with it: types %d, want %d", got, want)
	}
	if err := s.join(unix.RTNLGRP_IPV4_IFADDR); err != nil {
		t.Fatal(err)
	}
	if got := types(s.ask(address(unix.RTM_NEWADDR, 3), create|unix.NLM_F_ECHO)); !cmp.Equal(got, want) {
		t.Errorf("a member of the group: types %d, want %d", got, want)
	}
}

func TestRule22EchoReturnsTheNewLink(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	r := addLink("br%d")
	r.Flags |= unix.NLM_F_ECHO
	m, err := conn.Get(r)
	if errors.Is(err, nlmsg.ErrNoReply) {
		t.Skip("this kernel does not honour NLM_F_ECHO on RTM_NEWLINK")
	}
	if err != nil {
		t.Fatal(err)
	}
	var name string
	if _, err := nameOf(&m, &name); err != nil || name != "br0" {
		t.Errorf("echo of link %q, %v, want br0", name, err)
	}
}

func TestRule23TheKernelAnswersAGetByTwoMessages(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	for _, tt := range []struct {
		flags uint16
		want  []uint16
	}{
		{unix.NLM_F_REQUEST, []uint16{unix.RTM_NEWLINK}},
		{unix.NLM_F_REQUEST | unix.NLM_F_ACK, []uint16{unix.RTM_NEWLINK, unix.NLMSG_ERROR}},
	} {
		got := s.ask(getLink("lo"), tt.flags)
		if !cmp.Equal(types(got), tt.want) || len(got) != len(tt.want) {
			t.Errorf("flags %#x: types %d in %d datagrams, want %d in one each", tt.flags, types(got), len(got), tt.want)
		}
	}
}

func TestRule24TheSendBufferLimitsADatagram(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	s := rawSocket(t, ns)
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_SNDBUF, 4096); err != nil {
		t.Fatal(err)
	}
	size, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_SNDBUF)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		n    int
		want error
	}{{size - 32, nil}, {size - 31, unix.EMSGSIZE}} {
		b := make([]byte, tt.n) // a header of zeros ends the kernel's reading
		if err := unix.Sendto(s.fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != tt.want {
			t.Errorf("%d bytes, of a buffer of %d: %v, want %v", tt.n, size, err, tt.want)
		}
	}
}

func TestRule24AMessageLongerThanTheSendBuffer(t *testing.T) {
	t.Parallel()
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: testns.New(t), WriteBuffer: 2304})
	long := nlmsg.Request{Type: unix.RTM_NEWLINK, Body: bodyFunc(func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofIfInfomsg)
		e.Bytes(unix.IFLA_IFALIAS, make([]byte, 5000))
	})}
	if err := conn.Do(long); !errors.Is(err, unix.EMSGSIZE) {
		t.Errorf("error %v, want EMSGSIZE", err)
	}
}
