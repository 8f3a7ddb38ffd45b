package input

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/seed-030106aa/rawnl/explain"
)

// maxDatagram is the most bytes that a datagram may have, and a block of a
// capture file. The kernel's answers have 32 KiB at most, but a transaction of
// nftables can have some megabytes.
const maxDatagram = 16 << 20

// errBinary is what a file of an unknown format gives.
var errBinary = errors.New("neither text nor a capture file of the formats pcap and pcapng")

// Read returns the datagrams that r holds, in their order. It finds out which
// format they are in. An error ends the sequence, which can be ranged over only
// once; the datagrams before the damage are yielded all the same. Where nothing
// is known to be wrong but there is no datagram, the sequence is empty.
//
// Captures and hexadecimal digits do not say for sure which way a datagram went.
// It counts as sent if its first message has NLM_F_REQUEST, and what has no
// netlink protocol is taken for NETLINK_ROUTE.
//
// Bytes are yielded as they are. Of those that come from a machine of the other
// byte order the comment says so.
func Read(r io.Reader) iter.Seq2[explain.Datagram, error] {
	return readOn(binary.NativeEndian, r)
}

// readOn is Read on a machine of a byte order.
func readOn(native binary.ByteOrder, r io.Reader) iter.Seq2[explain.Datagram, error] {
	return func(yield func(explain.Datagram, error) bool) {
		more := true
		err := read(bufio.NewReader(r), func(d explain.Datagram) bool {
			noteOrder(&d, native)
			more = more && yield(d, nil)
			return more
		})
		if err != nil && more {
			yield(explain.Datagram{}, err)
		}
	}
}

// A sink takes the next datagram. Once it has returned false reading ends, and
// an error counts no more.
type sink func(explain.Datagram) bool

func read(r *bufio.Reader, yield sink) error {
	magic, _ := r.Peek(4)
	switch order, f := captureFormat(magic); f {
	case pcap:
		return readPcap(r, order, yield)
	case pcapng:
		return readPcapng(r, yield)
	}
	return readText(newLines(r), yield)
}

// readText looks at the first line that says something, and reads all.
func readText(l *lines, yield sink) error {
	for l.next() {
		line := bytes.TrimSpace(l.text)
		if len(line) == 0 {
			continue
		}
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return errBinary
		}
		l.unread()
		if rest, ok := bytes.CutPrefix(line, []byte("{")); ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"`)) {
			return readRecords(l, yield)
		}
		if isStrace(line) {
			return readStrace(l, yield)
		}
		return readHex(l, yield)
	}
	return l.err()
}
