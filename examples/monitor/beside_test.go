//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rule"
)

func TestMain(m *testing.M) { testns.Main(m) }

// text is what a program writes, line by line, as it comes.
type text struct {
	name  string
	lines chan string
	waits func() bool // whether the program is waiting, which is nil for this one
}

// read returns the lines that come from r.
func read(t *testing.T, name string, r io.Reader) text {
	t.Helper()
	x := text{name: name, lines: make(chan string, 1<<16)}
	go func() {
		defer close(x.lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			select {
			case x.lines <- s.Text():
			case <-t.Context().Done():
				return
			}
		}
	}()
	return x
}

// until returns the lines before the one that ends in mark.
func (x text) until(t *testing.T, mark string) string {
	t.Helper()
	var b strings.Builder
	for line := range x.lines {
		if strings.HasSuffix(line, mark) {
			return b.String()
		}
		fmt.Fprintln(&b, line)
	}
	t.Fatalf("%s ended before %q:\n%s", x.name, mark, &b)
	return ""
}

// ours starts this program in ns.
func ours(t *testing.T, ns *os.File, now func() time.Time, args ...string) text {
	t.Helper()
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := netns.Do(ns, func() error { return run(ctx, w, now, args) })
		w.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		r.Close() // what nobody reads any more is not waited for
		if err := <-ended; err != nil && !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("monitor %s: %v", strings.Join(args, " "), err)
		}
	})
	return read(t, "monitor "+strings.Join(args, " "), r)
}

// needVersion skips a test without iproute2 6.1: other versions have some more
// words.
func needVersion(t *testing.T, ns *os.File) {
	t.Helper()
	const version = "iproute2-6.1."
	if v := testns.Command(t, ns, "ip", "-V"); !strings.Contains(v, version) {
		t.Skipf("needs %s, not %s", version, v)
	}
}

// theirs starts a program of iproute2 in ns.
func theirs(t *testing.T, ns *os.File, program string, args ...string) text {
	t.Helper()
	needVersion(t, ns)
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("needs the program %s: %v", program, err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout = w
	// The thread that starts the program waits for it: at its end the program
	// would be killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	started, ended := make(chan error, 1), make(chan error, 1)
	go func() {
		ended <- netns.Do(ns, func() error {
			err := cmd.Start()
			started <- err
			if err == nil {
				err = cmd.Wait()
			}
			return err
		})
		w.Close()
	}()
	select {
	case err := <-started:
		if err != nil {
			t.Fatal(err)
		}
	case err := <-ended:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		<-ended
		r.Close()
	})
	x := read(t, cmd.String(), r)
	x.waits = func() bool { return sleeps(cmd.Process.Pid) }
	return x
}

// sleeps reports whether a process is in the state S, which comes after its name
// in proc_pid_stat(5).
func sleeps(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") S ")
}

// dial opens a connection in ns for requests.
func dial(t *testing.T, ns *os.File) *nlmsg.Conn {
	t.Helper()
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// A marker makes a change that all programs show in a line of their own, whose
// end it returns. Each number makes another change.
type marker func(t *testing.T, number int) (end string)

// ruleMarker adds rules.
func ruleMarker(conn *nlmsg.Conn) marker {
	return func(t *testing.T, number int) string {
		t.Helper()
		priority := uint32(10000 + number)
		if err := conn.Do(ruleAt(priority)); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%d:\tfrom all lookup main", priority)
	}
}

// linkMarker puts lo into groups. The kernel does so under the lock that it holds
// while it tells of links and addresses: what it does of itself meanwhile, such as
// to find out whether an address is a duplicate, comes before the mark, or after
// it, for all who listen.
func linkMarker(conn *nlmsg.Conn) marker {
	return func(t *testing.T, number int) string {
		t.Helper()
		group := uint32(10000 + number)
		if err := conn.Do(link.SetGroup(link.Name("lo"), group)); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf(" group %d ", group)
	}
}

// ruleAt adds a rule that changes nothing.
func ruleAt(priority uint32) nlmsg.Request {
	return rule.Add(&rule.Rule{Family: unix.AF_INET, Priority: &priority, Table: unix.RT_TABLE_MAIN})
}

// programs are programs that tell of the same namespace.
type programs struct {
	texts []text
	mark  marker
	marks int
}

// start waits until all programs are listening. None of them says when it does: so
// changes are made until each has shown one, but only while those of iproute2 wait
// for some, so as not to be more than they have room for.
func start(t *testing.T, mark marker, texts ...text) *programs {
	t.Helper()
	p := &programs{texts, mark, 0}
	for _, x := range texts {
		for listening := false; !listening; {
			if !slices.ContainsFunc(texts, func(x text) bool { return x.waits != nil && !x.waits() }) {
				mark(t, p.marks)
				p.marks++
			}
			select {
			case _, listening = <-x.lines:
				if !listening {
					t.Fatalf("%s has ended", x.name)
				}
			default:
			}
		}
	}
	p.next(t)
	return p
}

// next returns what each program has written since the last call.
func (p *programs) next(t *testing.T) (said []string) {
	t.Helper()
	end := p.mark(t, p.marks)
	p.marks++
	for _, x := range p.texts {
		said = append(said, x.until(t, end))
	}
	return said
}
