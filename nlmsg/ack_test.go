package nlmsg

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func words(e *rtattr.Encoder) {
	e.String(linux.NLMSGERR_ATTR_MSG, "no")
	e.Uint32(linux.NLMSGERR_ATTR_OFFS, 32)
}

// ackTest says what of an NLMSG_ERROR or NLMSG_DONE is to be read.
type ackTest struct {
	name string
	m    Message
	want ack
}

func testAcks(t *testing.T, tests ...ackTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseAck(tt.m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(ack{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// asked is a request of 45 bytes, after which come 3 of padding.
var asked = Message{Header: Header{Len: 45, Type: 16, Seq: 1}}

func TestRule29AnAckHasAnErrnoAndTheRequest(t *testing.T) {
	whole := acked(asked, syscall.EEXIST, nil) // with the request's payload
	whole.Flags = 0
	whole.Data = append(whole.Data, make([]byte, 29)...)
	testAcks(t,
		ackTest{"success", acked(asked, 0, nil), ack{}},
		ackTest{"refusal", acked(asked, syscall.EEXIST, nil), ack{errno: syscall.EEXIST}},
		ackTest{"refusal with the payload", whole, ack{errno: syscall.EEXIST}},
	)
}

func TestRule30WhereTheAttributesOfAnAckBegin(t *testing.T) {
	whole := acked(asked, syscall.EINVAL, nil)
	whole.Flags = linux.NLM_F_ACK_TLVS
	whole.Data = append(whole.Data, make([]byte, 29+3)...)
	e := rtattr.NewEncoder(whole.Data)
	words(e)
	whole.Data, _ = e.Result()

	unsaid := acked(asked, syscall.EINVAL, words)
	unsaid.Flags &^= linux.NLM_F_ACK_TLVS
	testAcks(t,
		ackTest{"after the header if capped", acked(asked, syscall.EINVAL, words), ack{errno: syscall.EINVAL, msg: "no", offset: 32}},
		ackTest{"after the aligned request if not", whole, ack{errno: syscall.EINVAL, msg: "no", offset: 32}},
		ackTest{"none without the flag, whatever the length", unsaid, ack{errno: syscall.EINVAL}},
	)
}

func TestRule31And32TheAttributesOfAnAck(t *testing.T) {
	testAcks(t,
		ackTest{"a warning", acked(asked, 0, func(e *rtattr.Encoder) { e.String(1, "deprecated") }), ack{msg: "deprecated"}},
		ackTest{"a cookie, which rtnetlink has none of", acked(asked, 0, func(e *rtattr.Encoder) { e.Bytes(3, []byte{1}) }), ack{}},
		ackTest{"words, place and policy", acked(asked, syscall.ERANGE, func(e *rtattr.Encoder) {
			e.String(1, "no")
			e.Uint32(2, 36)
			e.Nest(4, func() { e.Uint32(1, 6) })
		}), ack{errno: syscall.ERANGE, msg: "no", offset: 36}},
		ackTest{"an attribute that is missing at the top", acked(asked, syscall.EINVAL, func(e *rtattr.Encoder) { e.Uint32(5, 4) }),
			ack{errno: syscall.EINVAL, missing: true, missType: 4}},
		ackTest{"one that is missing in a nest", acked(asked, syscall.EINVAL, func(e *rtattr.Encoder) {
			e.Uint32(5, 4)
			e.Uint32(6, 44)
		}), ack{errno: syscall.EINVAL, missing: true, missType: 4, missNest: 44}},
	)
}

func TestRule36WhatTheEndOfADumpHolds(t *testing.T) {
	finished := done(asked, linux.NLM_F_ACK_TLVS, syscall.EINVAL)
	e := rtattr.NewEncoder(nil)
	e.Reset(finished.Data)
	words(e)
	finished.Data, _ = e.Result()
	testAcks(t,
		ackTest{"success", done(asked, 0, 0), ack{}},
		ackTest{"failure", finished, ack{errno: syscall.EINVAL, msg: "no", offset: 32}},
		ackTest{"no payload", reply(asked, linux.NLMSG_DONE, linux.NLM_F_MULTI), ack{}},
		ackTest{"two bytes", reply(asked, linux.NLMSG_DONE, linux.NLM_F_MULTI, 1, 2), ack{}},
	)
}

func TestDamagedWordsLeaveTheErrno(t *testing.T) {
	damaged := acked(asked, syscall.EINVAL, words)
	damaged.Data = damaged.Data[:len(damaged.Data)-6]
	testAcks(t, ackTest{"cut short", damaged, ack{errno: syscall.EINVAL, msg: "no"}})
}

func TestParseAckRefusesShortOnes(t *testing.T) {
	for _, n := range []int{0, 3, 4, 19} {
		m := Message{Header: Header{Type: linux.NLMSG_ERROR}, Data: make([]byte, n)}
		if _, err := parseAck(m); err == nil {
			t.Errorf("NLMSG_ERROR of %d bytes: no error", n)
		}
	}
}

func TestErrorIs(t *testing.T) {
	for _, tt := range []struct {
		errno  syscall.Errno
		target error
		want   bool
		typ    uint16
	}{
		{syscall.EEXIST, syscall.EEXIST, true, 0},
		{syscall.EEXIST, fs.ErrExist, true, 0},
		{syscall.EPERM, fs.ErrPermission, true, 0},
		{syscall.ENODEV, fs.ErrNotExist, true, linux.RTM_GETLINK},
		{syscall.ENOENT, fs.ErrNotExist, true, 0},
		{syscall.ESRCH, fs.ErrNotExist, true, linux.RTM_DELROUTE},
		{syscall.ESRCH, fs.ErrNotExist, true, linux.RTM_DELADDRLABEL},
		{syscall.ESRCH, fs.ErrNotExist, false, linux.RTM_NEWLINK},
		{syscall.EADDRNOTAVAIL, fs.ErrNotExist, true, linux.RTM_DELADDR},
		{syscall.EADDRNOTAVAIL, fs.ErrNotExist, false, linux.RTM_NEWLINK},
		{syscall.EINVAL, fs.ErrNotExist, false, linux.RTM_NEWLINK},
		{syscall.EINVAL, fs.ErrExist, false, 0},
	} {
		err := error(&Error{Op: "test", Errno: tt.errno, Type: tt.typ})
		if got := errors.Is(err, tt.target); got != tt.want {
			t.Errorf("errors.Is(%v, %v) = %v, want %v", err, tt.target, got, tt.want)
		}
	}
}

func TestErrorReadsLikeASentence(t *testing.T) {
	for _, tt := range []struct {
		err  *Error
		want string
	}{
		{&Error{Op: `link add "veth0"`, Errno: syscall.EEXIST},
			`link add "veth0": file exists`},
		{&Error{Op: `link add "veth0"`, Errno: syscall.EINVAL, Message: "Attribute failed policy validation", Attr: "IFLA_LINKINFO/IFLA_INFO_KIND", Offset: 84},
			`link add "veth0": invalid argument: Attribute failed policy validation (IFLA_LINKINFO/IFLA_INFO_KIND, byte 84)`},
		{&Error{Op: "route add default", Errno: syscall.EINVAL, Attr: "RTA_OIF", Missing: true},
			`route add default: invalid argument (RTA_OIF is missing)`},
		{&Error{Op: "request of type 300", Errno: syscall.EINVAL, Offset: 20},
			`request of type 300: invalid argument (byte 20)`},
		{&Error{Op: "audit", Protocol: 9, Errno: syscall.EPERM},
			`audit: operation not permitted`},
		{&Error{Op: `link add "br0"`, Errno: syscall.EPERM},
			`link add "br0": operation not permitted (needs CAP_NET_ADMIN over the network namespace; a user namespace of one's own would do)`},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestSentinels(t *testing.T) {
	if !errors.Is(ErrOverrun, syscall.ENOBUFS) {
		t.Error("ErrOverrun is not ENOBUFS")
	}
	if !errors.Is(ErrDumpInterrupted, syscall.EINTR) {
		t.Error("ErrDumpInterrupted is not EINTR")
	}
	var temporary interface{ Temporary() bool }
	if !errors.As(ErrDumpInterrupted, &temporary) || !temporary.Temporary() {
		t.Error("ErrDumpInterrupted is not temporary")
	}
	if !errors.Is(errClosed, os.ErrClosed) {
		t.Error("a closed connection is not os.ErrClosed")
	}
}

func FuzzParseAck(f *testing.F) {
	m := acked(Message{}, syscall.EINVAL, words)
	f.Add(m.Data, uint16(linux.NLMSG_ERROR), m.Flags)
	f.Add(binary.NativeEndian.AppendUint32(nil, 0), uint16(linux.NLMSG_DONE), uint16(linux.NLM_F_ACK_TLVS))
	f.Fuzz(func(t *testing.T, data []byte, typ, flags uint16) {
		m := Message{Header: Header{Type: typ, Flags: flags}, Data: data}
		a, err := parseAck(m)
		if err != nil {
			return
		}
		msg, _ := newRequest("veth0").AppendBinary(nil)
		if err := a.err(newRequest("veth0"), msg); err != nil && err.Error() == "" {
			t.Error("a refusal without words")
		}
	})
}
