//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// A monitor shows what happens to the objects that are wanted.
type monitor struct {
	out    io.Writer
	wanted []object
	label  bool          // say which object it is
	stamp  func() string // what stands before each message; nil for nothing

	events *nlmsg.Conn // has joined the groups
	conn   *nlmsg.Conn // for what must be asked for: names

	// namespaces are those that messages come from, by their id; that of
	// the connections, which may have none in itself, is own.
	own        *namespace
	namespaces map[int32]*namespace
	allNetNS   bool
}

// newMonitor returns a monitor of a namespace; nil stands for the present one.
// From then on nothing is missed.
func newMonitor(ns *os.File, wanted []object, allNetNS bool) (_ *monitor, err error) {
	m := &monitor{wanted: wanted, allNetNS: allNetNS, namespaces: make(map[int32]*namespace)}
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if m.events, err = join(ns, groupsOf(wanted), allNetNS); err != nil {
		return nil, err
	}
	if m.conn, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns}); err != nil {
		return nil, err
	}
	m.own = newNamespace(m.conn, nil)
	return m, m.own.read()
}

// join opens a connection that receives what groups, which are sorted, are told.
// An older kernel has fewer groups, and refuses to join one that it does not
// have.
func join(ns *os.File, groups []uint32, allNetNS bool) (*nlmsg.Conn, error) {
	cfg := nlmsg.Config{NetNS: ns, Groups: groups, AllNetNS: allNetNS}
	for {
		conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &cfg)
		if !errors.Is(err, unix.EINVAL) || len(cfg.Groups) == 1 {
			return conn, err
		}
		cfg.Groups = cfg.Groups[:len(cfg.Groups)-1]
	}
}

func (m *monitor) close() {
	for _, c := range []*nlmsg.Conn{m.events, m.conn} {
		if c != nil {
			c.Close()
		}
	}
}

// follow shows what happens until ctx ends. It survives the loss of messages,
// and messages that it does not understand, and says so.
func (m *monitor) follow(ctx context.Context) error {
	for msg, err := range m.events.Receive(ctx) {
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, nlmsg.ErrOverrun):
			if _, err := fmt.Fprintf(m.out, "# %v\n", err); err != nil {
				return err
			}
			m.forget()
			continue
		case err != nil:
			return err
		}
		if err := m.show(msg); err != nil {
			return err
		}
	}
	return nil
}

// forget makes the names be asked for again: some may have changed in messages
// that were lost.
func (m *monitor) forget() {
	m.own.forget()
	for _, ns := range m.namespaces {
		ns.forget()
	}
}

// show writes what a message says, if it is about an object that is wanted.
func (m *monitor) show(msg nlmsg.Message) error {
	ns := m.from(msg)
	if err := ns.learn(msg); err != nil {
		return m.complain(msg, err)
	}
	for _, o := range m.wanted {
		if msg.Type != o.added && msg.Type != o.gone {
			continue
		}
		text, err := o.text(ns, msg)
		if err != nil {
			return m.complain(msg, err)
		}
		if text == "" {
			continue
		}
		if msg.Type == o.gone {
			text = "Deleted " + text
		}
		if _, err := fmt.Fprintf(m.out, "%s%s\n", m.head(msg, o), text); err != nil {
			return err
		}
	}
	return nil
}

// complain tells of a message that could not be understood.
func (m *monitor) complain(msg nlmsg.Message, err error) error {
	_, err = fmt.Fprintf(m.out, "# message of type %d: %v\n", msg.Type, err)
	return err
}

// head returns what stands before an object.
func (m *monitor) head(msg nlmsg.Message, o object) (head string) {
	if m.stamp != nil {
		head = m.stamp()
	}
	switch {
	case !m.allNetNS:
	case msg.NetNSID == nil:
		head += "[nsid current]"
	default:
		head += fmt.Sprintf("[nsid %d]", *msg.NetNSID)
	}
	if m.label {
		head += o.label
	}
	return head
}

// from returns the namespace that a message is from.
func (m *monitor) from(msg nlmsg.Message) *namespace {
	if msg.NetNSID == nil {
		return m.own
	}
	id := *msg.NetNSID
	ns, ok := m.namespaces[id]
	if !ok {
		ns = newNamespace(m.conn, new(link.NSID(id)))
		m.namespaces[id] = ns
	}
	return ns
}

// longStamp is the line that ip -t writes before a message.
func longStamp(t time.Time) string {
	return fmt.Sprintf("Timestamp: %s %d usec\n", t.Format(time.ANSIC), t.Nanosecond()/1000)
}

// shortStamp is what ip -ts writes before a message.
func shortStamp(t time.Time) string {
	return t.Format("[2006-01-02T15:04:05.000000] ")
}
