package addr_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// several gives veth0 and veth1 an address of each family.
func several(t *testing.T, conn *nlmsg.Conn) {
	t.Helper()
	for i, index := range []int{veth0, veth1} {
		for _, p := range []string{fmt.Sprintf("192.0.2.%d/24", i+1), fmt.Sprintf("2001:db8::%d/64", i+1)} {
			do(t, conn, addr.Add(&addr.Addr{Index: index, Prefix: prefix(p), Flags: linux.IFA_F_NODAD}))
		}
	}
}

// An interface that is up has joined groups. One that forwards packets has an
// anycast address of each of its IPv6 networks, that of their routers.
func TestMulticastAndAnycast(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	several(t, conn)
	testns.Command(t, ns, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/veth0/forwarding")
	for _, tt := range []struct {
		name   string
		filter addr.Filter
		want   addr.Addr
	}{
		{"IPv6 groups", addr.Filter{Kind: addr.Multicast, Index: veth0, Family: linux.AF_INET6},
			addr.Addr{Index: veth0, Multicast: ip("ff02::1")}},
		{"IPv4 groups", addr.Filter{Kind: addr.Multicast, Index: veth1, Family: linux.AF_INET},
			addr.Addr{Index: veth1, Multicast: ip("224.0.0.1")}},
		{"anycast", addr.Filter{Kind: addr.Anycast},
			addr.Addr{Index: veth0, Anycast: ip("2001:db8::")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.filter.Family == linux.AF_INET && !testns.KernelSince(t, 6, 15) {
				t.Skip("since Linux 6.15")
			}
			list := stream(t, tt.filter, conn)
			found := false
			for _, a := range list {
				if tt.filter.Index != 0 && a.Index != tt.filter.Index || a.Prefix.IsValid() || a.Unknown != nil {
					t.Errorf("read %+v by %+v", a, tt.filter)
				}
				if tells := tt.filter.Kind == addr.Multicast && testns.KernelSince(t, 7, 3); tells && a.Users == 0 {
					t.Errorf("read %+v, which has users", a)
				}
				found = found || a.Index == tt.want.Index && a.Multicast == tt.want.Multicast && a.Anycast == tt.want.Anycast
			}
			if !found {
				t.Errorf("read %v, want %v among them", list, tt.want)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	for _, tt := range []struct {
		name   string
		filter addr.Filter
		want   []string
	}{
		{"all", addr.Filter{}, []string{"127.0.0.1/8", "192.0.2.1/24", "192.0.2.2/24", "::1/128", "2001:db8::1/64", "2001:db8::2/64"}},
		{"IPv4", addr.Filter{Family: linux.AF_INET}, []string{"127.0.0.1/8", "192.0.2.1/24", "192.0.2.2/24"}},
		{"IPv6", addr.Filter{Family: linux.AF_INET6}, []string{"::1/128", "2001:db8::1/64", "2001:db8::2/64"}},
		{"interface", addr.Filter{Index: veth1}, []string{"192.0.2.2/24", "2001:db8::2/64"}},
		{"interface and family", addr.Filter{Index: veth0, Family: linux.AF_INET6}, []string{"2001:db8::1/64"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range stream(t, tt.filter, conn) {
				if !ofTheKernel(a) {
					got = append(got, a.Prefix.String())
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	for _, err := range (addr.Filter{Index: 99}).All(conn) {
		refused(t, err, fs.ErrNotExist, syscall.ENODEV, "addr list of index 99: ")
	}
}

// stream collects what All yields, once no addresses change meanwhile.
func stream(t *testing.T, f addr.Filter, conn *nlmsg.Conn) []addr.Addr {
	t.Helper()
	for {
		var got []addr.Addr
		var last error
		for a, err := range f.All(conn) {
			if last = err; err == nil {
				got = append(got, a.Clone())
			}
		}
		switch {
		case last == nil:
			return got
		case !errors.Is(last, nlmsg.ErrDumpInterrupted):
			t.Fatal(last)
		}
	}
}

// A kernel that filters says so. One that did not is made up for by the client,
// which is why the flag is not demanded of it.
func TestRule45TheKernelSaysThatItFiltered(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	for m, err := range conn.Dump(addr.Filter{Index: veth1}.Request()) {
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			break // it comes after all messages
		} else if err != nil {
			t.Fatal(err)
		}
		if m.Flags&linux.NLM_F_DUMP_FILTERED == 0 {
			t.Errorf("flags %#x, want NLM_F_DUMP_FILTERED", m.Flags)
		}
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	for _, tt := range []struct {
		index      int
		addr, want string
	}{
		{veth0, "192.0.2.1", "192.0.2.1/24"},
		{0, "192.0.2.2", "192.0.2.2/24"},
		{veth0, "2001:db8::1", "2001:db8::1/64"},
		{0, "2001:db8::2", "2001:db8::2/64"},
	} {
		a, err := addr.Get(conn, tt.index, ip(tt.addr))
		if err != nil {
			t.Error(err)
		} else if got := a.Prefix.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
	for _, x := range []string{"192.0.2.2", "2001:db8::2"} {
		_, err := addr.Get(conn, veth0, ip(x))
		refused(t, err, fs.ErrNotExist, syscall.EADDRNOTAVAIL, "addr get "+x+" on index 2: ")
		if _, ok := errors.AsType[*nlmsg.Error](err); !ok {
			t.Errorf("%T, want an *nlmsg.Error", err)
		}
	}
}

// Multicast groups are read by a request that is not this package's.
func TestMulticastGroups(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	const getMulticast = 58
	var got []netip.Addr
	for m, err := range conn.Dump(nlmsg.Request{Op: "test groups", Type: getMulticast, Flags: linux.NLM_F_DUMP, Body: family(linux.AF_INET6)}) {
		if errors.Is(err, nlmsg.ErrDumpInterrupted) {
			break // it comes after all messages
		} else if err != nil {
			t.Fatal(err)
		}
		a, err := addr.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if a.Prefix.IsValid() {
			t.Errorf("prefix %v of a group", a.Prefix)
		}
		if a.Index == veth0 {
			got = append(got, a.Multicast)
		}
	}
	if !slices.Contains(got, ip("ff02::1")) {
		t.Errorf("groups of veth0: %v, want ff02::1 among them", got)
	}
}

// family is the body of a request for all that an address family has.
type family uint8

func (f family) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	f.encode(e)
	return e.Result()
}

func (f family) encode(e *rtattr.Encoder) { e.Struct(8)[0] = uint8(f) }

func TestGetRefuses(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for x, want := range map[netip.Addr]string{
		{}:                     "addr get invalid IP on index 2: IFA_LOCAL at offset 16: no valid address",
		ip("::ffff:192.0.2.1"): "addr get ::ffff:192.0.2.1 on index 2: IFA_LOCAL at offset 16: ::ffff:192.0.2.1 is an IPv4-mapped address: use netip.Addr.Unmap",
	} {
		if _, err := addr.Get(conn, veth0, x); err == nil || err.Error() != want {
			t.Errorf("error\n%v, want\n%s", err, want)
		}
	}
}

// A loop over a dump may change what it reads.
func TestDeleteInsideTheLoop(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	several(t, conn)
	for a, err := range (addr.Filter{Index: veth0}).All(conn) {
		if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
			t.Fatal(err)
		}
		if err == nil {
			do(t, conn, addr.Del(&a))
		}
	}
	if rest := list(t, conn); len(rest) != 0 {
		t.Errorf("left: %v", rest)
	}
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	events, err := nlmsg.Dial(linux.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns,
		Groups: []uint32{linux.RTNLGRP_IPV4_IFADDR, linux.RTNLGRP_IPV6_IFADDR}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()

	a := &addr.Addr{Index: veth0, Prefix: prefix("192.0.2.1/24")}
	do(t, conn, addr.Add(a), addr.Del(a))
	want := []uint16{linux.RTM_NEWADDR, linux.RTM_DELADDR}
	for m, err := range events.Receive(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := addr.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if got.Prefix != a.Prefix {
			continue // the kernel's own
		}
		if m.Type != want[0] {
			t.Errorf("message of type %d, want %d", m.Type, want[0])
		}
		if want = want[1:]; len(want) == 0 {
			return
		}
	}
}

func TestRule60AddressesOfAnotherNamespace(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	other, ns := dial(t)
	several(t, other)
	do(t, conn, nlmsg.Request{Op: "test nsid", Type: linux.RTM_NEWNSID, Body: nsid{ns}})

	got, err := addr.Filter{Index: veth1, TargetNetNSID: new(int32(7))}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	found := slices.IndexFunc(got, func(a addr.Addr) bool { return a.Prefix == prefix("192.0.2.2/24") })
	if found < 0 {
		t.Fatalf("got %v, want 192.0.2.2/24 among them", got)
	}
	if id := got[found].TargetNetNSID; id == nil || *id != 7 {
		t.Errorf("namespace id %v, want 7", id)
	}
}

// nsid calls a namespace 7.
type nsid struct{ ns *os.File }

func (n nsid) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	n.encode(e)
	return e.Result()
}

func (n nsid) encode(e *rtattr.Encoder) {
	e.Struct(4) // struct rtgenmsg, padded
	e.Int32(linux.NETNSA_NSID, 7)
	e.Uint32(linux.NETNSA_FD, uint32(n.ns.Fd()))
}
