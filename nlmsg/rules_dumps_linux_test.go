package nlmsg_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const dumpFlags = unix.NLM_F_REQUEST | unix.NLM_F_DUMP

// manyLinks makes so many links in ns that a dump of them takes several
// datagrams, and returns the names of all.
func manyLinks(t testing.TB, ns *os.File) []string {
	t.Helper()
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	names := []string{"lo"}
	var reqs []nlmsg.Request
	for i := range 60 {
		names = append(names, fmt.Sprintf("br%d", i))
		reqs = append(reqs, addLink(names[i+1]))
	}
	if err := conn.Do(reqs...); err != nil {
		t.Fatal(err)
	}
	return names
}

func TestRule35ADumpIsMarkedAndHasAnEnd(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	names := manyLinks(t, ns)
	s := rawSocket(t, ns)
	s.buf = s.buf[:8<<10]
	got := s.ask(listLinks(), dumpFlags)
	msgs := messages(got)
	if len(got) < 4 || len(msgs) != len(names)+1 {
		t.Fatalf("%d datagrams, %d messages: want several, and %d", len(got), len(msgs), len(names)+1)
	}
	for i, m := range msgs {
		want := uint16(unix.RTM_NEWLINK)
		if i == len(names) {
			want = unix.NLMSG_DONE
		}
		if m.Type != want || m.Flags&unix.NLM_F_MULTI == 0 || m.Seq != s.seq {
			t.Errorf("message %d: type %d, flags %#x, sequence number %d: want %d, NLM_F_MULTI, %d", i, m.Type, m.Flags, m.Seq, want, s.seq)
		}
	}
	// One that does not start ends with an NLMSG_ERROR.
	unknown := listLinks()
	unknown.Type = 4002
	if got := only(t, s.ask(unknown, dumpFlags)); got != unix.EOPNOTSUPP {
		t.Errorf("a dump of an unknown type: %v, want EOPNOTSUPP", got)
	}
}

func TestRule35And40And44DumpsOfAConn(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	want := manyLinks(t, ns)
	if got, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for range conn.Dump(listLinks()) {
		break
	}
	if got, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || len(got) != len(want) {
		t.Errorf("%d links after a loop left early, %v, want %d", len(got), err, len(want))
	}
	strict := nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK, Body: iface{index: 1}}
	if _, err := nlmsg.List(conn, strict, nameOf); !errors.Is(err, unix.EINVAL) {
		t.Errorf("a dump with an ifindex: %v, want EINVAL by strict checking", err)
	}
}

// routesOf asks for the IPv4 routes of a table.
func routesOf(table uint32) nlmsg.Request {
	return rawRequest("route list", unix.RTM_GETROUTE, func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofRtMsg)[0] = unix.AF_INET
		e.Uint32(unix.RTA_TABLE, table)
	})
}

func TestRule36AFailedDumpEndsWithDone(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	s.set(unix.NETLINK_EXT_ACK, unix.NETLINK_GET_STRICT_CHK)
	for _, tt := range []struct {
		name string
		r    nlmsg.Request
		want error
		says string
	}{
		{"a strict refusal", nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK, Body: iface{index: 1}}, unix.EINVAL,
			"Filter by device index not supported for link dumps"},
		{"a table that is missing", routesOf(4000), unix.ENOENT, "ipv4: FIB table does not exist"},
	} {
		msgs := messages(s.ask(tt.r, dumpFlags))
		if len(msgs) != 1 || msgs[0].Type != unix.NLMSG_DONE || errno(t, msgs[0]) != tt.want {
			t.Errorf("%s: %+v, want NLMSG_DONE with %v", tt.name, msgs, tt.want)
			continue
		}
		if msgs[0].Flags&unix.NLM_F_ACK_TLVS == 0 {
			t.Errorf("%s: flags %#x, want NLM_F_ACK_TLVS", tt.name, msgs[0].Flags)
		}
		says := ""
		for typ, v := range rtattr.NewDecoder(msgs[0].Data[4:], 0).All() {
			if typ == 1 { // NLMSGERR_ATTR_MSG
				says = v.Str()
			}
		}
		if says != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, says, tt.says)
		}
	}
	if msgs := messages(s.ask(listLinks(), dumpFlags)); errno(t, msgs[len(msgs)-1]) != 0 {
		t.Errorf("the end of a dump that succeeds says %v", errno(t, msgs[len(msgs)-1]))
	}
}

func TestRule37NoAckFollowsADump(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	got := types(s.ask(listLinks(), dumpFlags|unix.NLM_F_ACK))
	if want := []uint16{unix.RTM_NEWLINK, unix.NLMSG_DONE}; !slices.Equal(got, want) {
		t.Errorf("types %d, want %d", got, want)
	}
}

func TestRule37AnAckOnADumpChangesNothing(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	r := listLinks()
	r.Flags |= unix.NLM_F_ACK
	if _, err := nlmsg.List(conn, r, nameOf); err != nil {
		t.Error(err)
	}
	if err := conn.Do(addLink("br0")); err != nil {
		t.Errorf("the connection is not usable afterwards: %v", err)
	}
}

