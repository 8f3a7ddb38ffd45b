package nlmsg_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// The kernel, which is at port 0, does not listen on this protocol and refuses
// its copy. That is no failure of what was sent to others.
func TestUsersockCarriesMessagesToGroups(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	a := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns})
	hello := nlmsg.Message{Header: nlmsg.Header{Type: 100}, Data: []byte("hello")}
	if err := a.Send(hello, 0, 1<<4); err != nil {
		t.Errorf("nobody listens: %v", err)
	}
	b := dial(t, unix.NETLINK_USERSOCK, nlmsg.Config{NetNS: ns, Groups: []uint32{5}})
	if err := a.Send(hello, 0, 1<<4); err != nil {
		t.Error(err)
	}
	for m, err := range b.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Sender != a.PortID() || string(m.Data) != "hello" {
			t.Errorf("received %+v", m)
		}
		break
	}
	if err := a.Send(hello, b.PortID()+1, 1<<4); err == nil {
		t.Error("a port that nobody has got a message too")
	}
}
