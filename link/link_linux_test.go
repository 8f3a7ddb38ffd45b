package link_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// processIn starts a process in ns that lives until the test ends, and returns
// its id.
func processIn(t *testing.T, ns *os.File) int {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), holdEnv+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := nsthread.Run(ns, cmd.Start); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	return cmd.Process.Pid
}

func TestNames(t *testing.T) {
	t.Parallel()
	needChangesByAltName(t)
	conn, _ := newNS(t)
	long := "a-name-of-more-than-fifteen-bytes-" + strings.Repeat("x", 127-34)
	do(t, conn, veth("veth0", "veth1"), link.AddAltNames(link.Name("veth0"), "second", long))
	l := get(t, conn, link.Name("veth0"))
	if want := []string{"second", long}; !slices.Equal(l.AltNames, want) {
		t.Errorf("alternative names %q, want %q", l.AltNames, want)
	}
	for _, ref := range []link.Ref{link.Name("second"), link.Name(long), link.Index(l.Index), l, *l, link.Link{Name: "veth0"}} {
		if got := get(t, conn, ref); got.Index != l.Index {
			t.Errorf("%v: index %d, want %d", ref, got.Index, l.Index)
		}
	}

	// By a name of either kind something is changed, and by an index renamed.
	do(t, conn, link.SetMTU(link.Name(long), 1400), link.SetAlias(link.Name("second"), "uplink"), link.SetName(l, "uplink0"))
	l = get(t, conn, link.Name("uplink0"))
	if l.MTU != 1400 || *l.Alias != "uplink" {
		t.Errorf("MTU %d, alias %q: want 1400, uplink", l.MTU, *l.Alias)
	}
	do(t, conn, link.SetAlias(l, ""), link.DelAltNames(link.Name(long), "second", long))
	l = get(t, conn, l)
	if l.Alias != nil || l.AltNames != nil {
		t.Errorf("alias %v, names %q: want neither", l.Alias, l.AltNames)
	}
	if err := conn.Do(link.AddAltNames(l, "veth1")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the name of another link as an alternative one: %v, want fs.ErrExist", err)
	}
}

// needChangesByAltName skips the test on a kernel that finds a link by an
// alternative name only to show it.
func needChangesByAltName(t *testing.T) {
	t.Helper()
	if !testns.KernelSince(t, 5, 19) {
		t.Skip("older kernels than Linux 5.19 change no link by an alternative name")
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	long := strings.Repeat("long", 8)
	for _, tt := range []struct {
		ref  link.Ref
		want string
	}{
		{link.Name("br0"), `link get "br0": no such device`},
		{link.Name(long), `link get "` + long + `": no such device`},
		{link.Index(4711), "link get index 4711: no such device"},
	} {
		_, err := link.Get(conn, tt.ref)
		if !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, syscall.ENODEV) || err.Error() != tt.want {
			t.Errorf("%v, want %s, being fs.ErrNotExist and ENODEV", err, tt.want)
		}
	}
	if err := conn.Do(link.SetUp(link.Name("br0"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("set: %v, want fs.ErrNotExist", err)
	}
	do(t, conn, bridge("br0"))
	if err := conn.Do(bridge("br0")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("add again: %v, want fs.ErrExist", err)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"), bridge("br0"),
		link.SetGroup(link.Name("veth0"), 7), link.SetGroup(link.Name("br0"), 7),
		link.SetInGroup(7, &link.Link{MTU: 1300, Flags: unix.IFF_UP}))
	for _, name := range []link.Name{"veth0", "br0"} {
		if l := get(t, conn, name); l.MTU != 1300 || l.Flags&unix.IFF_UP == 0 {
			t.Errorf("%v: MTU %d, flags %#x: want 1300 and UP", l, l.MTU, l.Flags)
		}
	}
	if l := get(t, conn, link.Name("veth1")); l.MTU == 1300 {
		t.Errorf("%v of another group changed too", l)
	}
	do(t, conn, link.DelGroup(7))
	links, err := link.List(conn)
	if err != nil || len(links) != 1 {
		t.Errorf("after the deletion %v, %v: want lo only", links, err)
	}
}

func TestCreateReturnsTheLink(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	br, err := link.Create(conn, &link.Link{Name: "br0", HardwareAddr: mac("02:00:00:00:00:01"), Data: &link.Bridge{}})
	if err != nil {
		t.Fatal(err)
	}
	if br.Index == 0 || br.Name != "br0" || br.HardwareAddr.String() != "02:00:00:00:00:01" || br.Data == nil || br.Change != 0 {
		t.Errorf("created %+v", br)
	}
	// The kernel completes a name, and enslaves after it has said what it made.
	name := "port%d"
	if !testns.KernelSince(t, 6, 2) {
		name = "port0" // older kernels do not say what they made
	}
	port, err := link.Create(conn, &link.Link{Name: name, Master: &br.Index, Data: &link.Veth{}})
	if err != nil {
		t.Fatal(err)
	}
	if port.Name != "port0" || port.Master == nil || *port.Master != br.Index || port.Port == nil {
		t.Errorf("created %v with master %v, want port0 of %d", port, port.Master, br.Index)
	}
	if _, err := link.Create(conn, &link.Link{Name: "br0", Data: &link.Bridge{}}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("create again: %v, want fs.ErrExist", err)
	}
}

// On a kernel that does not echo, the new link is asked for.
func TestCreateReadsBack(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, bridge("br0"))
	if l, err := link.ReadBack(conn, &link.Link{Name: "br0"}); err != nil || l.Index == 0 {
		t.Errorf("%v, %v: want br0", l, err)
	}
	for _, name := range []string{"", "br%d"} {
		if _, err := link.ReadBack(conn, &link.Link{Name: name}); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("name %q: %v, want an error that the name is not known", name, err)
		}
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}),
		veth("veth0", "veth1"), link.SetMaster(link.Name("veth0"), link.Index(10)))
	for _, tt := range []struct {
		name   string
		filter link.Filter
		want   []string
	}{
		{"all", link.Filter{}, []string{"lo", "br0", "veth0", "veth1"}},
		{"kind", link.Filter{Kind: "veth"}, []string{"veth0", "veth1"}},
		{"kind that the kernel does not know", link.Filter{Kind: "nosuch"}, nil},
		{"master", link.Filter{Master: 10}, []string{"veth0"}},
		{"both", link.Filter{Master: 10, Kind: "bridge"}, nil},
		{"no master", link.Filter{NoMaster: true}, []string{"lo", "br0", "veth1"}},
		{"no master, of a kind", link.Filter{NoMaster: true, Kind: "veth"}, []string{"veth1"}},
		{"kind of the master", link.Filter{PortKind: "bridge"}, []string{"veth0"}},
		{"kind of no master", link.Filter{PortKind: "bond"}, nil},
		{"without virtual functions", link.Filter{SkipVFs: true}, []string{"lo", "br0", "veth0", "veth1"}},
		{"bridge ports of a kind", link.Filter{BridgePorts: true, PortKind: "bridge"}, []string{"veth0"}},
		{"bridge ports", link.Filter{BridgePorts: true}, []string{"veth0"}},
		{"IPv6", link.Filter{IPv6: true}, []string{"lo", "br0", "veth0", "veth1"}},
		{"without counters of IPv6", link.Filter{SkipStats: true}, []string{"lo", "br0", "veth0", "veth1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := tt.filter.List(conn)
			if err != nil {
				t.Fatal(err)
			}
			var names, streamed []string
			for _, l := range list {
				names = append(names, l.Name)
				if tt.filter.IPv6 && (l.ProtInfo == nil || l.AFSpec != nil) {
					t.Errorf("%v as IPv6 sees it: %+v, %v", l, l.ProtInfo, l.AFSpec)
				}
				if !tt.filter.BridgePorts && !tt.filter.IPv6 && tt.filter.SkipStats != (l.AFSpec.Inet6.Stats == nil) {
					t.Errorf("%v has counters of IPv6: %v", l, l.AFSpec.Inet6.Stats)
				}
			}
			for l, err := range tt.filter.All(conn) {
				if err != nil {
					t.Fatal(err)
				}
				streamed = append(streamed, l.Name)
			}
			slices.Sort(tt.want)
			slices.Sort(names)
			slices.Sort(streamed)
			if !slices.Equal(names, tt.want) || !slices.Equal(streamed, tt.want) {
				t.Errorf("listed %q, streamed %q, want %q", names, streamed, tt.want)
			}
		})
	}
}

