package link_test

import (
	"context"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// WaitUp ends with the notification that the peer has come up, and at once for
// what says nothing about its state.
func TestWaitUp(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events := listen(t, nlmsg.Config{NetNS: ns})
	do(t, conn, veth("veth0", "veth1"), link.SetUp(link.Name("veth0")), link.SetUp(link.Name("lo")))

	lo, err := link.WaitUp(t.Context(), conn, events, link.Name("lo"))
	if err != nil || lo.OperState != link.OperUnknown {
		t.Errorf("lo: %v, state %v, want unknown", err, lo.OperState)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := link.WaitUp(ended, conn, events, link.Name("veth0")); err == nil {
		t.Error("no error without a carrier")
	}

	done := make(chan error, 1)
	go func() {
		_, err := link.WaitUp(t.Context(), conn, events, link.Name("veth0"))
		done <- err
	}()
	other, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	do(t, other, link.SetUp(link.Name("veth1")))
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestOperational(t *testing.T) {
	for _, tt := range []struct {
		state link.OperState
		flags uint32
		want  bool
	}{
		{link.OperUp, unix.IFF_UP, true},
		{link.OperUnknown, unix.IFF_UP | unix.IFF_LOWER_UP, true},
		{link.OperUnknown, unix.IFF_UP, false},
		{link.OperDown, unix.IFF_UP | unix.IFF_LOWER_UP, false},
		{link.OperLowerLayerDown, unix.IFF_UP, false},
		{link.OperDormant, unix.IFF_UP | unix.IFF_LOWER_UP, false},
	} {
		l := link.Link{Flags: tt.flags, OperState: tt.state}
		if got := l.Operational(); got != tt.want {
			t.Errorf("state %v, flags %x: operational %t, want %t", tt.state, tt.flags, got, tt.want)
		}
	}
}
