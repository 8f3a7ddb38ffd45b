package link_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

func TestOVPNInTheKernel(t *testing.T) {
	if err := loadOVPN(t); err != nil {
		t.Skip("this kernel has no OpenVPN: ", err)
	}
	for _, mode := range []uint8{0, 1} {
		tt := liveTest{link: &link.Link{Data: &link.OVPN{Mode: &mode}}, notBack: true}
		tt.run(t)
	}
}

// loadOVPN makes the kernel load its module, which it does for the family of
// generic netlink and not for links of the kind.
func loadOVPN(t *testing.T) error {
	t.Helper()
	conn, err := nlmsg.Dial(unix.NETLINK_GENERIC, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = conn.Get(nlmsg.Request{Protocol: unix.NETLINK_GENERIC, Op: "get family", Type: unix.GENL_ID_CTRL, Body: familyNamed("ovpn")})
	return err
}

// familyNamed is the body of a request for a family of generic netlink.
type familyNamed string

func (name familyNamed) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(append(b, unix.CTRL_CMD_GETFAMILY, 1, 0, 0)) // struct genlmsghdr
	e.String(unix.CTRL_ATTR_FAMILY_NAME, string(name))
	return e.Result()
}
