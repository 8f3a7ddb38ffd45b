// Package golden holds tests to bytes in files: annotated ones that people
// read, and recorded ones that another program sent.
//
// # Annotated files
//
// A testdata/*.golden file is a message, or several, as package explain prints
// them:
//
//	# ip link set br0 mtu 1400
//	0000  28 00 00 00              nlmsg_len     40
//	0004  10 00                    nlmsg_type    RTM_NEWLINK
//	...
//	001c  00 00 00 00              ifi_change    0
//	0020  08 00 04 00              IFLA_MTU, 8 bytes
//	0024  78 05 00 00                1400
//
// [Check] and [CheckAll] compare such a file with what an encoder makes and package
// explain says of it: neither the code nor the annotation can drift. [Load] reads
// the bytes back out of it, for a decoder. To write the files anew, and then to look
// at the difference:
//
//	go test ./... -update
//
// The bytes are those of a little-endian machine; on another one Check skips.
//
// # Recorded bytes
//
// A testdata/iproute2.jsonl file holds requests that ip and bridge of iproute2
// sent, a JSON object a line: the id and command as typed, versions, the one
// message that carries the command, and the errno name of the kernel's answer
// if it refused. They were recorded with strace in fresh network namespaces,
// where the loopback is interface 1 and the first pair of veths 2 and 3. A
// datagram may hold several messages, and after a dump request zeros that are
// no part of it. [Records] reads such files, and [DiffTree] compares requests
// as trees of attributes, for two programs rarely choose the same order. Records of
// dumps hold the whole conversation, and what ip made of it as JSON.
package golden
