//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// asMain makes the test binary be quicknet.
const asMain = "QUICKNET_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		main()
		return
	}
	testns.Main(m)
}

func quicknet(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	testns.Need(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	// In namespaces of their own already, the tests would not see it move into
	// others.
	cmd.Env = append(os.Environ(), asMain+"=1", "RAWNL_NAMESPACES=")
	return cmd
}

// nothingLeft checks that the namespace of the tests is as it was.
func nothingLeft(t *testing.T) {
	t.Helper()
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	links, err := link.List(conn)
	if err != nil || len(links) != 1 {
		t.Errorf("links %v, %v are left, want lo alone", links, err)
	}
	if names, err := netns.List(); err != nil || len(names) != 0 {
		t.Errorf("namespaces %v, %v are left", names, err)
	}
}

func TestQuicknetProvesAndRemovesIt(t *testing.T) {
	out, err := quicknet(t).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"ip link set br-veth0 master br0\n",
		"ICMP echo ns1 -> ns2: answered by 192.168.100.20",
		"ICMP echo ns2 -> ns1: answered by 192.168.100.10",
		"TCP ns1 <-> ns2: 8 MiB each way, SHA-256 of both equal at both ends\n",
		"ip netns del ns1\n",
	} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	nothingLeft(t)
}

func TestVerboseShowsMessages(t *testing.T) {
	out, err := quicknet(t, "-v").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"\n# sent, ",
		"nlmsg_type    RTM_NEWLINK\n",
		"VETH_INFO_PEER, 36 bytes, NESTED\n",
		"\n# received, ",
		"\n# done: RTM_NEWADDR, sequence number ",
	} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("the output lacks %q", want)
		}
	}
}

func TestWhatIsKeptIsWhatIPSees(t *testing.T) {
	testns.Need(t)
	var out strings.Builder
	if err := run(t.Context(), &out, true, false); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	t.Cleanup(func() { nothingLeft(t) })
	t.Cleanup(func() { removeKept(t) })

	type ipLink struct {
		Name      string `json:"ifname"`
		Master    string `json:"master"`
		OperState string `json:"operstate"`
		State     string `json:"state"` // of a port, said by bridge(8)
		Info      struct {
			Kind     string `json:"info_kind"`
			PortKind string `json:"info_slave_kind"`
		} `json:"linkinfo"`
	}
	ip := func(args ...string) (links []ipLink) {
		t.Helper()
		if err := json.Unmarshal([]byte(testns.Command(t, nil, args[0], args[1:]...)), &links); err != nil {
			t.Fatal(err)
		}
		return links
	}
	var got []string
	for _, l := range ip("ip", "-j", "-d", "link", "show") {
		got = append(got, strings.Join([]string{l.Name, l.Info.Kind, l.Info.PortKind, l.Master}, " "))
	}
	if want := []string{"lo   ", "br0 bridge  ", "br-veth0 veth bridge br0", "br-veth1 veth bridge br0"}; !slices.Equal(got, want) {
		t.Errorf("ip -d link show: %q, want %q", got, want)
	}
	got = nil
	for _, l := range ip("bridge", "-j", "link") {
		got = append(got, strings.Join([]string{l.Name, l.Master, l.State}, " "))
	}
	if want := []string{"br-veth0 br0 forwarding", "br-veth1 br0 forwarding"}; !slices.Equal(got, want) {
		t.Errorf("bridge link: %q, want %q", got, want)
	}
	names := testns.Command(t, nil, "ip", "netns", "list")
	for _, name := range []string{"ns1", "ns2"} {
		if !strings.Contains(names, name) {
			t.Errorf("ip netns list: %q, want %s in it", names, name)
		}
	}
	for ns, want := range map[string]string{"ns1": "192.168.100.10/24", "ns2": "192.168.100.20/24"} {
		if got := testns.Command(t, nil, "ip", "-n", ns, "-4", "addr", "show"); !strings.Contains(got, "inet "+want+" brd 192.168.100.255") {
			t.Errorf("ip -n %s addr show lacks %s:\n%s", ns, want, got)
		}
	}
}

// removeKept takes away what -keep leaves.
func removeKept(t *testing.T) {
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Do(link.Del(link.Name("br-veth0")), link.Del(link.Name("br-veth1")), link.Del(link.Name("br0")))
	if err = errors.Join(err, netns.Delete("ns1"), netns.Delete("ns2")); err != nil {
		t.Error(err)
	}
}

// A link that is in the way makes the last host fail: what was built before is
// taken away, and the link is not.
func TestAFailureTakesBackWhatWasBuilt(t *testing.T) {
	testns.Need(t)
	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	inTheWay := link.Name("br-veth1")
	if err := conn.Do(link.Add(&link.Link{Name: string(inTheWay), Data: &link.Bridge{}})); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), io.Discard, true, false)
	if !errors.Is(err, unix.EEXIST) || !strings.Contains(err.Error(), "link add") {
		t.Errorf("error %v, want that of link add, EEXIST", err)
	}
	if err := conn.Do(link.Del(inTheWay)); err != nil {
		t.Errorf("the link in the way: %v", err)
	}
	nothingLeft(t)
}

// stopper cancels when a line has been written.
type stopper struct {
	line   string
	cancel func()
	out    strings.Builder
}

func (s *stopper) Write(b []byte) (int, error) {
	if strings.HasPrefix(string(b), s.line) {
		s.cancel()
	}
	return s.out.Write(b)
}

func TestInterruptedAnywhereItLeavesNothing(t *testing.T) {
	testns.Need(t)
	for _, line := range []string{
		"ip link add br0", "ip netns add ns1", "ip netns add ns2", "ip link add veth0", "ip link set veth0 netns",
		"ip link set br-veth1 master", "ip -n ns2 addr add", "ICMP echo ns1", "ICMP echo ns2", "TCP",
	} {
		t.Run(line, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := &stopper{line: line, cancel: cancel}
			err := run(ctx, s, true, false)
			if line == "TCP" { // nothing is left to be interrupted
				removeKept(t)
			} else if err == nil {
				t.Errorf("not interrupted:\n%s", &s.out)
			}
			nothingLeft(t)
		})
	}
}

func TestASignalEndsIt(t *testing.T) {
	for _, sig := range []os.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP} {
		for _, args := range [][]string{{"-v"}, {"-v", "-keep"}} {
			t.Run(fmt.Sprint(sig, args), func(t *testing.T) { endBySignal(t, sig, args...) })
		}
	}
}

func endBySignal(t *testing.T, sig os.Signal, args ...string) {
	cmd := quicknet(t, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// It has begun, and is held up by a pipe that nobody reads.
	r := bufio.NewReaderSize(out, 16)
	if _, err := r.ReadString(':'); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(r)
	if err := cmd.Wait(); err == nil {
		t.Errorf("it ended well:\n%s", rest)
	}
	nothingLeft(t)
}
