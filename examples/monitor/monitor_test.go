//go:build linux

package main

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// noon is a time whose parts need padding.
func noon() time.Time { return time.Date(2026, time.November, 7, 12, 0, 3, 456_000, time.UTC) }

// One object alone has no label, and each message has the time before it.
func TestTimestamps(t *testing.T) {
	t.Parallel()
	for option, want := range map[string]string{
		"-t":  "Timestamp: Sat Nov  7 12:00:03 2026 456 usec\n",
		"-ts": "[2026-11-07T12:00:03.000456] ",
	} {
		ns := testns.New(t)
		conn := dial(t, ns)
		p := start(t, ruleMarker(conn), ours(t, ns, noon, option, "rule"))
		if err := conn.Do(ruleAt(9)); err != nil {
			t.Fatal(err)
		}
		got := p.next(t)[0]
		if want += "9:\tfrom all lookup main\n"; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q first", option, got, want)
		}
	}
}

// The time has the form that ip gives it: what it was is read there.
func TestTimestampsLikeIP(t *testing.T) {
	t.Parallel()
	for option, c := range map[string]struct {
		form  *regexp.Regexp
		parse string
		stamp func(time.Time) string
	}{
		"-t":  {regexp.MustCompile(`(?m)^Timestamp: (.*) (\d+) usec\n`), time.ANSIC, longStamp},
		"-ts": {regexp.MustCompile(`(?m)^\[(.*?)(?:\.0*(\d+))?\] `), "2006-01-02T15:04:05", shortStamp},
	} {
		ns := testns.New(t)
		conn := dial(t, ns)
		p := start(t, ruleMarker(conn), theirs(t, ns, "ip", option, "monitor", "rule"))
		if err := conn.Do(ruleAt(9)); err != nil {
			t.Fatal(err)
		}
		got := p.next(t)[0]
		m := c.form.FindStringSubmatch(got)
		if m == nil {
			t.Fatalf("%s: ip says %q", option, got)
		}
		at, err := time.Parse(c.parse, m[1])
		usec, err2 := time.ParseDuration(m[2] + "us")
		if want := c.stamp(at.Add(usec)); err != nil || err2 != nil || want != m[0] {
			t.Errorf("%s: %q, as ip has it %q (%v, %v)", option, want, m[0], err, err2)
		}
	}
}

// A reader that is too slow is told that it missed something. It goes on, and has
// the names of links as they are by then.
func TestWhatWasLostIsTold(t *testing.T) {
	t.Parallel()
	ns := testns.New(t)
	conn := dial(t, ns)
	if err := conn.Do(veth()); err != nil {
		t.Fatal(err)
	}
	addresses, err := choose([]string{"address"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMonitor(ns, addresses, false)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.events.Close()
	m.events, err = nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: groupsOf(addresses), ReadBuffer: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	m.out = w
	var many []nlmsg.Request
	for mtu := range 100 { // more than the buffer takes
		many = append(many, link.SetMTU(link.Index(veth0), 1400+mtu))
	}
	if err := conn.Do(append(many, link.SetName(link.Index(veth0), "new0"))...); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- m.follow(ctx)
		w.Close()
	}()
	shown := read(t, "monitor", r)
	if line := <-shown.lines; line != "# receive buffer overrun: messages were lost" {
		t.Errorf("%q is no word of what was lost", line)
	}
	for listening := false; !listening; { // until the buffer is empty, what comes is lost
		if err := conn.Do(addr.Replace(&addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")})); err != nil {
			t.Fatal(err)
		}
		select {
		case line := <-shown.lines:
			if strings.HasPrefix(line, "#") {
				continue // these changes may be too fast as well
			}
			if want := "10: new0    inet 192.0.2.1/24 scope global new0"; line != want {
				t.Errorf("%q, want %q", line, want)
			}
			listening = true
		default:
		}
	}
	cancel()
	for range shown.lines {
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// This kernel may lack VLANs of bridges. Their text is that of bridge(8).
func TestVLANs(t *testing.T) {
	ns := newNamespace(nil, nil)
	ns.links[veth1] = known{name: "veth1"}
	v := &bridge.VLANs{Index: veth1, List: []bridge.VLAN{
		{ID: 10, PVID: true, Untagged: true, State: new(uint8(link.PortForwarding)), McastRouter: new(uint8(1))},
		{ID: 100, Last: 200, State: new(uint8(link.PortBlocking))},
	}}
	data, err := v.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := vlanText(ns, nlmsg.Message{Header: nlmsg.Header{Type: unix.RTM_NEWVLAN}, Data: data})
	want := "veth1             10 PVID Egress Untagged\n" +
		"                    state forwarding mcast_router 1 \n" +
		"                  100-200\n" +
		"                    state blocking "
	if err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}

// A message that cannot be decoded is told of, and no end.
func TestWhatIsNotUnderstoodIsTold(t *testing.T) {
	var out strings.Builder
	m := &monitor{out: &out, wanted: objects, own: newNamespace(nil, nil)}
	for _, o := range objects {
		out.Reset()
		if err := m.show(nlmsg.Message{Header: nlmsg.Header{Type: o.added}}); err != nil {
			t.Error(err)
		}
		if got := out.String(); !strings.HasPrefix(got, "# message of type ") && o.name != "fdb" {
			t.Errorf("%s: %q", o.name, got)
		}
	}
}

func TestArguments(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"nonsense"}, `no object "nonsense": they are link, address,`},
		{[]string{"link", "-t"}, "-t must stand before the objects"},
		{[]string{"-t", "-ts"}, "-t and -ts are two forms of one time"},
		{[]string{"-nonsense"}, "flag provided but not defined"},
		{[]string{"-n", "there-is-none"}, "there-is-none"},
	} {
		if err := run(t.Context(), io.Discard, time.Now, c.args); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.args, err, c.want)
		}
	}
	var out strings.Builder
	if err := run(t.Context(), &out, time.Now, []string{"-h"}); err != nil || out.String() != usage {
		t.Errorf("%v\n%s", err, &out)
	}
	for _, o := range objects {
		if !strings.Contains(usage, o.name) {
			t.Errorf("the usage does not name %s", o.name)
		}
	}
}
