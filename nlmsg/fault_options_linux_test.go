package nlmsg_test

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A kernel that lacks options is one that refuses them: Dial does without, and
// so do requests and dumps.
func TestKernelsWithoutOptions(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	full := dial(t, unix.NETLINK_ROUTE, nlmsg.Config{NetNS: ns})
	if err := full.Do(addLink("br0")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		options []uint32
		refused string // the error of adding a link once more with too long a name
		strict  bool
	}{
		{"all are there", nil, "link add br0: numerical result out of range: Attribute failed policy validation (IFLA_IFNAME, byte 32)", true},
		{"no strict checking", []uint32{unix.NETLINK_GET_STRICT_CHK},
			"link add br0: numerical result out of range: Attribute failed policy validation (IFLA_IFNAME, byte 32)", false},
		{"no extended acknowledgements", []uint32{unix.NETLINK_EXT_ACK}, "link add br0: numerical result out of range", true},
		{"no capped acknowledgements", []uint32{unix.NETLINK_CAP_ACK},
			"link add br0: numerical result out of range: Attribute failed policy validation (IFLA_IFNAME, byte 32)", true},
		{"none of them", []uint32{unix.NETLINK_EXT_ACK, unix.NETLINK_CAP_ACK, unix.NETLINK_GET_STRICT_CHK},
			"link add br0: numerical result out of range", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn := testconn.DialWithout(t, tt.options, nlmsg.Config{NetNS: ns})
			long := addLink("br0")
			long.Body = overlong{}
			if err := conn.Do(long); err == nil || err.Error() != tt.refused {
				t.Errorf("error\n%v, want\n%s", err, tt.refused)
			}
			var batch *nlmsg.BatchError
			if err := conn.Do(setMTU("br0", 1400), addLink("br0"), long, setMTU("br0", 1500)); !errors.As(err, &batch) ||
				len(batch.Failures) != 2 || !errors.Is(batch.At(1), unix.EEXIST) || !errors.Is(batch.At(2), unix.ERANGE) {
				t.Errorf("a batch: %v", err)
			}
			if got, err := nlmsg.List(conn, listLinks(), nameOf); err != nil || !slices.Equal(got, []string{"lo", "br0"}) {
				t.Errorf("links %v, %v", got, err)
			}
			odd := nlmsg.Request{Op: "link list", Type: unix.RTM_GETLINK, Body: iface{index: 1}}
			if _, err := nlmsg.List(conn, odd, nameOf); errors.Is(err, unix.EINVAL) != tt.strict {
				t.Errorf("a dump with an ifindex: %v, want it checked: %v", err, tt.strict)
			}
		})
	}
}

// overlong is a bridge whose name is too long, which the encoder would refuse.
type overlong struct{}

func (overlong) String() string { return "br0" }

func (overlong) AppendBinary(buf []byte) ([]byte, error) {
	buf, err := iface{}.AppendBinary(buf)
	const name = "a-name-of-20-letters"
	buf = binary.NativeEndian.AppendUint16(buf, uint16(4+len(name)))
	buf = binary.NativeEndian.AppendUint16(buf, unix.IFLA_IFNAME)
	return append(buf, name...), err
}
