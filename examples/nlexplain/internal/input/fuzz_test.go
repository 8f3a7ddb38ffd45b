package input

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testfuzz"
)

// FuzzRead: whatever comes in, reading ends, and yields datagrams that have
// bytes and, together, not many more than there were in the input.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil || len(names) == 0 {
		f.Fatalf("%d files, error %v", len(names), err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	for _, test := range hexLayouts {
		f.Add(test.text)
	}
	for _, text := range fuzzSeeds() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Where a dump leaves out lines, a few bytes can stand for many.
		repeated := strings.Count(text, "*") * maxDatagram
		testfuzz.Bounded(t, len(text)+repeated, func() { readsAll(t, text, len(text)+repeated) })
	})
}

// readsAll reads text, in which there are most bytes at most.
func readsAll(t *testing.T, text string, most int) {
	total, failed := 0, false
	for d, err := range Read(strings.NewReader(text)) {
		if failed {
			t.Fatal("an error does not end the sequence")
		}
		failed = err != nil
		if failed && err.Error() == "" {
			t.Error("an error without text")
		}
		if !failed && len(d.Bytes) > maxDatagram {
			t.Errorf("datagram of %d bytes", len(d.Bytes))
		}
		total += len(d.Bytes)
	}
	if total > most {
		t.Errorf("%d bytes from %d", total, len(text))
	}
}

// fuzzSeeds are what the files of testdata lack: short ones, from which the engine
// gets further.
func fuzzSeeds() []string {
	const (
		request = "14000000120001030100000000000000" + "00000000"
		row     = " | 00000  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |\n"
		socket  = "socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3\n"
		write   = "write(3, \"\"..., 16) = 16\n" + row
	)
	return []string{
		// Captures, of both byte orders, and of all interfaces.
		bigEndianSection().String(),
		newSection(binary.LittleEndian).iface(253, 40).enhanced(0, cooked(4, 0, getlink)[:40], 48).String(),
		newPcap(binary.BigEndian, microseconds, 253).packet(cooked(4, 0, getlink), 48).String(),
		newPcap(binary.LittleEndian, nanoseconds, 253).packet(cooked(packetKernel, 16, done), 36).String(),
		newPcap(binary.LittleEndian, microseconds, linkSLL).packet(cooked(packetUser, 0, done), 36).String(),
		newPcap(binary.LittleEndian, microseconds, 1).String(), // Ethernet

		// Digits.
		"# a comment\n" + request + "\n\n" + request[:10] + "\n" + request[10:],
		"00000014 0012 0001 00000001 00000000 00000000", // of a big-endian machine
		"m = bytes([0x14, 0x00, 0x00, 0x00, 0x12, 0x00, 0x01, 0x03,\n0x01, 0x0, 0x00, 0x00, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0x00])",
		"0x7fffffffe000:\t0x14\t0x00\t0x00\t0x00\n0x7fffffffe008 <m+8>:\t0x01\t0x00\t0x00\t0x00",
		"0x0000:  0004 0338 0000 0000 0000 0000 0000 0010\n0x0010:  0102\n",
		"00000000  30 00 00 00 12 00 01 03  |0.......|\n00000008  00 00 00 00 00 00 00 00  |........|\n*\n00000030\n",
		"0000  20 00 00 00\n*\n0006  00 00", "0010  00 00", "20 0 00", "20 00\nhello",

		// strace.
		socket + write + "fcntl(3, F_DUPFD_CLOEXEC, 0) = 9\ndup2(9, 4) = 4\nclose(3) = 0\n" + write,
		socket + "writev(3, [{iov_base=\"\", iov_len=16}, {iov_base=\"\", iov_len=16}], 2) = 32\n" +
			" * 16 bytes in buffer 0\n" + row + " * 16 bytes in buffer 1\n" + row,
		socket + "recvfrom(3, \"\"..., 16, MSG_PEEK|MSG_TRUNC, NULL, NULL) = 16\n" + row + "read(3, \"\"..., 4096) = 12\n" + row,
		"socket(AF_NETLINK, SOCK_RAW, 0x2a /* NETLINK_??? */) = 3\n" + write + "read(3, 0x7ffd, 4096) = -1 EAGAIN (x)\n",
		"read(3<NETLINK:[GENERIC:77]>, \"\"..., 4096) = 16\n" + row,
		`sendto(3, "..", 16, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 16` + "\n" + row,
		`sendto(3, [{nlmsg_len=16, nlmsg_type=NLMSG_NOOP}], 16, 0, NULL, 0) = 16` + "\n" + row,
		socket + "write(3, \"\", 16 <unfinished ...>\n[pid     8] close(4) = 0\n[pid     7] <... write resumed>) = 16\n" + row,
		"10  12:00:00.000001 (+     0.000000) [00007f0102030405] " + socket + "1: lo: <LOOPBACK>\n10  [   1] " + write,
		socket + "write(3, \"\", 32) = 32\n | 00000  20 00 0", socket + "write(3, \"\", 16) = 16\n",

		// Records.
		`{"id": "x", "cmd": "ip link", "messages": [{"dir": "send", "proto": "generic", "hex": "00"}]}` + "\n\n" + `{"id": "y"}`,
		`{"id": "x", "messages": [{"dir": "up", "hex": "00"}]}`,
		`{"id": "x", "messages": [{"dir": "recv", "proto": "chaos", "hex": "0"}]}`,
	}
}
