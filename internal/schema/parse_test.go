package schema

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

func TestParseKeepsWhatItDoesNotUnderstand(t *testing.T) {
	littleEndian(t)
	cut := vethAdd.bytes()[:0x40]
	cut[0] = byte(len(cut))
	root := Parse(linux.NETLINK_ROUTE, cut)
	if len(root.Children) != 1 || root.Children[0].Name != "IFLA_IFNAME" {
		t.Errorf("children %v, want IFLA_IFNAME alone", root.Children)
	}
	if want := cut[0x2c:]; !bytes.Equal(root.Rest, want) {
		t.Errorf("rest % x, want the cut IFLA_LINKINFO % x", root.Rest, want)
	}
}

func TestParseOpensNestsWithoutNames(t *testing.T) {
	littleEndian(t)
	root := Parse(linux.NETLINK_ROUTE, unknownAdd.bytes())
	data := root.child(18).child(2)
	if len(data.Children) != 1 || data.Children[0].Number != 1 || data.Children[0].Name != "" {
		t.Errorf("IFLA_INFO_DATA of an unknown kind holds %v, want attribute 1", data.Children)
	}
	opened := unknownAdd.bytes()
	opened[0x48+3] = 0x80 // NLA_F_NESTED on an attribute that is none
	root = Parse(linux.NETLINK_ROUTE, opened)
	inner := root.child(18).child(2).child(1)
	if len(inner.Children) != 0 || !bytes.Equal(inner.Body, []byte{10, 0}) {
		t.Errorf("%v, want the two bytes", inner)
	}
}

// Of a nest that is not known the bytes alone say whether there are attributes:
// they fill it, and have numbers unless it has the flag NESTED.
func TestBytesThatAreNoNest(t *testing.T) {
	littleEndian(t)
	for _, c := range []struct {
		about    string
		put      map[int]byte
		children int
	}{
		{"an attribute", nil, 1},
		{"an attribute with a byte more", map[int]byte{0x48: 7}, 1},
		{"a length that does not fit", map[int]byte{0x48: 0x20}, 0},
		{"an attribute of number zero", map[int]byte{0x4a: 0}, 0},
		{"the same, NESTED", map[int]byte{0x4a: 0, 0x47: 0x80}, 1},
		{"a length that does not fit, NESTED", map[int]byte{0x48: 0x20, 0x47: 0x80}, 0},
		{"an attribute of number zero, NET_BYTEORDER", map[int]byte{0x4a: 0, 0x47: 0x40}, 0},
	} {
		msg := unknownAdd.bytes()
		for at, b := range c.put {
			msg[at] = b
		}
		root := Parse(linux.NETLINK_ROUTE, msg)
		data := root.last(18).last(2)
		if len(data.Children) != c.children || len(data.Rest) > 0 || (data.Type == raw) != (c.children == 0) {
			t.Errorf("%s: %d attributes, rest % x, %+v", c.about, len(data.Children), data.Rest, data.Type)
		}
	}
}

// Without the flag NESTED an attribute that is not known is bytes.
func TestUnknownAttributesAreOpenedByTheirFlag(t *testing.T) {
	littleEndian(t)
	for flags, children := range map[uint16]int{0: 0, linux.NLA_F_NET_BYTEORDER: 0, linux.NLA_F_NESTED: 1} {
		msg := append(make([]byte, 32), 12, 0, 0x09, 0x03, 8, 0, 1, 0, 1, 2, 3, 4)
		msg[0], msg[4] = byte(len(msg)), linux.RTM_NEWLINK
		msg[0x23] |= byte(flags >> 8)
		root := Parse(linux.NETLINK_ROUTE, msg)
		if it := root.last(777); len(it.Children) != children || it.Flags != flags || len(it.Body) != 8 {
			t.Errorf("flags %#x: %d attributes, flags %#x", flags, len(it.Children), it.Flags)
		}
	}
}

