package input

import (
	"regexp"
	"strconv"
	"strings"
)

// files knows which files of processes are netlink sockets, and of which
// protocol. The number of a file means the same in all threads of a process, but
// strace names threads like processes: a file that one did not open is that of
// the one which opened it last.
type files map[fileKey]int

type fileKey struct {
	process string // or anyProcess
	number  string
}

const (
	anyProcess = "any"
	noNetlink  = -1
)

// called learns from a call.
func (f files) called(c call) {
	if c.result < 0 {
		return
	}
	number, _ := c.file()
	switch c.name {
	case "socket":
		f.open(c, socketProtocol(c))
	case "dup", "dup2", "dup3":
		f.open(c, f.get(c.process, number))
	case "fcntl", "fcntl64":
		if strings.HasPrefix(c.arg(1), "F_DUPFD") {
			f.open(c, f.get(c.process, number))
		}
	case "open", "openat", "accept", "accept4":
		f.open(c, noNetlink)
	case "close":
		delete(f, fileKey{c.process, number})
		delete(f, fileKey{anyProcess, number})
	}
}

func (f files) open(c call, protocol int) {
	number := strconv.Itoa(c.result)
	f[fileKey{c.process, number}] = protocol
	f[fileKey{anyProcess, number}] = protocol
}

func (f files) get(process, number string) int {
	for _, p := range []string{process, anyProcess} {
		if protocol, ok := f[fileKey{p, number}]; ok {
			return protocol
		}
	}
	return noNetlink
}

var (
	shownProtocol = regexp.MustCompile(`^NETLINK:\[(\w+):`)
	family        = regexp.MustCompile(`sa_family=(\w+)`)
)

// protocol returns the netlink protocol of the file that a call is about, and
// false if it is no netlink socket. What the call itself shows counts more than
// what earlier ones said: there may be calls that were not traced.
func (f files) protocol(c call) (int, bool) {
	number, shown := c.file()
	if m := shownProtocol.FindStringSubmatch(shown); m != nil {
		if p, ok := protocolNumber(m[1]); ok {
			return p, true
		}
	}
	if shown != "" && !strings.HasPrefix(shown, "NETLINK:") && !strings.HasPrefix(shown, "socket:") {
		return 0, false
	}
	known := f.get(c.process, number)
	if m := family.FindStringSubmatch(strings.Join(c.args, ",")); m != nil && m[1] != "AF_NETLINK" {
		return 0, false
	} else if m != nil || c.has("{nlmsg_len=") || strings.HasPrefix(shown, "NETLINK:") {
		return max(known, 0), true // NETLINK_ROUTE, if the socket was not seen
	}
	return known, known != noNetlink
}

// socketProtocol returns the netlink protocol of a new socket.
func socketProtocol(c call) int {
	if c.arg(0) != "AF_NETLINK" && c.arg(0) != "PF_NETLINK" {
		return noNetlink
	}
	if p, ok := protocolNumber(strings.TrimPrefix(c.arg(2), "NETLINK_")); ok {
		return p
	}
	number, _, _ := strings.Cut(c.arg(2), " ") // 0x2a /* NETLINK_??? */
	if p, err := strconv.ParseUint(number, 0, 8); err == nil {
		return int(p)
	}
	return noNetlink
}
