package golden

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func TestDiffTreeSeesWhatTheKernelWould(t *testing.T) {
	for _, c := range []struct {
		about, text string
		at          int
		bytes       []byte
		want        string
	}{
		{"message type", vethAdd, 0x04, []byte{17}, "nlmsg_type: want RTM_NEWLINK, got RTM_DELLINK\n"},
		{"flags", vethAdd, 0x07, []byte{0x04}, "nlmsg_flags: want REQUEST|ACK|EXCL|CREATE, got REQUEST|ACK|CREATE\n"},
		{"header", vethAdd, 0x14, []byte{7}, "ifi_index: want 0 (00 00 00 00), got 7 (07 00 00 00)\n"},
		{"padding of the header", vethAdd, 0x11, []byte{1}, "padding: want 00, got 01\n"},
		{"string", vethAdd, 0x28, []byte("1"), `IFLA_IFNAME: want "veth0" (76 65 74 68 30 00), got "veth1" (76 65 74 68 31 00)` + "\n"},
		{"header within", vethAdd, 0x44, []byte{7}, "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/ifi_index: want 0 (00 00 00 00), got 7 (07 00 00 00)\n"},
		{"attribute of another number", vethAdd, 0x22, []byte{99},
			`IFLA_IFNAME: want "veth0" (76 65 74 68 30 00), got nothing` + "\nattribute 99: want nothing, got 76 65 74 68 30 00\n"},
		{"row", multipathAdd, 0x3b, []byte{9}, "RTA_MULTIPATH/row[1]/rtnh_hops: want 19 (13), got 9 (09)\n"},
		{"attribute of a row", multipathAdd, 0x47, []byte{9}, "RTA_MULTIPATH/row[1]/RTA_GATEWAY: want 192.0.2.3 (c0 00 02 03), got 192.0.2.9 (c0 00 02 09)\n"},
		{"sequence number, port", vethAdd, 0x08, []byte{1, 2, 3, 4, 5, 6, 7, 8}, ""},
		{"NLA_F_NESTED", vethAdd, 0x2f, []byte{0x80}, ""},
		{"padding of an attribute", vethAdd, 0x2a, []byte{1, 2}, ""},
	} {
		want := sample(t, c.text)
		got := bytes.Clone(want)
		copy(got[c.at:], c.bytes)
		if diff := DiffTree(want, got); diff != c.want {
			t.Errorf("%s:\n%swant:\n%s", c.about, diff, c.want)
		}
	}
}

func TestDiffTreeIgnoresOrderButNotInLists(t *testing.T) {
	mtu := []byte{8, 0, 4, 0, 0x78, 5, 0, 0}
	name := []byte{6, 0, 3, 0, 'a', 0, 0, 0}
	bare := []byte{5, 0, 3, 0, 'a', 0, 0, 0}
	wide := []byte{12, 0, 4, 0, 0x78, 5, 0, 0, 0, 0, 0, 0}
	first := []byte{12, 0, 52, 0, 8, 0, 53, 0, '1', '1', '1', 0}
	both := []byte{20, 0, 52, 0, 8, 0, 53, 0, '1', '1', '1', 0, 8, 0, 53, 0, '2', '2', '2', 0}
	swapped := []byte{20, 0, 52, 0, 8, 0, 53, 0, '2', '2', '2', 0, 8, 0, 53, 0, '1', '1', '1', 0}
	for _, c := range []struct {
		about     string
		want, got []byte
		equal     bool
	}{
		{"order of siblings", link(mtu, name), link(name, mtu), true},
		{"NUL after a string", link(name), link(bare), true},
		{"zeros after the message", append(link(name), 0, 0, 0, 0, 0), link(name), true},
		{"width of an integer", link(mtu), link(wide), false},
		{"missing attribute", link(mtu, name), link(mtu), false},
		{"order in a list", link(both), link(swapped), false},
		{"length of a list", link(both), link(first), false},
		{"several messages", append(link(mtu), link(name)...), append(link(mtu), link(bare)...), true},
		{"number of messages", append(link(mtu), link(name)...), link(mtu), false},
		{"second message", append(link(mtu), link(name)...), append(link(mtu), link(mtu)...), false},
	} {
		if diff := DiffTree(c.want, c.got); (diff == "") != c.equal {
			t.Errorf("%s: equal %v, want %v\n%s", c.about, diff == "", c.equal, diff)
		}
	}
}

// link returns an RTM_NEWLINK of attributes.
func link(attrs ...[]byte) []byte {
	msg := append(make([]byte, 32), bytes.Join(attrs, nil)...)
	binary.NativeEndian.PutUint32(msg, uint32(len(msg)))
	binary.NativeEndian.PutUint16(msg[4:], 16)
	return msg
}