// What was wanted of an attribute is a nest in an acknowledgement.
func TestAcknowledgementsHoldNests(t *testing.T) {
	littleEndian(t)
	msg := append(make([]byte, 20), 12, 0, 4, 0x80, 8, 0, 1, 0, 4, 0, 0, 0)
	msg[0], msg[4], msg[7] = byte(len(msg)), linux.NLMSG_DONE, 2 // ACK_TLVS
	root := Parse(linux.NETLINK_ROUTE, msg)
	if policy := root.last(4); len(policy.Children) != 1 || policy.Children[0].Name != "NL_POLICY_TYPE_ATTR_TYPE" {
		t.Errorf("%s holds %v", policy.Name, policy.Children)
	}
}

// The family is that of the nearest header that has one: of a peer's, and not of
// a row, which begins with its length.
func TestTheNearestFamilyCounts(t *testing.T) {
	littleEndian(t)
	peer := vethAdd.bytes()
	peer[0x40] = linux.AF_BRIDGE
	if got := Name(linux.NETLINK_ROUTE, peer, []uint16{18, 2, 1, 26, 2}); got != "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_AF_SPEC/IFLA_BRIDGE_VLAN_INFO" {
		t.Errorf("in the peer of a bridge: %s", got)
	}
	row := append(make([]byte, 28), 32, 0, 9, 0, linux.AF_MPLS, 0, 0, 0, 1, 0, 0, 0, 20, 0, 1, 0)
	row = append(row, make([]byte, 16)...)
	row[0], row[4], row[16] = byte(len(row)), linux.RTM_NEWROUTE, linux.AF_INET6
	root := Parse(linux.NETLINK_ROUTE, row)
	if got := root.last(9).Children[0].child(1); got.Type == labelStack {
		t.Errorf("a row of %d bytes has a family", row[32])
	}
	report := make([]byte, 20)
	report[0], report[4], report[16] = byte(len(report)), 96, familyIP6MR // RTM_NEWCACHEREPORT
	if got := Name(linux.NETLINK_ROUTE, report, []uint16{2}); got != "IP6MRA_CREPORT_MIF_ID" {
		t.Errorf("in a report of IPv6: %s", got)
	}
}

// The numbers of some attributes mean others in requests.
func TestRequestsHaveNamesOfTheirOwn(t *testing.T) {
	littleEndian(t)
	msg := groupAdd.bytes()
	for flags, want := range map[byte]string{5: "MDBA_SET_ENTRY", 0: "MDBA_MDB", 4: "MDBA_MDB"} {
		msg[6] = flags
		if got := Name(linux.NETLINK_ROUTE, msg, []uint16{1}); got != want {
			t.Errorf("flags %d: %s, want %s", flags, got, want)
		}
	}
}

// An acknowledgement holds the request, or its header, and the attributes begin
// where that is filled up to four bytes.
func TestTheCopyOfARequest(t *testing.T) {
	littleEndian(t)
	const capped, attrs = 0x1, 0x2 // of the upper byte of the flags
	copied := func(size, length byte) []byte {
		b := append([]byte{length, 0, 0, 0, 16, 0, 5}, make([]byte, size-7)...)
		return b
	}
	says := []byte{7, 0, 1, 0, 'n', 'o', 0, 0}
	for _, c := range []struct {
		about string
		flags byte
		rest  []byte // behind the error number
		size  int    // of the copy, or negative if there is none
		attrs int
		left  int
	}{
		{"whole", attrs, append(copied(20, 20), says...), 20, 1, 0},
		{"whole, not filled up", attrs, append(append(copied(17, 17), 0, 0, 0), says...), 17, 1, 0},
		{"whole, nothing behind it", attrs, copied(20, 20), 20, 0, 0},
		{"whole, not filled up, nothing behind it", attrs, copied(18, 18), 18, 0, 0},
		{"capped", capped | attrs, append(copied(16, 20), says...), 16, 1, 0},
		{"capped by an old kernel", 0, copied(16, 20), 16, 0, 0},
		{"longer than what is there", attrs, copied(20, 40), 20, 0, 0},
		{"with a length that is none", attrs, append(copied(16, 3), says...), 16, 1, 0},
		{"less than a header", attrs, copied(12, 20), 12, 0, 0},
		{"none", attrs, nil, -1, 0, 0},
		{"attributes without the flag", 0, append(copied(20, 20), says...), 20, 0, 8},
	} {
		msg := append([]byte{0, 0, 0, 0, linux.NLMSG_ERROR, 0, 0, c.flags}, make([]byte, 8)...)
		msg = append(append(msg, 0xde, 0xff, 0xff, 0xff), c.rest...)
		msg[0] = byte(len(msg))
		root := Parse(linux.NETLINK_ROUTE, msg)
		size, found := -1, len(root.Children)
		if found > 0 && root.Children[0].Role == Message {
			found--
			size = root.Children[0].End() - root.Children[0].Offset
		}
		if size != c.size || found != c.attrs || len(root.Rest) != c.left {
			t.Errorf("%s: a copy of %d bytes, %d attributes, %d bytes left, want %d, %d, %d", c.about, size, found, len(root.Rest), c.size, c.attrs, c.left)
		}
	}
}

