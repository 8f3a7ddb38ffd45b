package schema

import (
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// Requests that ip and bridge of iproute2 6.1 sent, on a little-endian
// machine.
const (
	// ip link add veth0 type veth peer br-veth0
	vethAdd = request("60000000100005063a25046b00000000000000000000000000000000000000000a000300766574683000000034001200" +
		"08000100766574682800020024000100000000000000000000000000000000000d00030062722d766574683000000000")
	// ip link set dev veth0 type bridge_slave hairpin on guard on root_block off fastleave on
	portSet = request("58000000100005003c25046b000000000000000003000000000000000000000038001200100001006272696467655f73" +
		"6c617665240005000500040001000000050005000100000005000600000000000500070001000000")
	// bridge link set dev veth0 cost 100 priority 8 state 2
	bridgePortSet = request("3c000000130005003d25046b00000000070000000300000000000000000000001c000c80080003006400000006000200" +
		"080000000500010002000000")
	// bridge vlan add dev veth0 vid 10 pvid untagged
	bridgeVLANAdd = request("2c000000130005004725046b00000000070000000300000000000000000000000c001a000800020006000a00")
	// ip link add link veth0 name veth0.10 type vlan id 10, where the kind "vlan"
	// is changed to "none", which no kernel has
	unknownAdd = request("50000000100005063d25046b000000000000000000000000000000000000000008000500030000000d00030076657468" +
		"302e31300000000018001200080001006e6f6e650c000200060001000a000000")
	// ip route add 198.51.100.0/24 nexthop via 192.0.2.2 dev veth0 weight 10 nexthop via 192.0.2.3 dev veth0 weight 20
	multipathAdd = request("48000000180005064325046b0000000002180000fe0300010000000008000100c6336400240009001000000903000000" +
		"08000500c0000202100000130300000008000500c0000203")
	// ip route add 198.51.100.0/24 via 192.0.2.2
	routeAdd = request("2c000000180005064225046b0000000002180000fe0300010000000008000100c633640008000500c0000202")
	// ip netns set ns1 10
	nsidSet = request("24000000580005004825046b00000000000000000800030006000000080001000a000000")
)

// littleEndian skips tests of recorded bytes where they mean something else.
func littleEndian(t testing.TB) {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		t.Skip("the recorded requests are those of a little-endian machine")
	}
}

// request is a request in hexadecimal digits.
type request string

func (r request) bytes() []byte {
	b, err := hex.DecodeString(string(r))
	if err != nil {
		panic(err)
	}
	return b
}

