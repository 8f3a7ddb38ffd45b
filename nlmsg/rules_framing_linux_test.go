package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestRule01And03TheKernelReadsAndWritesTheHeader(t *testing.T) {
	t.Parallel()
	s := rawSocket(t, testns.New(t))
	const header = 16
	b := make([]byte, header, 64)
	put16, put32 := binary.NativeEndian.PutUint16, binary.NativeEndian.PutUint32
	put16(b[4:], unix.RTM_GETLINK)
	put16(b[6:], unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	put32(b[8:], 0x01020304)
	b = append(b, make([]byte, unix.SizeofIfInfomsg)...)
	b = append(b, 7, 0, unix.IFLA_IFNAME, 0, 'l', 'o', 0) // without the padding, which the last may lack
	put16(b[header+unix.SizeofIfInfomsg:], 7)
	put16(b[header+unix.SizeofIfInfomsg+2:], unix.IFLA_IFNAME)
	put32(b, uint32(len(b)))
	s.send(b)
	for i, want := range []uint16{unix.RTM_NEWLINK, unix.NLMSG_ERROR} {
		n, _, err := unix.Recvfrom(s.fd, s.buf, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := s.buf[:n]
		length := int(binary.NativeEndian.Uint32(got))
		if (length+3)&^3 != n || binary.NativeEndian.Uint16(got[4:]) != want ||
			binary.NativeEndian.Uint32(got[8:]) != 0x01020304 || binary.NativeEndian.Uint32(got[12:]) != s.port {
			t.Errorf("answer %d, of %d bytes, begins with % x: want type %d, sequence number 0x01020304, port %#x",
				i, n, got[:header], want, s.port)
		}
	}
}

func TestRule09NewNestsNeedTheFlagAndOldOnesDoNot(t *testing.T) {
	t.Parallel()
	conn, _ := route(t)
	altName := func(flag uint16) error {
		return conn.Do(rawRequest("link prop add", unix.RTM_NEWLINKPROP, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)[4] = 1
			e.Rows(unix.IFLA_PROP_LIST|flag, func() { e.String(unix.IFLA_ALT_IFNAME, "loopback") })
		}))
	}
	refusal := &nlmsg.Error{}
	if err := altName(0); !errors.Is(err, unix.EINVAL) || !errors.As(err, &refusal) || refusal.Message != "NLA_F_NESTED is missing" {
		t.Errorf("a new nest without the flag: %v, want EINVAL: NLA_F_NESTED is missing", err)
	}
	if err := altName(rtattr.Nested); err != nil {
		t.Errorf("a new nest with the flag: %v", err)
	}
	for i, flag := range []uint16{0, rtattr.Nested} {
		add := rawRequest("link add", unix.RTM_NEWLINK, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.IfName(unix.IFLA_IFNAME, []string{"br0", "br1"}[i])
			e.Rows(unix.IFLA_LINKINFO|flag, func() { e.String(unix.IFLA_INFO_KIND, "bridge") })
		})
		add.Flags = unix.NLM_F_CREATE
		if err := conn.Do(add); err != nil {
			t.Errorf("an old nest with flag %#x: %v", flag, err)
		}
	}
	for flag, want := range map[uint16]error{0: unix.EEXIST, rtattr.Nested: unix.EINVAL} {
		err := conn.Do(rawRequest("link prop add", unix.RTM_NEWLINKPROP, func(e *rtattr.Encoder) {
			e.Struct(unix.SizeofIfInfomsg)
			e.Bytes(unix.IFLA_IFNAME|flag, []byte("lo\x00"))
			e.Nest(unix.IFLA_PROP_LIST, func() { e.String(unix.IFLA_ALT_IFNAME, "loopback") })
		}))
		if !errors.Is(err, want) {
			t.Errorf("a name with flag %#x: %v, want %v", flag, err, want)
		}
	}
}

func TestRule03And04ADatagramOfTheKernelIsFramed(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	names := manyLinks(t, ns)
	s := rawSocket(t, ns)
	s.send(s.message(listLinks(), dumpFlags))
	var got []string
	for {
		n, _, err := unix.Recvfrom(s.fd, s.buf, 0)
		if err != nil {
			break
		}
		for m, err := range nlmsg.Messages(s.buf[:n]) {
			if err != nil {
				t.Fatal(err)
			}
			if m.Type == unix.RTM_NEWLINK {
				var name string
				nameOf(&m, &name)
				got = append(got, name)
			}
		}
	}
	if !slices.Equal(got, names) {
		t.Errorf("links %q, want %q", got, names)
	}
}

func second[T any](_ T, err error) error { return err }