// A row that does not fit is left, as is what is behind it.
func TestRowsThatDoNotFit(t *testing.T) {
	littleEndian(t)
	odd := multipathAdd.bytes()
	odd[0], odd[0x24], odd[0x38] = 0x45, 0x21, 0xd
	root := Parse(linux.NETLINK_ROUTE, odd[:0x45:0x45])
	if rows := root.last(9); len(rows.Children) != 2 || len(rows.Rest) > 0 {
		t.Errorf("a last row that is not filled up: %d rows, %d bytes left", len(rows.Children), len(rows.Rest))
	}
	for _, c := range []struct {
		length byte // of the second row, which has sixteen bytes
		rows   int
		left   int
	}{
		{16, 2, 0},
		{8, 3, 0},
		{7, 1, 16},
		{0, 1, 16},
		{17, 1, 16},
	} {
		msg := multipathAdd.bytes()
		msg[0x38] = c.length
		root := Parse(linux.NETLINK_ROUTE, msg)
		if rows := root.last(9); len(rows.Children) != c.rows || len(rows.Rest) != c.left {
			t.Errorf("length %d: %d rows and %d bytes left, want %d and %d", c.length, len(rows.Children), len(rows.Rest), c.rows, c.left)
		}
	}
}

// A message of the kernel's own without a body may have bytes all the same.
func TestParseKeepsBytesWhereNoneAreKnown(t *testing.T) {
	littleEndian(t)
	root := Parse(linux.NETLINK_ROUTE, []byte{20, 0, 0, 0, linux.NLMSG_NOOP, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4})
	if root.Type != raw || len(root.Body) != 4 || root.Name != "NLMSG_NOOP" {
		t.Errorf("%s of %d bytes, %+v", root.Name, len(root.Body), root.Type)
	}
}

// A nest in a nest, a message in a message: what is thousands of levels deep is
// not opened to its end.
func TestParseStopsInTheDepth(t *testing.T) {
	littleEndian(t)
	nests := make([]byte, 32, 32+4*1000)
	for left := 4 * 1000; left > 0; left -= 4 {
		nests = append(nests, byte(left), byte(left>>8), 0x09, 0x83) // attribute 777, NESTED
	}
	nests[4] = linux.RTM_NEWLINK
	var errors []byte
	for range 1000 {
		errors = append([]byte{0, 0, 0, 0, linux.NLMSG_ERROR, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}, errors...)
		binary.LittleEndian.PutUint16(errors, uint16(len(errors)))
	}
	binary.LittleEndian.PutUint16(nests, uint16(len(nests)))
	for about, msg := range map[string][]byte{"nests": nests, "errors": errors} {
		root := Parse(linux.NETLINK_ROUTE, msg)
		depth := 0
		for n := &root; len(n.Children) > 0; n = &n.Children[0] {
			depth++
		}
		if depth != maxDepth {
			t.Errorf("%s: %d levels, want %d", about, depth, maxDepth)
		}
	}
}