func TestNameFollowsTheNesting(t *testing.T) {
	littleEndian(t)
	for _, c := range []struct {
		about string
		msg   []byte
		path  []uint16
		want  string
	}{
		{"top level", vethAdd.bytes(), []uint16{3}, "IFLA_IFNAME"},
		{"link info by kind", vethAdd.bytes(), []uint16{18, 2, 1, 3}, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME"},
		{"what the message lacks", vethAdd.bytes(), []uint16{18, 2, 1, 4}, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_MTU"},
		{"port of a bridge", portSet.bytes(), []uint16{18, 5, 5}, "IFLA_LINKINFO/IFLA_INFO_SLAVE_DATA/IFLA_BRPORT_GUARD"},
		{"port by family", bridgePortSet.bytes(), []uint16{12, 3}, "IFLA_PROTINFO/IFLA_BRPORT_COST"},
		{"families of a bridge message", bridgeVLANAdd.bytes(), []uint16{26, 2}, "IFLA_AF_SPEC/IFLA_BRIDGE_VLAN_INFO"},
		{"families of a link", vethAdd.bytes(), []uint16{26, 10, 8}, "IFLA_AF_SPEC/AF_INET6/IFLA_INET6_ADDR_GEN_MODE"},
		{"peer's families", vethAdd.bytes(), []uint16{18, 2, 1, 26, 10, 8}, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_AF_SPEC/AF_INET6/IFLA_INET6_ADDR_GEN_MODE"},
		{"kind without tables", unknownAdd.bytes(), []uint16{18, 2, 1}, "IFLA_LINKINFO/IFLA_INFO_DATA/1"},
		{"through rows", multipathAdd.bytes(), []uint16{9, 5}, "RTA_MULTIPATH/RTA_GATEWAY"},
		{"through rows that are absent", routeAdd.bytes(), []uint16{9, 5}, "RTA_MULTIPATH/RTA_GATEWAY"},
		{"the message itself", vethAdd.bytes(), nil, ""},
		{"metrics", multipathAdd.bytes(), []uint16{8, 2}, "RTA_METRICS/RTAX_MTU"},
		{"namespace id", nsidSet.bytes(), []uint16{3}, "NETNSA_FD"},
		{"number beyond the table", vethAdd.bytes(), []uint16{777}, "attribute 777"},
		{"nest beyond the table", vethAdd.bytes(), []uint16{777, 1}, "attribute 777/1"},
		{"below what is no nest", vethAdd.bytes(), []uint16{3, 1}, "IFLA_IFNAME/1"},
		{"no message", nil, []uint16{18, 2, 1}, "attribute 18/2/1"},
	} {
		if got := Name(linux.NETLINK_ROUTE, c.msg, c.path); got != c.want {
			t.Errorf("%s: Name(%v) = %q, want %q", c.about, c.path, got, c.want)
		}
	}
}

// What a nest holds has a number for a name where numbers are mere positions.
func TestNameOfAPosition(t *testing.T) {
	littleEndian(t)
	msg := request("140000001000010000000000000000000101" + "0000").bytes()
	if got, want := Name(linux.NETLINK_GENERIC, msg, []uint16{6, 3, 1}), "CTRL_ATTR_OPS/[3]/CTRL_ATTR_OP_ID"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The message of a veth holds another message: every byte of it belongs to the
// innermost attribute around it.
func TestFindEveryByte(t *testing.T) {
	littleEndian(t)
	const linkInfo, peer = "IFLA_LINKINFO", "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER"
	ends := []struct {
		end  int // first byte after it
		name string
	}{
		{0x20, ""}, // nlmsghdr, ifinfomsg
		{0x2a, "IFLA_IFNAME"},
		{0x2c, ""}, // padding
		{0x30, linkInfo},
		{0x38, linkInfo + "/IFLA_INFO_KIND"},
		{0x3c, linkInfo + "/IFLA_INFO_DATA"},
		{0x50, peer}, // its own header, ifinfomsg
		{0x5d, peer + "/IFLA_IFNAME"},
		{0x60, peer}, // padding within it
		{0x64, ""},   // beyond the message
	}
	for offset, i := -4, 0; i < len(ends); offset++ {
		if offset == ends[i].end {
			i++
			continue
		}
		path, ok := Find(linux.NETLINK_ROUTE, vethAdd.bytes(), offset)
		if got := Name(linux.NETLINK_ROUTE, vethAdd.bytes(), path); got != ends[i].name || ok != (got != "") {
			t.Errorf("byte %#x: %q, %v, want %q", offset, got, ok, ends[i].name)
		}
	}
}

func TestFindSeesThroughRows(t *testing.T) {
	littleEndian(t)
	for offset, want := range map[int]string{
		0x24: "RTA_MULTIPATH", // its header
		0x28: "RTA_MULTIPATH", // struct rtnexthop
		0x30: "RTA_MULTIPATH/RTA_GATEWAY",
		0x38: "RTA_MULTIPATH",
		0x40: "RTA_MULTIPATH/RTA_GATEWAY",
	} {
		path, _ := Find(linux.NETLINK_ROUTE, multipathAdd.bytes(), offset)
		if got := Name(linux.NETLINK_ROUTE, multipathAdd.bytes(), path); got != want {
			t.Errorf("byte %#x: %q, want %q", offset, got, want)
		}
	}
}

func TestNameMissing(t *testing.T) {
	littleEndian(t)
	for _, c := range []struct {
		about string
		msg   []byte
		nest  int
		typ   uint16
		want  string
	}{
		{"at the top", nsidSet.bytes(), -1, 1, "NETNSA_NSID"},
		{"offset 0 is the top", nsidSet.bytes(), 0, 1, "NETNSA_NSID"},
		{"in a nest", vethAdd.bytes(), 0x2c, 2, "IFLA_LINKINFO/IFLA_INFO_DATA"},
		{"in the peer", vethAdd.bytes(), 0x3c, 4, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_MTU"},
		{"in rows", multipathAdd.bytes(), 0x24, 5, "RTA_MULTIPATH/RTA_GATEWAY"},
		{"without a name", vethAdd.bytes(), 0x2c, 99, "IFLA_LINKINFO/99"},
	} {
		if got := NameMissing(linux.NETLINK_ROUTE, c.msg, c.nest, c.typ); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

func TestRule17FlagsAreNamedByTheVerb(t *testing.T) {
	for _, c := range []struct {
		typ, flags         uint16
		wantType, wantFlag string
	}{
		{16, 0x605, "RTM_NEWLINK", "REQUEST|ACK|EXCL|CREATE"},
		{24, 0x905, "RTM_NEWROUTE", "REQUEST|ACK|REPLACE|APPEND"},
		{17, 0x305, "RTM_DELLINK", "REQUEST|ACK|NONREC|BULK"},
		{18, 0x301, "RTM_GETLINK", "REQUEST|DUMP"},
		{22, 0x101, "RTM_GETADDR", "REQUEST|ROOT"},
		{26, 0x201, "RTM_GETROUTE", "REQUEST|MATCH"},
		{19, 0x005, "RTM_SETLINK", "REQUEST|ACK"},
		{19, 0x101, "RTM_SETLINK", "REQUEST|REPLACE"},
		{108, 0xe05, "RTM_NEWLINKPROP", "REQUEST|ACK|EXCL|CREATE|APPEND"},
		{2, 0x300, "NLMSG_ERROR", "CAPPED|ACK_TLVS"},
		{3, 0x012, "NLMSG_DONE", "MULTI|DUMP_INTR"},
		{16, 0x8000, "RTM_NEWLINK", "0x8000"},
		{77, 0, "type 77", "0"},
	} {
		if got := TypeName(linux.NETLINK_ROUTE, c.typ); got != c.wantType {
			t.Errorf("TypeName(%d) = %q, want %q", c.typ, got, c.wantType)
		}
		if got := FlagNames(linux.NETLINK_ROUTE, c.typ, c.flags); got != c.wantFlag {
			t.Errorf("FlagNames(%d, %#x) = %q, want %q", c.typ, c.flags, got, c.wantFlag)
		}
	}
}
