package nlmsg

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
)

func TestProgramsDoNotInheritTheSocket(t *testing.T) {
	testns.Need(t)
	conn, err := Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.transport.(*socket).raw.Control(func(fd uintptr) {
		flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0)
		if err != nil || flags&unix.FD_CLOEXEC == 0 {
			t.Errorf("descriptor flags %#x, %v, want FD_CLOEXEC", flags, err)
		}
	})
	if err != nil {
		t.Error(err)
	}
}
