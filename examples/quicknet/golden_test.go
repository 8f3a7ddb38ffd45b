//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/testns"
)

// Every request that builds, looks at and removes the network is in the golden
// file, in order, with the command that would send it; one that is made again
// only once. Sequence numbers and descriptors of namespaces differ from run to
// run, and are 0 there.
func TestEveryRequestIsInTheGoldenFile(t *testing.T) {
	if !testns.KernelSince(t, 6, 2) {
		t.Skip("older kernels than Linux 6.2 do not echo a new link, so that quicknet asks for it")
	}
	out, err := quicknet(t, "-v").Output()
	if err != nil {
		t.Fatal(err)
	}
	var requests []explain.Datagram
	seen := make(map[string]bool)
	command := ""
	for block := range strings.SplitSeq(string(out), "\n\n") {
		before, text, ok := strings.Cut(block, "# sent, ")
		if line := lastLine(before); strings.HasPrefix(line, "ip ") {
			command = line
		}
		if !ok {
			continue
		}
		_, text, _ = strings.Cut(text, "\n")
		msg, err := explain.Parse(text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		msg = withoutChance(msg)
		if command == "" {
			command = lookup(msg, text)
		}
		if !seen[string(msg)] {
			seen[string(msg)] = true
			requests = append(requests, explain.Datagram{Comment: command, Bytes: msg})
		}
		command = ""
	}
	golden.CheckAll(t, "testdata/requests.golden", requests)
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndex(s, "\n")+1:]
}

// withoutChance returns a request with zeros for what differs from run to run.
func withoutChance(msg []byte) []byte {
	copy(msg[8:12], make([]byte, 4)) // nlmsg_seq
	fd := binary.NativeEndian.AppendUint16([]byte{8, 0}, unix.IFLA_NET_NS_FD)
	if i := bytes.Index(msg, fd); i >= 0 {
		copy(msg[i+4:i+8], make([]byte, 4))
	}
	return msg
}

// lookup returns the command for a request that only asks.
func lookup(msg []byte, text string) string {
	switch binary.NativeEndian.Uint16(msg[4:]) {
	case unix.RTM_GETADDR:
		return fmt.Sprintf("ip address show dev index %d", binary.NativeEndian.Uint32(msg[20:]))
	case unix.RTM_GETROUTE:
		return "ip route show table main dev index " + valueOf(text, "RTA_OIF")
	}
	if name := valueOf(text, "IFLA_IFNAME"); name != "" {
		return "ip link show dev " + name
	}
	return "ip link show"
}

// valueOf returns the value of an attribute in an annotated text.
func valueOf(text, attr string) string {
	m := regexp.MustCompile(attr + `, \d+ bytes\n[^\n]{29} *"?([^" \n]+)`).FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}
