package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// forgeEnv makes the test binary the process that forges: "port seq events".
const forgeEnv = "RAWNL_TEST_FORGE"

// A second process with CAP_NET_ADMIN sends all that the kernel could answer to
// the next requests, with their sequence numbers and the port that the kernel
// would write, before the kernel gets to answer. Only the address of the sender
// tells them apart.
func TestRule27And28ASecondProcessForges(t *testing.T) {
	if arg := os.Getenv(forgeEnv); arg != "" {
		forge(t, arg)
		return
	}
	t.Parallel()
	ns := testns.New(t)
	var seq uint32
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Trace: func(dir nlmsg.Direction, b []byte) {
		if dir == nlmsg.Sent {
			seq = binary.NativeEndian.Uint32(b[8:])
		}
	}})
	watcher := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err := conn.Do(setMTU("lo", 60000)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %d %d", forgeEnv, conn.PortID(), seq, watcher.PortID()))
	cmd.ExtraFiles = []*os.File{ns}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the process that forges: %v\n%s", err, out)
	}

	if err := conn.Do(addLink("lo")); !errors.Is(err, unix.EEXIST) {
		t.Errorf("a second lo: %v, want the kernel's EEXIST", err)
	}
	var name string
	m, err := conn.Get(getLink("lo"))
	if err != nil {
		t.Fatal(err)
	}
	if nameOf(&m, &name); name != "lo" {
		t.Errorf("asked for lo, got %q", name)
	}
	names, err := nlmsg.List(conn, listLinks(), nameOf)
	if err != nil || len(names) != 1 || names[0] != "lo" {
		t.Errorf("the links are %q, %v, want lo alone", names, err)
	}
	if err := conn.Do(setMTU("lo", 60001)); err != nil {
		t.Fatal(err)
	}
	told := 0
	for m, err := range watcher.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if nameOf(&m, &name); name != "lo" {
			t.Errorf("told of %q, want lo", name)
		}
		if told++; told == 2 { // before and after the forged ones
			break
		}
	}
}

// forge sends what the kernel could: acknowledgements, objects and ends of dumps
// for the requests to come, and notifications.
func forge(t *testing.T, arg string) {
	var port, seq, watcher uint32
	if _, err := fmt.Sscan(arg, &port, &seq, &watcher); err != nil {
		t.Fatal(err)
	}
	conn := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: os.NewFile(3, "namespace")})
	link, err := iface{name: "forged", index: 7}.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	send := func(to, groups uint32, m nlmsg.Message) {
		if err := conn.Send(m, to, groups); err != nil && groups == 0 {
			t.Fatal(err)
		}
	}
	send(watcher, 0, nlmsg.Message{Header: nlmsg.Header{Type: unix.RTM_NEWLINK}, Data: link})
	send(0, 1<<(unix.RTNLGRP_LINK-1), nlmsg.Message{Header: nlmsg.Header{Type: unix.RTM_NEWLINK}, Data: link})
	for range 8 {
		seq++
		h := nlmsg.Header{Seq: seq, PortID: port}
		ack := make([]byte, 4+nlmsg.HeaderLen)
		for _, m := range []struct {
			typ, flags uint16
			data       []byte
		}{
			{unix.RTM_NEWLINK, 0, link},
			{unix.RTM_NEWLINK, unix.NLM_F_MULTI, link},
			{unix.NLMSG_ERROR, unix.NLM_F_CAPPED, ack},
			{unix.NLMSG_DONE, unix.NLM_F_MULTI, ack[:4]},
		} {
			h.Type, h.Flags = m.typ, m.flags
			send(port, 0, nlmsg.Message{Header: h, Data: m.data})
		}
	}
}
