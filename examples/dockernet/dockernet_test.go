//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// asMain makes the test binary be dockernet.
const asMain = "DOCKERNET_MAIN"

func TestMain(m *testing.M) {
	if _, ok := containerName(); ok || os.Getenv(asMain) != "" {
		main()
		return
	}
	testns.Main(m)
}

func dockernet(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	testns.Need(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	// In namespaces of their own already, the tests would not see it move into
	// others.
	cmd.Env = append(os.Environ(), asMain+"=1", "RAWNL_NAMESPACES=")
	return cmd
}

// unchanged returns a function that checks that the namespace of the tests is
// as it was when it was called, and that there are no processes.
func unchanged(t *testing.T) (check func()) {
	t.Helper()
	testns.Need(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	state := func() (all []string) {
		names, err := linkNames(conn)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []sysctl{ipv4Forward, ipv6ForwardDefault, ipv6ForwardAll, "net/ipv6/conf/lo/forwarding"} {
			value, err := name.read()
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, string(name)+"="+value)
		}
		return names
	}
	before := state()
	return func() {
		t.Helper()
		if after := state(); !slices.Equal(after, before) {
			t.Errorf("there was %q, there is %q", before, after)
		}
		if pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); err != unix.ECHILD {
			t.Errorf("a process is left (%d, %v)", pid, err)
		}
	}
}

// ordered checks that the output has all of these, in this order.
func ordered(t *testing.T, out string, want ...string) {
	t.Helper()
	rest := out
	for _, w := range want {
		loc := regexp.MustCompile(w).FindStringIndex(rest)
		if loc == nil {
			t.Fatalf("the output lacks %q in its place:\n%s", w, out)
		}
		rest = rest[loc[1]:]
	}
}

func TestUnreachableThenReachable(t *testing.T) {
	out, err := dockernet(t).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ordered(t, string(out),
		`ip link add docker0 address .[26ae](:[0-9a-f]{2}){5} type bridge\n`,
		`sysctl -w net/ipv6/conf/docker0/accept_ra=0   # was 1\n`,
		`addr add fd00:d0c::1/64 nodad dev docker0\n`,
		`# process \d+: 1 inside, hostname web\n`,
		`arping -c 1 -U -I eth0 172.18.0.2\n   # docker0 hears it\n`,
		`that fd00:d0c::2 is at .*\n   # docker0 hears it\n`,
		`nc 172.18.0.2 80\n.*network is unreachable\n`,
		`nc fd00:d0c::2 80\n.*network is unreachable\n`,
		`link set veth\w{7} name eth1 `,
		`nc 172.18.0.2 80\n   hello 172.18.0.3, this is web\n`,
		`nc fd00:d0c::2 80\n   hello fd00:d0c::3, this is web\n`,
		`-  +veth\w{7} +veth +up +docker0 `,
		`client +eth1 +veth +up .* 172.18.0.3/16 +0.0.0.0/0 via 172.18.0.1\n`,
		`::/0 via fd00:d0c::1\n`,
		`# removed\n`,
		`kill -KILL 1   # in web\n`,
		`ip link del docker0\nand the kernel has none of it any more\n$`)
}

func TestItLeavesNothing(t *testing.T) {
	check := unchanged(t)
	testns.NoLeak(t, 3, func() {
		if err := run(t.Context(), t.Output(), 1400, false); err != nil {
			t.Error(err)
		}
		check()
	})
}

func TestVerboseShowsMessages(t *testing.T) {
	out, err := dockernet(t, "-v").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ordered(t, string(out), `\n# sent, \d+ bytes\n0000  `, `\n# received, \d+ bytes\n`)
}

func TestImpossibleMTU(t *testing.T) {
	for _, mtu := range []string{"0", "1279", "65536"} {
		out, err := dockernet(t, "-mtu", mtu).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "dockernet: -mtu "+mtu+": want 1280 to 65535\n") {
			t.Errorf("-mtu %s: %v, %s", mtu, err, out)
		}
	}
}

// Links that are in the way make it fail at different points: what was built
// before is taken away, and they are not.
func TestAFailureTakesBackWhatWasDone(t *testing.T) {
	tests := []struct {
		name  string
		inWay link.Link
		want  string // in the error
	}{
		{"the first network", link.Link{Name: "docker0"}, `link add "docker0"`},
		{"the second network", link.Link{Name: "docker1"}, `link add "docker1"`},
		{"the first pair", link.Link{Name: "other", Index: firstIndex}, `link add "veth`},
		{"the last pair", link.Link{Name: "other", Index: firstIndex + 2}, `link add "veth`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer unchanged(t)()
			conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			tt.inWay.Data = &link.Bridge{}
			if err := conn.Do(link.Add(&tt.inWay)); err != nil {
				t.Fatal(err)
			}
			err = run(t.Context(), t.Output(), 1500, false)
			if !errors.Is(err, unix.EEXIST) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s and EEXIST", err, tt.want)
			}
			if err := conn.Do(link.Del(link.Name(tt.inWay.Name))); err != nil {
				t.Errorf("what was in the way: %v", err)
			}
		})
	}
}

// stopper cancels when something has been written that begins with a line.
type stopper struct {
	line   string
	cancel func()
	out    strings.Builder
	done   bool
}

func (s *stopper) Write(b []byte) (int, error) {
	if !s.done && strings.HasPrefix(string(b), s.line) {
		s.done = true
		s.cancel()
	}
	return s.out.Write(b)
}

func TestInterruptedAnywhereItLeavesNothing(t *testing.T) {
	for _, line := range []string{
		"ip link add docker0", "sysctl -w net/ipv4", "ip -batch", "ip link add docker1", "unshare",
		"ip netns attach web", "ip -n web", "ip monitor", "ip netns exec web arping", "tell ff02::1",
		"ip netns attach client", "ip netns exec web nc", "ip netns exec client nc", "   hello",
		"NETNS", "\n# removed", "ip link del docker0",
	} {
		t.Run(line, func(t *testing.T) {
			defer unchanged(t)()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := &stopper{line: line, cancel: cancel}
			if err := run(ctx, s, 1500, false); !errors.Is(err, context.Canceled) || !s.done {
				t.Errorf("error %v, want that it was interrupted:\n%s", err, &s.out)
			}
		})
	}
}

// begun starts the program, and returns when its first container is there. From
// then on it is held up by a pipe that nobody reads.
func begun(t *testing.T) (cmd *exec.Cmd, out, stderr io.Reader) {
	t.Helper()
	cmd = dockernet(t, "-v")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if stderr, err = cmd.StderrPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReaderSize(stdout, 16)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "   # process ") {
			return cmd, r, stderr
		}
	}
}

func TestASignalEndsIt(t *testing.T) {
	for _, sig := range []os.Signal{unix.SIGINT, unix.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			cmd, out, stderr := begun(t)
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			rest, _ := io.ReadAll(out)
			// Containers have it open as well, so its end is theirs.
			said, _ := io.ReadAll(stderr)
			if err := cmd.Wait(); err == nil {
				t.Errorf("it ended well:\n%s", rest)
			}
			ordered(t, string(rest), `# removed\n`, `kill -KILL 1   # in web\n`)
			ordered(t, string(said), `^dockernet: .*`+sig.String())
		})
	}
}

// The containers do not outlive the program, even if it can take nothing back.
func TestContainersDieWithIt(t *testing.T) {
	cmd, _, stderr := begun(t)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if said, err := io.ReadAll(stderr); err != nil || len(said) != 0 {
		t.Errorf("it says %q, %v", said, err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("it ended well")
	}
}
