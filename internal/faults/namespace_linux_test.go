package faults_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// namespaces are ways in which a namespace is there, and deleted.
var namespaces = []struct {
	name string
	make func(t *testing.T) (ns *os.File, delete func())
}{
	{"an open file", func(t *testing.T) (*os.File, func()) {
		ns, err := nsthread.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		return ns, func() { ns.Close() }
	}},
	{"a name", func(t *testing.T) (*os.File, func()) {
		const name = "deleted"
		ns, err := netns.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		return ns, func() {
			ns.Close()
			if err := netns.Delete(name); err != nil {
				t.Error(err)
			}
		}
	}},
	{"a process", func(t *testing.T) (*os.File, func()) {
		ns, err := nsthread.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		p := start(t, ns, "links")
		ns.Close()
		if ns, err = netns.OpenPID(p.cmd.Process.Pid); err != nil {
			t.Fatal(err)
		}
		return ns, func() {
			ns.Close()
			if err := p.cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
			_ = p.cmd.Wait()
		}
	}},
}

// A connection stays in its namespace, and keeps it, when all else that referred
// to that is gone. A watcher does too. When both have ended the namespace is gone,
// which the other end of a veth pair shows.
func TestNamespaceDeletedUnderAConnection(t *testing.T) {
	t.Parallel()
	testns.Need(t)
	for _, tt := range namespaces {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			outside := testns.New(t)
			witness := newLinkWatch(t, outside)
			ns, remove := tt.make(t)
			conn := dial(t, nlmsg.Config{NetNS: ns})
			inside := newLinkWatch(t, ns)
			inside.until(nlmsg.Added, "lo")
			remove()

			do(t, conn, link.Add(&link.Link{Name: "within", Data: &link.Veth{
				Peer: &link.Link{Name: "without", NetNS: link.NSFile(outside)},
			}}))
			inside.until(nlmsg.Added, "within")
			witness.until(nlmsg.Added, "without")
			do(t, conn, link.SetAlias(link.Name("within"), "alias"))
			if l, err := link.Get(conn, link.Name("within")); err != nil || l.Alias == nil || *l.Alias != "alias" {
				t.Errorf("the link is %v (%v), want it with its alias", l, err)
			}
			if list, err := link.List(conn); err != nil || len(list) != 2 {
				t.Errorf("%d links (%v), want lo and veth", len(list), err)
			}

			if err := conn.Close(); err != nil {
				t.Error(err)
			}
			inside.end()
			witness.until(nlmsg.Removed, "without")
		})
	}
}

// linkWatch is a watcher of links. What it tells waits in a channel.
type linkWatch struct {
	t      *testing.T
	events chan nlmsg.Event[link.Link]
	cancel func()
	err    error // when events is closed
}

func newLinkWatch(t *testing.T, ns *os.File) *linkWatch {
	ctx, cancel := inTime(t)
	w := &linkWatch{t: t, events: make(chan nlmsg.Event[link.Link]), cancel: cancel}
	go func() {
		defer close(w.events)
		for ev, err := range link.Watch(ctx, &nlmsg.Config{NetNS: ns}) {
			if w.err = err; err != nil {
				return
			}
			select {
			case w.events <- ev:
			case <-ctx.Done():
			}
		}
	}()
	t.Cleanup(w.end)
	return w
}

// until waits for an event of a link.
func (w *linkWatch) until(kind nlmsg.EventKind, name string) {
	w.t.Helper()
	for ev := range w.events {
		l := ev.New
		if l == nil {
			l = ev.Old
		}
		if ev.Kind == kind && (l == nil || l.Name == name) {
			return
		}
	}
	w.t.Fatalf("the watcher ended (%v), and %q was not %v", w.err, name, kind)
}

// end ends the watcher.
func (w *linkWatch) end() {
	w.cancel()
	for range w.events {
	}
	if !errors.Is(w.err, context.Canceled) {
		w.t.Errorf("the watcher ended with %v", w.err)
	}
}

func init() { roles["links"] = playLinks }

// playLinks is the role of a process that makes and deletes bridges:
//
//	add br0 7
//	del 7
func playLinks(conn *nlmsg.Conn) func(string) (string, error) {
	return func(order string) (string, error) {
		var name string
		var index int
		if _, err := fmt.Sscanf(order, "del %d", &index); err == nil {
			return "deleted", conn.Do(link.Del(link.Index(index)))
		}
		if _, err := fmt.Sscanf(order, "add %s %d", &name, &index); err != nil {
			return "", unix.EINVAL
		}
		return "added", conn.Do(link.Add(&link.Link{Name: name, Index: index, Data: &link.Bridge{}}))
	}
}
