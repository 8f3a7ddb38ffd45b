//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// sendFrame sends an Ethernet frame by an interface of the calling thread's
// namespace.
func sendFrame(index int, frame []byte) error {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	return os.NewSyscallError("sendto", unix.Sendto(fd, frame, 0, &unix.SockaddrLinklayer{Ifindex: index}))
}

// listenToFrames opens a socket that receives all Ethernet frames that an
// interface does, under the runtime's poller.
func listenToFrames(index int) (*os.File, error) {
	// Protocol 0 is none, so that nothing is received before the socket is
	// bound, which would be by all interfaces.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	// The protocol is in network byte order.
	all := binary.NativeEndian.Uint16([]byte{0, unix.ETH_P_ALL})
	err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: index})
	if err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("bind", err)
	}
	return os.NewFile(uintptr(fd), "packet socket"), nil
}

// heard waits until a frame comes in.
func heard(ctx context.Context, ear *os.File, frame []byte) error {
	stop := context.AfterFunc(ctx, func() { ear.SetReadDeadline(time.Now()) })
	defer stop()
	b := make([]byte, 2048)
	for {
		n, err := ear.Read(b)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return fmt.Errorf("the bridge does not hear it: %w", context.Cause(ctx))
		}
		if err != nil {
			return err
		}
		if bytes.Equal(b[:n], frame) {
			return nil
		}
	}
}
