package testprop

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Outcome is what became of a request.
type Outcome int

// The outcomes that there may be.
const (
	Accepted Outcome = iota + 1 // carried out
	Refused                     // by the kernel, with an errno
	Unsent                      // by the encoder, with an error that says why
)

// Conn is a connection on which requests are tried.
type Conn struct {
	*nlmsg.Conn
	*testfill.Random

	sent     int // datagrams
	outcomes map[string]int
	accepted int
}

// Dial opens a connection in a namespace for the requests of a test, which says at
// its end how many of them were carried out, and fails if none was.
func Dial(t testing.TB, ns *os.File) *Conn {
	t.Helper()
	c := &Conn{Random: random(t), outcomes: map[string]int{}}
	var err error
	c.Conn, err = nlmsg.Dial(linux.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Trace: func(dir nlmsg.Direction, _ []byte) {
		if dir == nlmsg.Sent {
			c.sent++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.Special = sent(c.Random)
	t.Cleanup(func() {
		c.Close()
		if t.Skipped() {
			return
		}
		t.Log(c.summary())
		if c.accepted == 0 {
			t.Error("nothing is proved where nothing is carried out")
		}
	})
	return c
}

// Try makes a request. It fails the test if the outcome is none of those that
// there may be: if the message is damaged, or nothing is heard of it, or it was
// sent in part.
func (c *Conn) Try(t testing.TB, req nlmsg.Request) Outcome {
	t.Helper()
	unencoded := whole(t, req, c.Random)
	c.SetDeadline(time.Now().Add(time.Minute))
	defer c.SetDeadline(time.Time{})
	sent := c.sent
	err := c.Do(req)
	refusal, refused := errors.AsType[*nlmsg.Error](err)
	switch {
	case unencoded != nil:
		if err == nil || err.Error() != unencoded.Error() || c.sent != sent {
			t.Fatalf("%v: error %v and %d datagrams sent, want none and %v", req, err, c.sent-sent, unencoded)
		}
		c.count(req, "not sent")
		return Unsent
	case err == nil:
		c.accepted++
		c.count(req, "carried out")
		return Accepted
	case refused:
		if refusal.Errno <= 0 || refusal.Errno >= 4096 || refusal.Op != req.String() || c.sent == sent {
			t.Fatalf("%v: refused by %+v", req, refusal)
		}
		c.count(req, refusal.Errno.Error())
		return Refused
	}
	t.Fatalf("%v: %v, want success or an errno", req, err)
	return 0
}

// must makes a request that the kernel carries out.
func (c *Conn) must(t testing.TB, req nlmsg.Request) {
	t.Helper()
	if err := c.Do(req); err != nil {
		t.Fatal(err)
	}
}

func (c *Conn) count(req nlmsg.Request, outcome string) { c.outcomes[req.Op+": "+outcome]++ }

// summary returns how often there was which outcome.
func (c *Conn) summary() string {
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(c.outcomes)) {
		parts = append(parts, fmt.Sprintf("%s %d", what, c.outcomes[what]))
	}
	return strings.Join(parts, ", ")
}

// Sysctl sets a sysctl of a namespace, such as "net/ipv4/ip_forward", and skips
// the test where it cannot.
func Sysctl(t testing.TB, ns *os.File, name, value string) {
	t.Helper()
	err := nsthread.Run(ns, func() error { return os.WriteFile("/proc/sys/"+name, []byte(value), 0) })
	if err != nil {
		t.Skipf("needs the sysctl %s that can be set: %v", name, err)
	}
}