// The link that is changed while the dump is read makes the kernel mark one
// message, of those that come after it, and not the end.
func TestRule38AnInterruptionIsToldOnce(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	manyLinks(t, ns)
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	s := rawSocket(t, ns)
	s.buf = s.buf[:8<<10]
	s.send(s.message(listLinks(), dumpFlags))
	if _, err := s.next(); err != nil {
		t.Fatal(err)
	}
	if err := conn.Do(addLink("new")); err != nil {
		t.Fatal(err)
	}
	marked, last := 0, nlmsg.Message{}
	for _, m := range messages(s.all()) {
		if last = m; m.Flags&unix.NLM_F_DUMP_INTR != 0 {
			marked++
		}
	}
	if marked != 1 || last.Type != unix.NLMSG_DONE || last.Flags&unix.NLM_F_DUMP_INTR != 0 {
		t.Errorf("%d messages are marked, the last of type %d has flags %#x: want one, and an end without the mark",
			marked, last.Type, last.Flags)
	}
}

func TestRule39And40ASocketRunsOneDumpAtATime(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	names := manyLinks(t, ns)
	s := rawSocket(t, ns)
	s.buf = s.buf[:8<<10]
	s.send(s.message(listLinks(), dumpFlags))
	first := s.seq
	s.send(s.message(listLinks(), dumpFlags))
	second := s.seq
	s.send(s.message(getLink("br7"), unix.NLM_F_REQUEST))
	get := s.seq
	links, order := 0, ""
	for _, m := range messages(s.all()) {
		switch {
		case m.Seq == second && errno(t, m) == unix.EBUSY:
			order += "busy "
		case m.Seq == get && m.Type == unix.RTM_NEWLINK:
			order += "object "
		case m.Seq == first && m.Type == unix.NLMSG_DONE:
			order += "done "
		case m.Seq == first && m.Type == unix.RTM_NEWLINK:
			links++
		default:
			t.Errorf("message %+v", m.Header)
		}
	}
	if order != "busy object done " || links != len(names) {
		t.Errorf("%d links and %s: want %d, and the answers to the other requests before the end", links, order, len(names))
	}

	// It goes on only as it is read: without that the socket stays busy.
	s.send(s.message(listLinks(), dumpFlags))
	var got []heardDatagram
	for range 3 {
		d, err := s.next()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d)
		s.send(s.message(listLinks(), dumpFlags))
	}
	busy := 0
	for _, m := range messages(append(got, s.all()...)) {
		if m.Type == unix.NLMSG_ERROR && errno(t, m) == unix.EBUSY {
			busy++
		}
	}
	if busy != 3 {
		t.Errorf("%d dumps were refused while one was not read to its end, want 3", busy)
	}
	if msgs := messages(s.ask(listLinks(), dumpFlags)); len(msgs) != len(names)+1 {
		t.Errorf("%d messages after the end, want %d", len(msgs), len(names)+1)
	}
}

func TestRule39ADumpInsideADumpOfAConn(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	want := manyLinks(t, ns)
	var outer []string
	for name, err := range nlmsg.All(conn, listLinks(), nameOf) {
		if err != nil {
			t.Fatal(err)
		}
		outer = append(outer, name)
		if inner, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || len(inner) != len(want) {
			t.Fatalf("%d links inside a dump, %v, want %d", len(inner), err, len(want))
		}
		if err := conn.Do(setMTU(name, 1400)); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(outer, want) {
		t.Errorf("the outer dump gave %v, want %v", outer, want)
	}
}

func TestRule41DatagramsGrowToTheLargestBuffer(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	manyLinks(t, ns)
	page := os.Getpagesize()
	if page > 8<<10 {
		t.Skipf("datagrams begin with at most 8 KiB, and a page here has %d bytes", page)
	}
	for _, tt := range []struct{ buf, min, max int }{
		{8 << 10, 5 << 10, 8 << 10},
		{64 << 10, 28 << 10, 32 << 10},
	} {
		s := rawSocket(t, ns)
		s.buf = make([]byte, tt.buf)
		got := s.ask(listLinks(), dumpFlags)
		largest := 0
		for _, d := range got {
			largest = max(largest, d.n)
		}
		if first := got[0].n; first >= page {
			t.Errorf("buffer of %d: %d bytes at first, want less than %d", tt.buf, first, page)
		}
		if largest < tt.min || largest > tt.max {
			t.Errorf("buffer of %d: %d bytes later, want %d to %d", tt.buf, largest, tt.min, tt.max)
		}
	}
}

func TestRule42WhatDoesNotFitIsCut(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	whole := s.ask(getLink("lo"), unix.NLM_F_REQUEST)[0].n
	s.send(s.message(getLink("lo"), unix.NLM_F_REQUEST))
	for range 2 {
		n, _, err := unix.Recvfrom(s.fd, nil, unix.MSG_PEEK|unix.MSG_TRUNC)
		if err != nil || n != whole {
			t.Errorf("peeked at: %d bytes, %v, want %d", n, err, whole)
		}
	}
	s.buf = s.buf[:100]
	d, err := s.next()
	if err != nil || d.n != 100 || d.flags&unix.MSG_TRUNC == 0 {
		t.Errorf("%d bytes, flags %#x, %v: want 100 and MSG_TRUNC", d.n, d.flags, err)
	}
	if d, err := s.next(); err != unix.EAGAIN {
		t.Errorf("%d bytes more, %v: want the rest lost", d.n, err)
	}
}
