//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// container is a process in namespaces of its own, seen from outside. What it
// does inside is in child.go.
type container struct {
	name      string
	endpoints []*endpoint

	process *os.Process
	ended   chan struct{} // closed when the process has ended
	control net.Conn      // on which it is told what to do
	orders  *json.Encoder
	reports *json.Decoder

	ns           *os.File
	conn, events *nlmsg.Conn
}

// start starts a container and connects it with a network.
func (e *engine) start(ctx context.Context, c *container, n *network) error {
	err := e.run(ctx, step{
		command: "unshare --net --uts --ipc --pid --mount-proc --fork -- hostname " + c.name,
		do:      c.start,
		undo:    &step{command: "kill -KILL 1   # in " + c.name, do: c.kill},
	})
	if err != nil {
		return err
	}
	report, err := c.report(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "   # process %d: %s\n", c.process.Pid, report)
	err = e.run(ctx, step{
		command: fmt.Sprintf("ip netns attach %s %d", c.name, c.process.Pid),
		do:      func() error { return c.enter(e) },
		undo:    &step{command: "ip netns del " + c.name, do: c.leave},
	})
	if err != nil {
		return err
	}
	e.containers = append(e.containers, c)
	return e.connect(ctx, c, n)
}

// start starts the process: this same program, which finds its way by its
// arguments.
func (c *container) start() error {
	ours, theirs, err := socketPair()
	if err != nil {
		return err
	}
	defer theirs.Close()
	cmd := exec.Command("/proc/self/exe", containerMode, c.name)
	cmd.ExtraFiles = []*os.File{theirs} // its descriptor 3
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWPID | unix.CLONE_NEWNS,
		Setsid:     true, // Ctrl-C is for this process, which has things to take back
		Pdeathsig:  unix.SIGKILL,
	}
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// The signal of parent death is sent when the thread ends that started
		// the process (prctl(2)), so the thread stays.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			// How it ends says nothing: it is killed, or no report comes.
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		ours.Close()
		return fmt.Errorf("start container %s: %w", c.name, err)
	}
	c.process, c.ended = cmd.Process, ended
	c.control, c.orders, c.reports = ours, json.NewEncoder(ours), json.NewDecoder(ours)
	return nil
}

// kill ends the process, and with it, the first of its PID namespace, all that
// it may have started.
func (c *container) kill() error {
	err := c.process.Kill()
	<-c.ended
	c.control.Close() // not before: it would end by itself
	if errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("container %s had ended by itself", c.name)
	}
	return err
}

// enter opens the container's network namespace, and connections in it.
func (c *container) enter(e *engine) error {
	ns, err := netns.OpenPID(c.process.Pid)
	if err != nil {
		return err
	}
	if c.conn, c.events, err = e.dial(ns); err != nil {
		ns.Close()
		return err
	}
	c.ns = ns
	return nil
}

// leave gives up the container's network namespace.
func (c *container) leave() error {
	c.conn.Close()
	c.events.Close()
	return c.ns.Close()
}

// freeName returns the first of eth0, eth1, ... that no interface in the
// container has.
func (c *container) freeName() (string, error) {
	links, err := link.List(c.conn)
	if err != nil {
		return "", err
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("eth%d", i)
		if !slices.ContainsFunc(links, func(l link.Link) bool { return l.Name == name }) {
			return name, nil
		}
	}
}
