package kernels_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/kernels"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Attributes of extended acknowledgements, linux/netlink.h.
var ackAttrs = map[uint16]string{
	1: "NLMSGERR_ATTR_MSG", 2: "NLMSGERR_ATTR_OFFS", 4: "NLMSGERR_ATTR_POLICY",
	5: "NLMSGERR_ATTR_MISS_TYPE", 6: "NLMSGERR_ATTR_MISS_NEST",
}

// What a refusal says beside its error number.
func TestReportAcks(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	for question, ask := range map[string]func(*testing.T, *nlmsg.Conn) error{
		"a name that is too long": func(_ *testing.T, conn *nlmsg.Conn) error {
			return conn.Do(nlmsg.Request{Type: unix.RTM_NEWLINK, Body: attrs(func(e *rtattr.Encoder) {
				e.Struct(unix.SizeofIfInfomsg)
				e.String(unix.IFLA_IFNAME, "a-name-of-20-letters")
			})})
		},
		"a number that is out of range": func(_ *testing.T, conn *nlmsg.Conn) error {
			return conn.Do(nlmsg.Request{Type: unix.RTM_NEWNEIGH, Flags: unix.NLM_F_CREATE, Body: attrs(func(e *rtattr.Encoder) {
				binary.NativeEndian.PutUint32(e.Struct(unix.SizeofNdMsg)[4:], 1)
				e.Bytes(unix.NDA_DST, []byte{192, 0, 2, 1})
				e.Uint32(ndaFlagsExt, 1<<31)
			})})
		},
		"a generic request that lacks an attribute": func(t *testing.T, conn *nlmsg.Conn) error {
			return conn.Do(nlmsg.Request{
				Protocol: unix.NETLINK_GENERIC, Type: family(t, conn, "ethtool"),
				Body: attrs(func(e *rtattr.Encoder) { e.Struct(unix.GENL_HDRLEN)[0] = unix.ETHTOOL_MSG_LINKINFO_GET }),
			})
		},
	} {
		protocol := unix.NETLINK_ROUTE
		if question == "a generic request that lacks an attribute" {
			protocol = unix.NETLINK_GENERIC
		}
		has := make(map[uint16]bool)
		conn, err := nlmsg.Dial(protocol, &nlmsg.Config{NetNS: ns, Trace: func(dir nlmsg.Direction, b []byte) {
			for m := range nlmsg.Messages(b) {
				if dir == nlmsg.Received && m.Type == unix.NLMSG_ERROR && m.Flags&unix.NLM_F_ACK_TLVS != 0 && len(m.Data) >= 20 {
					for typ := range rtattr.NewDecoder(m.Data[20:], 0).All() {
						has[typ] = true
					}
				}
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if err := ask(t, conn); err == nil {
			t.Logf("%s: not refused", question)
		}
		conn.Close()
		for typ, name := range ackAttrs {
			kernels.Report(t, "told", fmt.Sprintf("`%s` about %s", name, question), yes(has[typ]))
		}
	}
}

const ndaFlagsExt = 15 // NDA_FLAGS_EXT

// family returns the number of a family of generic netlink.
func family(t *testing.T, conn *nlmsg.Conn, name string) (id uint16) {
	t.Helper()
	m, err := conn.Get(nlmsg.Request{
		Op: "genetlink get family", Protocol: unix.NETLINK_GENERIC, Type: unix.GENL_ID_CTRL,
		Body: attrs(func(e *rtattr.Encoder) {
			h := e.Struct(unix.GENL_HDRLEN)
			h[0], h[1] = unix.CTRL_CMD_GETFAMILY, 1
			e.String(unix.CTRL_ATTR_FAMILY_NAME, name)
		}),
	})
	if err != nil {
		t.Skipf("needs the family %s: %v", name, err)
	}
	d := m.Decoder()
	d.Struct(unix.GENL_HDRLEN)
	for typ, v := range d.All() {
		if typ == unix.CTRL_ATTR_FAMILY_ID {
			id = v.Uint16()
		}
	}
	return id
}

// How many groups of notifications there are.
func TestReportGroupNumbers(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	last := 0
	err := nsthread.Run(ns, func() error {
		fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
		if err != nil {
			return os.NewSyscallError("socket", err)
		}
		defer unix.Close(fd)
		// Of some groups not everybody may be a member.
		for group := 1; group < 256; group++ {
			switch err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_ADD_MEMBERSHIP, group); err {
			case nil, unix.EPERM:
				last = group
			case unix.EINVAL:
				return nil
			default:
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	kernels.Report(t, "behaviours", "The highest group of rtnetlink", fmt.Sprint(last))
}

// attrs is a body that a function encodes.
type attrs func(e *rtattr.Encoder)

func (f attrs) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f(e)
	return e.Result()
}
