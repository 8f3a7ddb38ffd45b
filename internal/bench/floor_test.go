//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// message returns a message of a type with that much after its header.
func message(typ uint16, body ...byte) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(16+len(body)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, make([]byte, 10)...)
	b = append(b, body...)
	return append(b, make([]byte, -len(b)&3)...)
}

// end returns a message of a type that begins with an error number.
func end(typ uint16, errno unix.Errno) []byte {
	return message(typ, binary.NativeEndian.AppendUint32(nil, uint32(-int32(errno)))...)
}

// receiving returns a socket to which datagrams have been sent.
func receiving(t *testing.T, datagrams ...[][]byte) *socket {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := &socket{fd: fds[0], buf: make([]byte, receiveSize)}
	t.Cleanup(s.close)
	defer unix.Close(fds[1])
	for _, messages := range datagrams {
		var d []byte
		for _, m := range messages {
			d = append(d, m...)
		}
		if _, err := unix.Write(fds[1], d); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestDumpsAreCounted(t *testing.T) {
	object := message(unix.RTM_NEWROUTE, 1, 2, 3, 4, 5) // with padding
	for _, tt := range []struct {
		name      string
		datagrams [][][]byte
		want      int
		err       error
	}{
		{"two datagrams", [][][]byte{{object, object}, {object, end(unix.NLMSG_DONE, 0), object}}, 3, nil},
		{"the end alone", [][][]byte{{object}, {end(unix.NLMSG_DONE, 0)}}, 1, nil},
		{"nothing", [][][]byte{{end(unix.NLMSG_DONE, 0)}}, 0, nil},
		{"an end without an error number", [][][]byte{{object, message(unix.NLMSG_DONE)}}, 1, nil},
		{"an end that fails", [][][]byte{{object, end(unix.NLMSG_DONE, unix.EINVAL)}}, 1, unix.EINVAL},
		{"a refusal", [][][]byte{{end(unix.NLMSG_ERROR, unix.EOPNOTSUPP)}}, 0, unix.EOPNOTSUPP},
	} {
		n, err := receiving(t, tt.datagrams...).count()
		if n != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %d objects, error %v, want %d, %v", tt.name, n, err, tt.want, tt.err)
		}
	}
}

func TestAcknowledgements(t *testing.T) {
	other := message(unix.RTM_NEWROUTE, 1)
	for _, tt := range []struct {
		name      string
		datagrams [][][]byte
		err       error
	}{
		{"at once", [][][]byte{{end(unix.NLMSG_ERROR, 0)}}, nil},
		{"after something else", [][][]byte{{other}, {other, end(unix.NLMSG_ERROR, 0)}}, nil},
		{"a refusal before", [][][]byte{{end(unix.NLMSG_ERROR, unix.EEXIST)}, {end(unix.NLMSG_ERROR, 0)}}, unix.EEXIST},
	} {
		if err := receiving(t, tt.datagrams...).acknowledged(); !errors.Is(err, tt.err) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.err)
		}
	}
}

func TestWaitingNotificationsAreCounted(t *testing.T) {
	m := message(unix.RTM_NEWROUTE, 1)
	if err := receiving(t, [][]byte{m}, [][]byte{m, m}).drain(3); err != nil {
		t.Error(err)
	}
}
