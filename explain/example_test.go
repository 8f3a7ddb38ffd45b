// The bytes are those of a little-endian machine.

//go:build !(mips || mips64 || ppc64 || s390x)

package explain_test

import (
	"os"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/link"
)

// The bytes of a request, without a socket or a privilege.
func ExampleRequest() {
	explain.Request(os.Stdout, link.SetMTU(link.Name("br0"), 1400))
	// Output:
	// # link set "br0"
	// 0000  30 00 00 00              nlmsg_len     48
	// 0004  10 00                    nlmsg_type    RTM_NEWLINK
	// 0006  05 00                    nlmsg_flags   REQUEST|ACK
	// 0008  00 00 00 00              nlmsg_seq     0
	// 000c  00 00 00 00              nlmsg_pid     0
	// 0010  00                       ifi_family    AF_UNSPEC
	// 0011  00                       padding of the struct
	// 0012  00 00                    ifi_type      0
	// 0014  00 00 00 00              ifi_index     0
	// 0018  00 00 00 00              ifi_flags     0
	// 001c  00 00 00 00              ifi_change    0
	// 0020  08 00 04 00              IFLA_MTU, 8 bytes
	// 0024  78 05 00 00                1400
	// 0028  08 00 03 00              IFLA_IFNAME, 8 bytes
	// 002c  62 72 30 00                "br0"
}

// An answer cut short: it is explained up to the damage.
func ExampleMessage() {
	explain.Message(os.Stdout, []byte{
		36, 0, 0, 0, 2, 0, 0, 1, 1, 0, 0, 0, 42, 0, 0, 0,
		0xef, 0xff, 0xff, 0xff, 56, 0, 0, 0, 16, 0, 5, 6,
	})
	// Output:
	// 0000  24 00 00 00              nlmsg_len     36
	// #     ^^^^^^^^^^^ only 28 bytes are here
	// 0004  02 00                    nlmsg_type    NLMSG_ERROR
	// 0006  00 01                    nlmsg_flags   CAPPED
	// 0008  01 00 00 00              nlmsg_seq     1
	// 000c  2a 00 00 00              nlmsg_pid     42
	// 0010  ef ff ff ff              error         -17 EEXIST
	// 0014  38 00 00 00 10 00 05 06    bytes
	// #     ^^^^^^^^^^^^^^^^^^^^^^^ 8 bytes left, a message has at least 16
}
