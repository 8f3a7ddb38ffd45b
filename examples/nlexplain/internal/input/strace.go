package input

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-030106aa/rawnl/explain"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// errNoDump is what output of strace without the bytes gives.
var errNoDump = errors.New("strace shows netlink calls, but not their bytes: run it with -e write=all -e read=all")

// readStrace reads the output of strace: lines of system calls, and below them
// the bytes that went through, which strace shows for -e write and -e read. It
// takes what went through a netlink socket. The comment of a datagram names the
// process, if that is another one than the one before.
//
//	1234 sendmsg(3, {msg_name={sa_family=AF_NETLINK, ...}, 0) = 32
//	 * 32 bytes in buffer 0
//	 | 00000  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |
//	 | 00010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ................ |
//
// Other lines, such as what the traced program prints, are passed over.
func readStrace(l *lines, yield sink) error {
	s := &strace{lines: l, yield: yield, unfinished: map[string]string{}, files: files{}}
	for !s.done && l.next() {
		if err := s.line(string(l.text)); err != nil {
			return err
		}
	}
	if s.done {
		return nil
	}
	s.flush()
	if err := l.err(); err != nil {
		return err
	}
	if s.silent && !s.dumped {
		return errNoDump
	}
	return nil
}

type strace struct {
	*lines
	yield sink
	done  bool

	unfinished map[string]string // calls of which the end is still to come, by process
	files      files
	transfer   *transfer // what the lines of bytes belong to, or nil

	process        string // that of the last datagram
	dumped, silent bool   // there are calls with bytes, and calls without
}

// A line of strace begins with what its options add: the process, times, the
// number of the system call, the address of the instruction.
const stracePrefix = `^\s*(?:\[pid\s+(\d+)[^\]]*\]\s+|(\d+)(?:<[^>]*>)?\s+)?` +
	`(?:(?:\d\d:\d\d:\d\d(?:\.\d+)?|\d+\.\d+|\(\+\s*\d+\.\d+\))\s+)*` +
	`(?:\[[\s[:xdigit:]?]+\]\s+)*`

var (
	straceLine = regexp.MustCompile(stracePrefix + `([a-z_][a-z0-9_]*\(.*|<\.\.\. .*)$`)

	// straceNote is what strace says of signals, of processes and of itself.
	straceNote = regexp.MustCompile(`^strace: |` + stracePrefix + `(?:\+\+\+|---) `)
)

// isStrace reports whether a text that begins with line is output of strace.
func isStrace(line []byte) bool {
	return straceLine.Match(line) || straceNote.Match(line)
}

const unfinished = " <unfinished ...>"

var resumed = regexp.MustCompile(`^<\.\.\. \w+ resumed> ?`)

func (s *strace) line(text string) error {
	if isTransfer(text) {
		if s.transfer == nil {
			return nil
		}
		if err := s.transfer.line(text, s.flush); err != nil {
			return s.errorf("%w", err)
		}
		if s.transfer.complete() {
			s.flush() // what follows in the program may be long in coming
			s.transfer = nil
		}
		return nil
	}
	m := straceLine.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	s.flush()
	s.transfer = nil
	process, body := m[1]+m[2], m[3]
	if head, ok := strings.CutSuffix(body, unfinished); ok {
		s.unfinished[process] = head
		return nil
	}
	if start := resumed.FindString(body); start != "" {
		body = s.resume(process) + body[len(start):]
	}
	if c, ok := parseCall(process, body); ok {
		s.called(c)
	}
	return nil
}

// resume returns how the unfinished call of a process begins. strace names the
// process only once there are two.
func (s *strace) resume(process string) string {
	if _, ok := s.unfinished[process]; !ok {
		process = ""
	}
	head := s.unfinished[process]
	delete(s.unfinished, process)
	return head
}

// called learns from a call which files are netlink sockets, and expects its
// bytes if it is one that transfers some.
func (s *strace) called(c call) {
	s.files.called(c)
	dir, ok := transfers[c.name]
	protocol, netlink := s.files.protocol(c)
	if !ok || !netlink || c.result <= 0 || c.has("MSG_PEEK") {
		return
	}
	s.silent = true
	s.transfer = newTransfer(c, dir, protocol)
}

// flush yields the bytes of the transfer.
func (s *strace) flush() {
	t := s.transfer
	if t == nil || len(t.bytes) == 0 || s.done {
		return
	}
	d := explain.Datagram{Direction: t.direction, Protocol: t.protocol, Bytes: t.bytes}
	var comments []string
	if t.process != s.process {
		if s.dumped {
			comments = append(comments, "process "+t.process)
		}
		s.process = t.process
	}
	if len(t.bytes) < t.length {
		comments = append(comments, fmt.Sprintf("%d of %d bytes", len(t.bytes), t.length))
	}
	d.Comment = strings.Join(comments, "\n")
	s.dumped = true
	s.done = !s.yield(d)
	t.next()
}

var transfers = map[string]nlmsg.Direction{
	"send": nlmsg.Sent, "sendto": nlmsg.Sent, "sendmsg": nlmsg.Sent, "sendmmsg": nlmsg.Sent,
	"write": nlmsg.Sent, "writev": nlmsg.Sent,
	"recv": nlmsg.Received, "recvfrom": nlmsg.Received, "recvmsg": nlmsg.Received, "recvmmsg": nlmsg.Received,
	"read": nlmsg.Received, "readv": nlmsg.Received,
}
