package faults_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nlmsg"
)

func init() { roles["storm"] = playStorm }

// playStorm is the role of a process that changes objects as fast as the kernel
// does it. Its order is how many changes to make; it answers how many it has made,
// and in which time.
func playStorm(*nlmsg.Conn) func(string) (string, error) {
	kind := storms()[strings.TrimPrefix(os.Getenv(roleEnv), "storm ")]
	var datagrams []datagram
	next := 0
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err == nil {
		datagrams, err = encode(kind.cycle())
	}
	return func(order string) (string, error) {
		var n, made int
		if _, err := fmt.Sscan(order, &n); err != nil {
			return "", err
		}
		if err != nil {
			return "", err
		}
		began := time.Now()
		for made < n {
			d := datagrams[next%len(datagrams)]
			next++
			if err := d.send(fd); err != nil {
				return "", err
			}
			made += d.changes
		}
		return fmt.Sprint(made, time.Since(began).Nanoseconds()), nil
	}
}

// cycle returns changes of n objects in an order that looks random, after which
// all is as it was: nothing there. Each object has several values.
func cycle(n, changes, values int, put func(n, value int) nlmsg.Request, take func(n int) nlmsg.Request) []nlmsg.Request {
	rnd := rand.New(rand.NewPCG(1, 2))
	there := make([]bool, n)
	var reqs []nlmsg.Request
	for range changes {
		i := rnd.IntN(n)
		if there[i] && rnd.IntN(2) == 0 {
			there[i] = false
			reqs = append(reqs, take(i))
			continue
		}
		there[i] = true
		reqs = append(reqs, put(i, rnd.IntN(values)))
	}
	for i, is := range there {
		if is {
			reqs = append(reqs, take(i))
		}
	}
	return reqs
}

// datagram is requests of which the kernel acknowledges the last.
type datagram struct {
	b       []byte
	changes int
}

// datagramSize is about how long they are.
const datagramSize = 32 << 10

func encode(reqs []nlmsg.Request) ([]datagram, error) {
	var all []datagram
	var d datagram
	for i, r := range reqs {
		start := len(d.b)
		b, err := r.AppendBinary(d.b)
		if err != nil {
			return nil, err
		}
		d.b = b
		d.changes++
		flags := binary.NativeEndian.Uint16(b[start+6:])
		last := len(b) > datagramSize || i == len(reqs)-1
		if last {
			flags |= unix.NLM_F_ACK
		} else {
			flags &^= unix.NLM_F_ACK
		}
		binary.NativeEndian.PutUint16(b[start+6:], flags)
		if last {
			all = append(all, d)
			d = datagram{}
		}
	}
	return all, nil
}

// send sends d and waits until all is done. Nothing may be refused.
func (d datagram) send(fd int) error {
	if err := unix.Sendto(fd, d.b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return os.NewSyscallError("sendto", err)
	}
	buf := make([]byte, 32<<10)
	n, _, err := unix.Recvfrom(fd, buf, 0)
	if err != nil {
		return os.NewSyscallError("recvfrom", err)
	}
	for m, err := range nlmsg.Messages(buf[:n]) {
		if err != nil {
			return err
		}
		if errno := -int32(binary.NativeEndian.Uint32(m.Data)); m.Type != unix.NLMSG_ERROR || errno != 0 {
			return fmt.Errorf("message of type %d: %w", m.Type, unix.Errno(errno))
		}
	}
	return nil
}
