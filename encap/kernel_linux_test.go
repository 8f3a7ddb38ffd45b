package encap_test

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
	"github.com/seed-030106aa/rawnl/rtattr"
)

const veth0 = testlink.Veth0

// dial opens a connection in a namespace whose veth0 has addresses.
func dial(t *testing.T) *nlmsg.Conn {
	t.Helper()
	conn, _ := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")
	return conn
}

// do makes requests that must succeed.
var do = testconn.Do

// only returns the one route that the kernel has not made by itself.
func only(t *testing.T, conn *nlmsg.Conn) *route.Route {
	t.Helper()
	list, err := route.Filter{Protocol: linux.RTPROT_BOOT}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d routes, want 1: %v", len(list), list)
	}
	return &list[0]
}

// Tunnels are made, read back, changed, deleted and written back.
func TestKernel(t *testing.T) {
	for _, tt := range tunnels {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			skipOlder(t, tt.tunnel)
			conn := dial(t)
			if err := tt.add(conn); errors.Is(err, syscall.EOPNOTSUPP) {
				t.Skipf("needs %s: %v", tt.needs, err)
			} else if err != nil {
				t.Fatal(err)
			}
			want := tt.want()
			read := only(t, conn)
			if diff := cmp.Diff(want, read.Encap, values); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}

			do(t, conn, route.Del(read), route.Add(read))
			if diff := cmp.Diff(want, only(t, conn).Encap, values); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
			changed := read.Clone()
			changed.Encap = &encap.IP{ID: 1, Dst: ip("203.0.113.9")}
			do(t, conn, route.Replace(&changed))
			if diff := cmp.Diff(changed.Encap, only(t, conn).Encap, values); diff != "" {
				t.Errorf("changed (-want +got)\n%s", diff)
			}
			do(t, conn, route.Del(&changed))
		})
	}
}

// skipOlder skips a test if the kernel is older than what the tunnel asks for. Some
// of it an older one ignores.
func skipOlder(t *testing.T, x encap.Encap) {
	t.Helper()
	var major, minor int
	switch x := x.(type) {
	case *encap.Seg6:
		if x.Mode == encap.Seg6EncapRed || x.Mode == encap.Seg6L2EncapRed {
			major, minor = 6, 0
		}
	case *encap.Seg6Local:
		switch {
		case x.Flavors != nil && x.Flavors.Operations&^encap.Seg6NextCSID != 0:
			major, minor = 6, 3
		case x.Flavors != nil:
			major, minor = 6, 1
		case x.Action == encap.Seg6EndDT46:
			major, minor = 5, 14
		case x.Counters != nil:
			major, minor = 5, 13
		case x.VRFTable != 0:
			major, minor = 5, 11
		}
	case *encap.IOAM6:
		major, minor = 5, 18 // for some packets only
	case *encap.XFRM:
		major, minor = 6, 1
	}
	if !testns.KernelSince(t, major, minor) {
		t.Skipf("since Linux %d.%d", major, minor)
	}
}

// oneUnit is the length of what a node adds to the traces here.
func oneUnit(x encap.Encap) { x.(*encap.IOAM6).Trace.NodeLen = 1 }

// Each hop of a route can have a tunnel of its own.
func TestKernelMultiPath(t *testing.T) {
	t.Parallel()
	for _, r := range []route.Route{
		{Dst: net4, MultiPath: []route.NextHop{
			{Gateway: ip("192.0.2.2"), OIF: veth0, Weight: 1, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1")}},
			{Gateway: ip("192.0.2.3"), OIF: veth0, Weight: 2, Encap: &encap.IP6{ID: 2, Dst: seg1}},
			{Gateway: ip("192.0.2.4"), OIF: veth0, Weight: 3},
		}},
		{Dst: prefix("2001:db8:5::/48"), MultiPath: []route.NextHop{
			{Gateway: ip("2001:db8::2"), OIF: veth0, Weight: 1, Encap: &encap.IP{ID: 1, Dst: ip("203.0.113.1")}},
			{Gateway: ip("2001:db8::3"), OIF: veth0, Weight: 2},
		}},
	} {
		conn := dial(t)
		if err := conn.Do(route.Add(&r)); errors.Is(err, syscall.EOPNOTSUPP) {
			t.Skipf("needs CONFIG_LWTUNNEL: %v", err)
		} else if err != nil {
			t.Fatal(err)
		}
		read := only(t, conn)
		if diff := cmp.Diff(r.MultiPath, read.MultiPath, values); diff != "" {
			t.Errorf("read (-want +got)\n%s", diff)
		}
		do(t, conn, route.Del(read), route.Add(read))
		if diff := cmp.Diff(r.MultiPath, only(t, conn).MultiPath, values); diff != "" {
			t.Errorf("written back (-want +got)\n%s", diff)
		}
	}
}

// A segment's end can hand packets to a VRF.
func TestKernelVRF(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	if err := kind(conn, "vrf", 1); errors.Is(err, syscall.EOPNOTSUPP) { // IFLA_VRF_TABLE
		t.Skipf("needs CONFIG_NET_VRF: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	err := nsthread.Run(ns, func() error {
		return os.WriteFile("/proc/sys/net/vrf/strict_mode", []byte("1"), 0o644)
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		t.Skipf("needs to configure VRFs: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	for _, action := range []encap.Seg6Action{encap.Seg6EndDT4, encap.Seg6EndDT6, encap.Seg6EndDT46} {
		t.Run(action.String(), func(t *testing.T) {
			add := &route.Route{Dst: prefix("2001:db8:6::1/128"), OIF: veth0,
				Encap: &encap.Seg6Local{Action: action, VRFTable: 7}}
			skipOlder(t, add.Encap)
			if err := conn.Do(route.Add(add)); errors.Is(err, syscall.EOPNOTSUPP) {
				t.Skipf("needs CONFIG_IPV6_SEG6_LWTUNNEL and CONFIG_NET_L3_MASTER_DEV: %v", err)
			} else if err != nil {
				t.Fatal(err)
			}
			read := only(t, conn)
			if diff := cmp.Diff(add.Encap, read.Encap, values); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			do(t, conn, route.Del(read), route.Add(read), route.Del(read))
		})
	}
}

// kind makes a device of a kind that has a u32 of 7 as its one attribute.
func kind(conn *nlmsg.Conn, name string, attr uint16) error {
	e := rtattr.NewEncoder(nil)
	e.Uint32(attr, 7)
	data, _ := e.Result()
	return conn.Do(link.Add(&link.Link{Name: "device0", Data: &link.UnknownKind{Name: name, Data: data}}))
}
