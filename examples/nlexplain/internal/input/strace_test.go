package input

import (
	"strings"
	"testing"
)

// The files in testdata are output of strace 6.1. bridge.strace was written with
// -o for ip of iproute2, processes.strace with -tt and -yy for two of them at
// once, and threads.strace with -r for a program that uses sendmmsg, buffers in
// two parts, dup, a datagram longer than its buffer, and threads.

func TestReadStraceOfProcesses(t *testing.T) {
	a := addBridge("4dfc056b", "c1060000")
	b := addBridge("4dfc056b", "c0060000")
	for i := range a {
		a[i] = strings.ReplaceAll(a[i], "62723000", "62723100") // br1
	}
	b[0] += ` "process 1728"`
	check(t, testdata(t, "processes.strace"), append(a, b...), "")
}

func TestReadStraceOfThreads(t *testing.T) {
	const (
		request = "20000000140001000100000000000000" + "00000000630000000000000000000000"
		refused = "34000000020000000100000070060000" + "a1ffffff" + request
	)
	check(t, testdata(t, "threads.strace"), []string{
		"sent 0 " + request,
		"sent 0 " + request,
		"received 0 " + refused,
		"received 0 " + refused,
		"sent 0 " + request,
		"received 0 " + refused[:40] + ` "20 of 52 bytes"`,
		"sent 0 " + request,
		"sent 0 " + request + ` "process 1651"`,
		"received 0 " + refused + ` "process 1648"`,
		"received 0 " + refused + ` "process 1651"`,
	}, "")
}

func TestReadStrace(t *testing.T) {
	const (
		row    = " | 00000  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |\n"
		sent   = "200000001000050000000000" + "00000000"
		route  = "socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3\n"
		write  = "write(3, \" \\0\\0\"..., 16) = 16\n" + row
		writes = "sent 0 " + sent
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"a protocol", "socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC) = 3\n" + write, []string{"sent 16 " + sent}},
		{"a protocol that strace does not know", "socket(AF_NETLINK, SOCK_RAW, 0x2a /* NETLINK_??? */) = 3\n" + write, []string{"sent 42 " + sent}},
		{"a protocol that -yy shows", "read(3<NETLINK:[GENERIC:77]>, \"\"..., 4096) = 16\n" + row, []string{"received 16 " + sent}},
		{"a socket that was open before, and an address", `sendto(3, "..", 16, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 16` + "\n" + row, []string{writes}},
		{"a socket that was open before, and a message", `sendto(3, [{nlmsg_len=16, nlmsg_type=NLMSG_NOOP}], 16, 0, NULL, 0) = 16` + "\n" + row, []string{writes}},
		{"a socket of another family", "socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3\n" + write, nil},
		{"an address of another family", route + `sendto(3, "..", 16, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 16` + "\n" + row, nil},
		{"a file that -y shows", route + "write(3</tmp/file>, \"\", 16) = 16\n" + row, nil},
		{"a string that looks like a netlink socket", `write(4, "sa_family=AF_NETLINK) = 16", 16) = 16` + "\n" + row, nil},
		{"a socket that is closed", route + "close(3) = 0\n" + write, nil},
		{"a number that is used again", route + "close(3) = 0\nopenat(AT_FDCWD, \"/\", O_RDONLY) = 3\n" + write, nil},
		{"a copy of a socket", route + "fcntl(3, F_DUPFD_CLOEXEC, 0) = 9\nclose(3) = 0\nwrite(9, \"\", 16) = 16\n" + row, []string{writes}},
		{"a socket that did not come to be", "socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = -1 EPERM (Operation not permitted)\n" + write, nil},
		{"a call that failed", route + "read(3, 0x7ffd, 4096) = -1 EAGAIN (Resource temporarily unavailable)\n" + write, []string{writes}},
		{"MSG_PEEK", route + "recvfrom(3, \"\"..., 16, MSG_PEEK|MSG_TRUNC, NULL, NULL) = 16\n" + row +
			"recvfrom(3, \"\"..., 16, 0, NULL, NULL) = 16\n" + row, []string{"received 0 " + sent}},
		{"fewer bytes received than shown", route + "read(3, \"\"..., 4096) = 12\n" + row, []string{"received 0 " + sent[:24]}},
		{"buffers of an iovec", route + "writev(3, [{iov_base=\"\", iov_len=16}, {iov_base=\"\", iov_len=16}], 2) = 32\n" +
			" * 16 bytes in buffer 0\n" + row + " * 16 bytes in buffer 1\n" + row, []string{writes + sent}},
		{"calls with times, addresses and durations", "10  12:00:00.000001 (+     0.000000) [00007f0102030405] " + route +
			"10  1700000000.000001 [   1] " + strings.Replace(write, "= 16", "= 16 <0.000019>", 1), []string{writes}},
		{"a process that gets its name later", "strace: Process 8 attached\n" + route + "write(3, \"\", 16 <unfinished ...>\n" +
			"[pid     8] close(4) = 0\n[pid     7] <... write resumed>) = 16\n" + row, []string{writes}},
		{"lines of the program between those of strace", "execve(\"/bin/ip\", [\"ip\"], 0x7ffd /* 9 vars */) = 0\n" + route +
			"1: lo: <LOOPBACK> mtu 65536\n" + write + "RTNETLINK answers: (no) = 5\n", []string{writes}},
		{"a file that ends within the bytes", route + "write(3, \"\", 32) = 32\n" + row, []string{writes + ` "16 of 32 bytes"`}},
		{"a file that ends within a call", route + write + "read(3, \"", []string{writes}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.text, test.want, "") })
	}
}

func TestReadDamagedStrace(t *testing.T) {
	const call = "socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3\nwrite(3, \"\", 32) = 32\n"
	for _, test := range []struct{ name, text, err string }{
		{"a line that is missing", call + " | 00010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ................ |\n",
			"line 3: offset 00010 after 0x0 bytes"},
		{"a line that is cut", call + " | 00000  20 00 00", `line 3: " | 00000  20 00 00" is no line of a dump`},
		{"a sign that is no digit", call + " | 00000  20 00 0g 00                                        ...              |\n",
			`line 3: "20000g00" is not hexadecimal`},
		{"an odd number of digits", call + " | 00000  20 00 0                                           ...              |\n",
			"line 3: an odd number of hexadecimal digits"},
		{"no bytes at all", call, errNoDump.Error()},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, test.text, nil, test.err) })
	}
}
