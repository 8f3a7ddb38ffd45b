package nlmsg_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// NETLINK_GENERIC: the controller resolves its own name to its own number.
func TestGenericResolvesTheController(t *testing.T) {
	t.Parallel()
	conn := dial(t, unix.NETLINK_GENERIC, nlmsg.Config{NetNS: testns.New(t)})
	m, err := conn.Get(nlmsg.Request{
		Op: "genetlink get family", Protocol: unix.NETLINK_GENERIC, Type: unix.GENL_ID_CTRL,
		Body: bodyFunc(func(e *rtattr.Encoder) {
			h := e.Struct(unix.GENL_HDRLEN)
			h[0], h[1] = unix.CTRL_CMD_GETFAMILY, 1
			e.String(unix.CTRL_ATTR_FAMILY_NAME, "nlctrl")
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	d := m.Decoder()
	d.Struct(unix.GENL_HDRLEN)
	var id uint16
	for typ, v := range d.All() {
		if typ == unix.CTRL_ATTR_FAMILY_ID {
			id = v.Uint16()
		}
	}
	if err := d.Err(); err != nil || id != unix.GENL_ID_CTRL {
		t.Errorf("nlctrl has number %d, %v, want %d", id, err, unix.GENL_ID_CTRL)
	}
	if err := conn.Do(addLink("br0")); err == nil {
		t.Error("a request of NETLINK_ROUTE went out to NETLINK_GENERIC, where its type means another thing")
	}
}

// NETLINK_KOBJECT_UEVENT: datagrams of text, from the kernel alone.
func TestUeventSeesADeviceCome(t *testing.T) {
	t.Parallel()
	conn, ns := route(t)
	events := dial(t, unix.NETLINK_KOBJECT_UEVENT, nlmsg.Config{NetNS: ns, Groups: []uint32{1}})
	if err := conn.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	for b, err := range events.Datagrams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(b, []byte("add@/devices/virtual/net/br0\x00")) {
			return
		}
	}
}

// NETLINK_USERSOCK: processes among themselves.
func TestUsersockCarriesMessagesBetweenSockets(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	a := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns})
	b := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns})
	hello := nlmsg.Message{Header: nlmsg.Header{Type: 100, Seq: 7}, Data: []byte("hello")}
	if err := a.Send(hello, b.PortID(), 0); err != nil {
		t.Fatal(err)
	}
	for m, err := range b.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Sender != a.PortID() || string(m.Data) != "hello" || m.Type != 100 || m.Seq != 7 {
			t.Errorf("received %+v", m)
		}
		break
	}
	if err := a.Send(hello, 0, 0); err == nil {
		t.Error("a message to nobody was sent")
	}
}

func TestSendDoesNotWaitForAFullReceiver(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	a := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns})
	b := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns})
	big := nlmsg.Message{Header: nlmsg.Header{Type: 100}, Data: make([]byte, 8000)}
	sent := 0
	var err error
	for ; err == nil; sent++ {
		err = a.Send(big, b.PortID(), 0)
	}
	if !errors.Is(err, unix.EAGAIN) {
		t.Fatalf("error %v, want EAGAIN", err)
	}
	received := 0
	for _, err := range b.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if received++; received == sent-1 {
			break
		}
	}
	if err := a.Send(big, b.PortID(), 0); err != nil {
		t.Errorf("the receiver has room again: %v", err)
	}
}
