package explain

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// A name, and which bytes: where it starts, where what is its own ends, where
// what it covers ends, and where what belongs to it ends.
func TestTree(t *testing.T) {
	const want = `
struct nlmsghdr: 0 0 16
  nlmsg_len 100: 0 4 100 4
  nlmsg_type RTM_NEWLINK: 4 6
  nlmsg_flags REQUEST|ACK|EXCL|CREATE: 6 8
  nlmsg_seq 0: 8 12
  nlmsg_pid 0: 12 16
struct ifinfomsg: 16 16 32
  ifi_family AF_UNSPEC: 16 17
  ifi_type 0: 18 20
  ifi_index 0: 20 24
  ifi_flags 0: 24 28
  ifi_change 0: 28 32
IFLA_IFNAME "veth0": 32 36 42 44
IFLA_LINKINFO: 44 48 100
  IFLA_INFO_KIND "veth": 48 52 57 60
  IFLA_INFO_DATA: 60 64 100
    VETH_INFO_PEER: 64 68 100
      struct ifinfomsg: 68 68 84
        ifi_family AF_UNSPEC: 68 69
        ifi_type 0: 70 72
        ifi_index 0: 72 76
        ifi_flags 0: 76 80
        ifi_change 0: 80 84
      IFLA_IFNAME "br-veth0": 84 88 97 100
`
	var got strings.Builder
	var write func(rows []*row, indent string)
	write = func(rows []*row, indent string) {
		for _, r := range rows {
			fmt.Fprintf(&got, "%s%s: %s\n", indent, strings.TrimSpace(r.Name+" "+r.Value), r.At())
			write(r.Rows, indent+"  ")
		}
	}
	m := split(linux.NETLINK_ROUTE, vethAdd(t).Bytes)[0]
	write(treeOf(m.parts, m.groups), "")
	if diff := cmp.Diff(want[1:], got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The copy of a message is a row, with rows for its parts. What fills it up
// belongs to it.
func TestTreeOfACopy(t *testing.T) {
	d := vethAdd(t)
	for _, c := range []struct {
		copied bool
		name   string
		end    int
	}{{true, "copy of RTM_NEWLINK", 20 + len(d.Bytes)}, {false, "copy of RTM_NEWLINK", 36}} {
		m := split(linux.NETLINK_ROUTE, refusalOf(d.Bytes, 0, c.copied).Bytes)[0]
		rows := treeOf(m.parts, m.groups)
		if len(rows) != 5 { // nlmsghdr, the error number, the copy and two attributes
			t.Fatalf("%d rows", len(rows))
		}
		it := rows[2]
		if it.Name != c.name || it.start != 20 || it.extent != c.end || it.Size != plural(c.end-20) || it.Class != "group" {
			t.Errorf("%s, %s: %s", it.Name, it.Size, it.At())
		}
		if first := it.Rows[0]; first.Name != "struct nlmsghdr" || first.start != 20 || first.extent != 36 || first.Size != "16 bytes" {
			t.Errorf("in it %s, %s: %s", first.Name, first.Size, first.At())
		}
	}
}

// The struct that is all of an attribute stands on the line of the attribute.
func TestTreeOfAStruct(t *testing.T) {
	order := binary.NativeEndian
	b := make([]byte, 24, 64)
	order.PutUint16(b[4:], linux.RTM_NEWADDR)
	b = order.AppendUint16(b, 20)
	b = order.AppendUint16(b, 6) // IFA_CACHEINFO
	b = append(b, make([]byte, 16)...)
	order.PutUint32(b, uint32(len(b)))
	m := split(linux.NETLINK_ROUTE, b)[0]
	rows := treeOf(m.parts, m.groups)
	it := rows[len(rows)-1]
	if it.Name != "IFA_CACHEINFO" || it.Value != "struct ifa_cacheinfo" || it.Kind != "group" || it.Size != "20 bytes" || len(it.Rows) != 4 {
		t.Errorf("%s %s, %s, %s, %d rows", it.Name, it.Value, it.Kind, it.Size, len(it.Rows))
	}
}
