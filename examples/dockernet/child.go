//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// containerMode is the argument that makes this program the first process of a
// container; the container's name follows.
const containerMode = "in-container"

// containerName returns the name of the container that this process is to be,
// if it is to be one.
func containerName() (name string, ok bool) {
	if len(os.Args) == 3 && os.Args[1] == containerMode {
		return os.Args[2], true
	}
	return "", false
}

// contain is what a container does: what it is told, until nobody is there any
// more who could.
func contain(name string) error {
	f := os.NewFile(3, "control")
	control, err := net.FileConn(f)
	if err != nil {
		return err
	}
	f.Close()
	orders, reports := json.NewDecoder(control), json.NewEncoder(control)
	text, err := settle(name)
	for {
		r := report{Text: text}
		if err != nil {
			r.Failure = &failure{Text: err.Error()}
			errors.As(err, &r.Failure.Errno)
		}
		if err := reports.Encode(r); err != nil {
			return err
		}
		var o order
		if err := orders.Decode(&o); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		text, err = o.obey()
	}
}

// settle makes the new namespaces those of the container.
func settle(name string) (string, error) {
	if err := unix.Sethostname([]byte(name)); err != nil {
		return "", os.NewSyscallError("sethostname", err)
	}
	// What is mounted here is not to be seen outside.
	if err := unix.Mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return "", fmt.Errorf("make the mounts private: %w", err)
	}
	// The old /proc shows the processes outside. A user namespace may mount a
	// new one only where the machine's own is wholly visible, which it is not in
	// many containers. Nothing here depends on it.
	_ = unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "")
	hostname, err := os.Hostname()
	return fmt.Sprintf("%d inside, hostname %s", os.Getpid(), hostname), err
}

func (o order) obey() (string, error) {
	switch {
	case o.Serve != "":
		return serve(o.Serve)
	case o.Dial != "":
		return dial(o.Dial)
	}
	return "", errors.New("told to do nothing")
}

// serve answers whoever comes with a line that says who serves whom.
func serve(address string) (string, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", err
	}
	hostname, err := os.Hostname()
	if err != nil {
		return "", err
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			fmt.Fprintf(c, "hello %s, this is %s", c.RemoteAddr().(*net.TCPAddr).IP, hostname)
			c.Close()
		}
	}()
	return l.Addr().String(), nil
}

// dial returns what a server has to say.
func dial(address string) (string, error) {
	c, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return "", err
	}
	defer c.Close()
	b, err := io.ReadAll(c)
	return string(b), err
}
