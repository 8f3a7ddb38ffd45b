package faults_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// roleEnv is the environment variable that makes the test binary play a role:
// that of the other process.
const roleEnv = "RAWNL_TEST_ROLE"

// roles are what the other process can be: functions that carry out an order,
// which is a line, and return what to answer.
var roles = map[string]func(*nlmsg.Conn) func(order string) (string, error){}

// play carries out the orders that come by the standard input, up to its end,
// and exits.
func play(role string) {
	name, _, _ := strings.Cut(role, " ")
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	carryOut := roles[name](conn)
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		answer, err := carryOut(in.Text())
		if err != nil {
			answer = "failed: " + err.Error()
		}
		fmt.Println(answer)
	}
	os.Exit(0)
}

// process is another process, which plays a role.
type process struct {
	t   testing.TB
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// start starts another process in a namespace. It ends with the test, and with
// the process of the test whatever becomes of that, since its input does.
func start(t testing.TB, ns *os.File, role string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(exe)}
	p.cmd.Env = append(os.Environ(), roleEnv+"="+role)
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := nsthread.Run(ns, p.cmd.Start); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.end)
	if answer := p.answer(); answer != "ready" {
		t.Fatalf("the other process: %s", answer)
	}
	return p
}

// end makes the process end, and waits for that.
func (p *process) end() {
	p.in.Close()
	_ = p.cmd.Wait() // it may have been killed
}

// order tells the process to do something, and does not wait for the answer.
func (p *process) order(format string, args ...any) {
	p.t.Helper()
	if _, err := fmt.Fprintf(p.in, format+"\n", args...); err != nil {
		p.t.Fatal(err)
	}
}

// answer waits for the answer to the last order.
func (p *process) answer() string {
	p.t.Helper()
	line, err := p.out.ReadString('\n')
	line = strings.TrimSuffix(line, "\n")
	if err != nil || strings.HasPrefix(line, "failed: ") {
		p.t.Fatalf("the other process: %q, %v", line, err)
	}
	return line
}

// ask is order and answer.
func (p *process) ask(format string, args ...any) string {
	p.t.Helper()
	p.order(format, args...)
	return p.answer()
}
