package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// raw is a NETLINK_ROUTE socket with nothing of the library around it, for
// rules of the kernel that a Conn never breaks, or takes care of unseen.
type raw struct {
	t    testing.TB
	fd   int
	port uint32
	seq  uint32
	buf  []byte // receives: its length is seen by the kernel
}

// rawSocket opens a socket in ns, without any option.
func rawSocket(t testing.TB, ns *os.File) *raw {
	t.Helper()
	r := &raw{t: t, buf: make([]byte, 64<<10)}
	err := nsthread.Run(ns, func() (err error) {
		r.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(r.fd) })
	r.bind(0)
	name, err := unix.Getsockname(r.fd)
	if err != nil {
		t.Fatal(err)
	}
	r.port = name.(*unix.SockaddrNetlink).Pid
	return r
}

// bind binds the socket to the groups of a mask.
func (r *raw) bind(groups uint32) {
	r.t.Helper()
	if err := unix.Bind(r.fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: r.port, Groups: groups}); err != nil {
		r.t.Fatal(err)
	}
}

// set turns options of netlink on. The test is skipped if the kernel has none
// of the name.
func (r *raw) set(options ...int) {
	r.t.Helper()
	for _, opt := range options {
		err := unix.SetsockoptInt(r.fd, unix.SOL_NETLINK, opt, 1)
		if err == unix.ENOPROTOOPT {
			r.t.Skipf("the kernel has no option %d of netlink sockets", opt)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *raw) join(group int) error {
	return unix.SetsockoptInt(r.fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group)
}

// message returns a message with exactly these flags, and a new sequence number.
func (r *raw) message(req nlmsg.Request, flags uint16) []byte {
	r.t.Helper()
	b, err := req.AppendBinary(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	r.seq++
	binary.NativeEndian.PutUint16(b[6:], flags)
	binary.NativeEndian.PutUint32(b[8:], r.seq)
	return b
}

// send sends messages in one datagram to the kernel.
func (r *raw) send(messages ...[]byte) {
	r.t.Helper()
	if err := unix.Sendto(r.fd, slices.Concat(messages...), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		r.t.Fatal(err)
	}
}

// ask sends a message and returns what has come by then: the kernel answers, and
// tells groups, while a request is sent.
func (r *raw) ask(req nlmsg.Request, flags uint16) []heardDatagram {
	r.t.Helper()
	r.send(r.message(req, flags))
	return r.all()
}

// heardDatagram is a datagram with all that recvmsg says of it.
type heardDatagram struct {
	n       int // bytes received
	from    unix.SockaddrNetlink
	flags   int
	control []byte
	msgs    []nlmsg.Message
}

// next receives a datagram, if there is one.
func (r *raw) next() (d heardDatagram, err error) {
	control := make([]byte, 64)
	n, controlLen, flags, from, err := unix.Recvmsg(r.fd, r.buf, control, 0)
	if err != nil {
		return d, err
	}
	d = heardDatagram{n: n, from: *from.(*unix.SockaddrNetlink), flags: flags, control: control[:controlLen]}
	if flags&unix.MSG_TRUNC != 0 {
		return d, nil
	}
	for m, err := range nlmsg.Messages(slices.Clone(r.buf[:n])) {
		if err != nil {
			r.t.Fatal(err)
		}
		d.msgs = append(d.msgs, m)
	}
	return d, nil
}

// all receives all that is there.
func (r *raw) all() (all []heardDatagram) {
	r.t.Helper()
	for {
		d, err := r.next()
		switch {
		case err == unix.EAGAIN:
			return all
		case err != nil:
			r.t.Fatal(err)
		}
		all = append(all, d)
	}
}

// messages returns the messages of datagrams.
func messages(all []heardDatagram) (msgs []nlmsg.Message) {
	for _, d := range all {
		msgs = append(msgs, d.msgs...)
	}
	return msgs
}

// types returns the types of the messages in datagrams.
func types(all []heardDatagram) (types []uint16) {
	for _, m := range messages(all) {
		types = append(types, m.Type)
	}
	return types
}

// errno returns what an NLMSG_ERROR or NLMSG_DONE says.
func errno(t testing.TB, m nlmsg.Message) syscall.Errno {
	t.Helper()
	if m.Type != unix.NLMSG_ERROR && m.Type != unix.NLMSG_DONE || len(m.Data) < 4 {
		t.Fatalf("message of type %d with %d bytes: want NLMSG_ERROR or NLMSG_DONE", m.Type, len(m.Data))
	}
	return syscall.Errno(-int32(binary.NativeEndian.Uint32(m.Data)))
}

// only returns the errno of the one message that has come.
func only(t testing.TB, all []heardDatagram) syscall.Errno {
	t.Helper()
	msgs := messages(all)
	if len(msgs) != 1 {
		t.Fatalf("messages of types %d, want a single NLMSG_ERROR", types(all))
	}
	return errno(t, msgs[0])
}

// exists asks for a link by its name.
func (r *raw) exists(name string) bool {
	r.t.Helper()
	msgs := messages(r.ask(getLink(name), unix.NLM_F_REQUEST))
	if len(msgs) != 1 {
		r.t.Fatalf("%d answers to a GET, want one", len(msgs))
	}
	return msgs[0].Type == unix.RTM_NEWLINK
}

// Bodies of requests by hand, as iface is.

func rawRequest(op string, typ uint16, body func(e *rtattr.Encoder)) nlmsg.Request {
	return nlmsg.Request{Op: op, Type: typ, Body: bodyFunc(body)}
}

// address is about the address 127.0.0.x/8 of lo.
func address(typ uint16, x byte) nlmsg.Request {
	return rawRequest("addr", typ, func(e *rtattr.Encoder) {
		h := e.Struct(unix.SizeofIfAddrmsg)
		h[0], h[1] = unix.AF_INET, 8
		binary.NativeEndian.PutUint32(h[4:], 1)
		e.Bytes(unix.IFA_LOCAL, []byte{127, 0, 0, x})
	})
}

// blackhole is about the route that drops what is sent to 198.51.100.0/24.
func blackhole(typ uint16) nlmsg.Request {
	return rawRequest("route", typ, func(e *rtattr.Encoder) {
		h := e.Struct(unix.SizeofRtMsg)
		h[0], h[1], h[4], h[5], h[7] = unix.AF_INET, 24, unix.RT_TABLE_MAIN, unix.RTPROT_BOOT, unix.RTN_BLACKHOLE
		e.Bytes(unix.RTA_DST, []byte{198, 51, 100, 0})
	})
}

// policy is about the rule of priority 500 that looks up the main table.
func policy(typ uint16) nlmsg.Request {
	return rawRequest("rule", typ, func(e *rtattr.Encoder) {
		h := e.Struct(12) // fib_rule_hdr
		h[0], h[4], h[7] = unix.AF_INET, unix.RT_TABLE_MAIN, unix.FR_ACT_TO_TBL
		e.Uint32(unix.FRA_PRIORITY, 500)
	})
}

// neighbour is about 192.0.2.5 on an interface.
func neighbour(typ uint16, index uint32) nlmsg.Request {
	return rawRequest("neigh", typ, func(e *rtattr.Encoder) {
		h := e.Struct(unix.SizeofNdMsg)
		h[0] = unix.AF_INET
		binary.NativeEndian.PutUint32(h[4:], index)
		binary.NativeEndian.PutUint16(h[8:], unix.NUD_PERMANENT)
		e.Bytes(unix.NDA_DST, []byte{192, 0, 2, 5})
		e.Bytes(unix.NDA_LLADDR, []byte{2, 0, 0, 0, 0, 5})
	})
}

// indexOf returns the index of a link.
func indexOf(t testing.TB, conn *nlmsg.Conn, name string) uint32 {
	t.Helper()
	m, err := conn.Get(getLink(name))
	if err != nil {
		t.Fatal(err)
	}
	return binary.NativeEndian.Uint32(m.Data[4:])
}

// recvError returns the error that the next receiving yields, and none if there
// is nothing to receive.
func (r *raw) recvError() error {
	_, err := r.next()
	if errors.Is(err, unix.EAGAIN) {
		return nil
	}
	return err
}

// vlan makes a VLAN of a bridge's own, of which the group RTNLGRP_BRVLAN is told.
func vlan(index uint32, id uint16) nlmsg.Request {
	return rawRequest("vlan add", unix.RTM_NEWVLAN, func(e *rtattr.Encoder) {
		h := e.Struct(8) // br_vlan_msg
		h[0] = unix.AF_BRIDGE
		binary.NativeEndian.PutUint32(h[4:], index)
		e.Nest(1, func() { // BRIDGE_VLANDB_ENTRY
			b := e.StructAttr(1, 4) // BRIDGE_VLANDB_ENTRY_INFO
			binary.NativeEndian.PutUint16(b, linux.BRIDGE_VLAN_INFO_BRENTRY)
			binary.NativeEndian.PutUint16(b[2:], id)
		})
	})
}
