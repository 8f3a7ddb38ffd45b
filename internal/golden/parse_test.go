package golden

import (
	"strings"
	"testing"
)

func TestParseRefusesLinesThatDoNotFit(t *testing.T) {
	for _, c := range []struct{ about, old, new, want string }{
		{"an offset after a missing byte", "0024  76 65 74 68 30 00 ", "0024  76 65 74 68 00    ",
			"veth.golden:14: offset 002a after 0x29 bytes"},
		{"a total that is another", "60 00 00 00              nlmsg_len     96", "5c 00 00 00              nlmsg_len     92",
			"veth.golden: nlmsg_len is not the 96 bytes shown"},
		{"a length shown that is another", "IFLA_IFNAME, 10 bytes", "IFLA_IFNAME, 12 bytes",
			"veth.golden:12: IFLA_IFNAME, 12 bytes: there are 10"},
		{"a length in bytes that is another", "0020  0a 00 03 00", "0020  0c 00 03 00",
			"veth.golden:12: IFLA_IFNAME, 10 bytes: its length is another, 0c 00 03 00"},
		{"an attribute at the wrong level", "  IFLA_INFO_DATA, 40 bytes", "IFLA_INFO_DATA, 40 bytes",
			"veth.golden:15: IFLA_LINKINFO, 52 bytes: there are 12"},
		{"half a level", "    VETH_INFO_PEER", "   VETH_INFO_PEER",
			`veth.golden:19: "VETH_INFO_PEER, 36 bytes" is not indented by two spaces a level`},
		{"no offset", "0020  0a", "IFLA_IFNAME", `veth.golden:12: no offset in "IFLA_IFNAME`},
		{"digits that are none", "0020  0a", "0020  0x", `veth.golden:12: no bytes in "0020  0x`},
		{"nothing", vethAdd, "", "veth.golden: nlmsg_len is not the 0 bytes shown"},
	} {
		text := strings.Replace(vethAdd, c.old, c.new, 1)
		if text == vethAdd {
			t.Fatalf("%s: the text does not hold %q", c.about, c.old)
		}
		_, err := Parse("veth.golden", text)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.about, err, c.want)
		}
	}
}

func TestParseSkipsCommentsAndEmptyLines(t *testing.T) {
	text := "# ip link add veth0 type veth peer br-veth0\n\n" + strings.Replace(vethAdd, "0020", "\n# the name\n0020", 1)
	got, err := Parse("veth.golden", text)
	if err != nil {
		t.Fatal(err)
	}
	if want := sample(t, vethAdd); string(got) != string(want) {
		t.Errorf("% x, want % x", got, want)
	}
}