// A whole network goes to the kernel at once, since masters have chosen indexes
// and the rest goes by name.
func TestNetworkInOneBatch(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	other, otherNS := newNS(t)
	br := &link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}
	reqs := []nlmsg.Request{link.Add(br), link.SetUp(br)}
	for _, name := range []string{"0", "1", "2"} {
		port := link.Name("port" + name)
		reqs = append(reqs,
			link.Add(&link.Link{
				Name: string(port), Master: &br.Index,
				Data: &link.Veth{Peer: &link.Link{Name: "eth" + name, NetNS: link.NSFd(otherNS.Fd())}},
			}),
			link.SetPort(port, &link.BridgePort{Isolated: new(true)}),
			link.SetUp(port))
	}
	do(t, conn, reqs...)
	ports, err := link.Filter{Master: 10}.List(conn)
	if err != nil || len(ports) != 3 {
		t.Fatalf("ports %v, %v: want three", ports, err)
	}
	for _, p := range ports {
		if !*bridgePort(t, &p).Isolated || p.Flags&unix.IFF_UP == 0 {
			t.Errorf("%v is not isolated and up", p)
		}
	}
	var there []string
	for l, err := range link.All(other) {
		if err != nil {
			t.Fatal(err)
		}
		there = append(there, l.Name)
	}
	slices.Sort(there)
	if want := []string{"eth0", "eth1", "eth2", "lo"}; !slices.Equal(there, want) {
		t.Errorf("in the other namespace %q, want %q", there, want)
	}
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_LINK}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	events.SetDeadline(time.Now().Add(10 * time.Second))
	do(t, conn, bridge("br0"), link.Del(link.Name("br0")))
	var types []uint16
	for m, err := range events.Receive(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		l, err := link.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if l.Name != "br0" {
			t.Errorf("notification of %v, want br0", l)
		}
		types = append(types, m.Type)
		if m.Type == unix.RTM_DELLINK && l.Family == unix.AF_UNSPEC {
			break
		}
	}
	if types[0] != unix.RTM_NEWLINK {
		t.Errorf("types of the notifications: %v, want RTM_NEWLINK first", types)
	}
}
