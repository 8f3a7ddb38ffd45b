package golden

import (
	"testing"

	"github.com/seed-030106aa/rawnl/explain"
)

// What a reader of a golden file sees: the request that makes a pair of veths,
// with a message inside the message.
const vethAdd = `0000  60 00 00 00              nlmsg_len     96
0004  10 00                    nlmsg_type    RTM_NEWLINK
0006  05 06                    nlmsg_flags   REQUEST|ACK|EXCL|CREATE
0008  3a 25 04 6b              nlmsg_seq     1795433786
000c  00 00 00 00              nlmsg_pid     0
0010  00                       ifi_family    AF_UNSPEC
0011  00                       padding of the struct
0012  00 00                    ifi_type      0
0014  00 00 00 00              ifi_index     0
0018  00 00 00 00              ifi_flags     0
001c  00 00 00 00              ifi_change    0
0020  0a 00 03 00              IFLA_IFNAME, 10 bytes
0024  76 65 74 68 30 00 00 00    "veth0"  (+2 padding)
002c  34 00 12 00              IFLA_LINKINFO, 52 bytes
0030  08 00 01 00                IFLA_INFO_KIND, 8 bytes
0034  76 65 74 68                  "veth" without NUL
0038  28 00 02 00                IFLA_INFO_DATA, 40 bytes
003c  24 00 01 00                  VETH_INFO_PEER, 36 bytes
0040  00                             ifi_family    AF_UNSPEC
0041  00                             padding of the struct
0042  00 00                          ifi_type      0
0044  00 00 00 00                    ifi_index     0
0048  00 00 00 00                    ifi_flags     0
004c  00 00 00 00                    ifi_change    0
0050  0d 00 03 00                    IFLA_IFNAME, 13 bytes
0054  62 72 2d 76 65 74 68 30          "br-veth0"  (+3 padding)
005c  00 00 00 00
`

// Rows are shown as attributes are, with their length for a header.
const multipathAdd = `0000  48 00 00 00              nlmsg_len     72
0004  18 00                    nlmsg_type    RTM_NEWROUTE
0006  05 06                    nlmsg_flags   REQUEST|ACK|EXCL|CREATE
0008  43 25 04 6b              nlmsg_seq     1795433795
000c  00 00 00 00              nlmsg_pid     0
0010  02                       rtm_family    AF_INET
0011  18                       rtm_dst_len   24
0012  00                       rtm_src_len   0
0013  00                       rtm_tos       0
0014  fe                       rtm_table     RT_TABLE_MAIN
0015  03                       rtm_protocol  RTPROT_BOOT
0016  00                       rtm_scope     RT_SCOPE_UNIVERSE
0017  01                       rtm_type      RTN_UNICAST
0018  00 00 00 00              rtm_flags     0
001c  08 00 01 00              RTA_DST, 8 bytes
0020  c6 33 64 00                198.51.100.0
0024  24 00 09 00              RTA_MULTIPATH, 36 bytes
0028  10 00                      rtnh_len, 16 bytes
002a  00                           rtnh_flags    0
002b  09                           rtnh_hops     9
002c  03 00 00 00                  rtnh_ifindex  3
0030  08 00 05 00                  RTA_GATEWAY, 8 bytes
0034  c0 00 02 02                    192.0.2.2
0038  10 00                      rtnh_len, 16 bytes
003a  00                           rtnh_flags    0
003b  13                           rtnh_hops     19
003c  03 00 00 00                  rtnh_ifindex  3
0040  08 00 05 00                  RTA_GATEWAY, 8 bytes
0044  c0 00 02 03                    192.0.2.3
`

// sample returns the message in an annotated text.
func sample(t testing.TB, text string) []byte {
	t.Helper()
	skipBigEndian(t, "the text in this test")
	msg, err := explain.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}
