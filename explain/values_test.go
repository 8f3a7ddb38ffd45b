package explain_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// What has a form of its own, and nothing wrong with it.
func TestFormsOfValues(t *testing.T) {
	skipBigEndian(t)
	put16 := func(at int, v uint16) []byte {
		b := sample(t, vethAdd)
		binary.LittleEndian.PutUint16(b[at:], v)
		return b
	}
	for _, c := range []struct {
		about string
		msg   []byte
		want  string
	}{
		{"a nest that says so", put16(0x2e, 18|linux.NLA_F_NESTED), "IFLA_LINKINFO, 52 bytes, NESTED\n"},
		{"a byte order", put16(0x2e, 18|linux.NLA_F_NET_BYTEORDER), "IFLA_LINKINFO, 52 bytes, NET_BYTEORDER\n"},
		{"both", put16(0x2e, 18|linux.NLA_F_NESTED|linux.NLA_F_NET_BYTEORDER), "IFLA_LINKINFO, 52 bytes, NESTED, NET_BYTEORDER\n"},
		{"a number that is not set, in a request", []byte{
			36, 0, 0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 4, 0}, "0020  04 00 04 00              IFLA_MTU, 4 bytes\n"},
		{"an error number of eight bytes", []byte{
			24, 0, 0, 0, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, `0010  00 00 00 00              error         0
0014  00 00 00 00              padding
`},
		{"filler that is not empty", []byte{
			40, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 42, 0, 0, 0, 0, 0}, `0020  08 00 2a 00              IFLA_PAD, 8 bytes
0024  00 00 00 00                padding
`},
		{"a struct that has grown", []byte{
			48, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 24, 0, 0, 1, 0, 0, 0,
			24, 0, 6, 0, 60, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 2, 0, 0, 0, 1, 2, 3, 4}, `001c  3c 00 00 00                ifa_prefered  60 (1m)
0020  ff ff ff ff                ifa_valid     4294967295 (forever)
0024  01 00 00 00                cstamp        1 (10ms)
0028  02 00 00 00                tstamp        2 (20ms)
002c  01 02 03 04                more than is known here
`},
		{"settings, the column as wide as the widest of them", []byte{
			52, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			20, 0, 26, 0, 16, 0, 2, 0, 12, 0, 1, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}, `0028  0c 00 01 00                  IFLA_INET_CONF, 12 bytes
002c  01 00 00 00                    IPV4_DEVCONF_FORWARDING                         1
0030  ff ff ff ff                    IPV4_DEVCONF_MC_FORWARDING                      -1
`},
		{"a row that is filled up", []byte{
			56, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			28, 0, 9, 0, 14, 0, 0, 0, 3, 0, 0, 0, 6, 0, 21, 0, 1, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0}, `0028  06 00 15 00                  RTA_ENCAP_TYPE, 6 bytes
002c  01 00                          LWTUNNEL_ENCAP_MPLS
002e  00 00                        padding
0030  08 00                      rtnh_len, 8 bytes
`},
		{"padding behind the last message", []byte{
			37, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 16, 0, 6, 0, 0, 0}, `0025  00 00 00                 padding
`},
		{"more than padding behind it", []byte{
			37, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 16, 0, 6, 0, 0, 0, 0}, `0025  00 00 00 00              zeros beyond the message
`},
		{"padding between messages, and not of zeros", []byte{
			17, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3, 16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, `0010  09 01 02 03              bytes  (+3 padding)

0000  10 00 00 00              nlmsg_len     16
`},
	} {
		got := message(t, c.msg)
		if !strings.Contains(got, c.want) || strings.Contains(got, "^") {
			t.Errorf("%s:\n%s\nis not in\n%s", c.about, c.want, got)
		}
	}
}
