package mroute_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"iter"
	"net/netip"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

const (
	veth0 = testlink.Veth0
	veth1 = testlink.Veth1
)

// daemon is the socket of one that makes multicast routes: MRT_* of
// linux/mroute.h and MRT6_* of linux/mroute6.h, whose numbers are the same. The
// virtual interfaces 0 and 1 are veth0 and veth1.
type daemon struct {
	fd, level int
}

const (
	mrtInit   = 200
	mrtAddVif = 202
	mrtAddMFC = 204
	mrtDelMFC = 205
)

func newDaemon(t *testing.T, ns *os.File, family int) *daemon {
	t.Helper()
	d := &daemon{level: unix.IPPROTO_IP}
	protocol := unix.IPPROTO_IGMP
	if family == unix.AF_INET6 {
		d.level, protocol = unix.IPPROTO_IPV6, unix.IPPROTO_ICMPV6
	}
	err := nsthread.Run(ns, func() (err error) {
		d.fd, err = unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
		return os.NewSyscallError("socket", err)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(d.fd) })
	if err := unix.SetsockoptInt(d.fd, d.level, mrtInit, 1); errors.Is(err, unix.ENOPROTOOPT) || errors.Is(err, unix.EACCES) {
		t.Skipf("needs CONFIG_IP_MROUTE and CONFIG_IPV6_MROUTE: %v", err)
	} else if err != nil {
		t.Fatal(os.NewSyscallError("setsockopt", err))
	}
	for vif, index := range []int{veth0, veth1} {
		if d.level == unix.IPPROTO_IP {
			b := make([]byte, 16) // struct vifctl
			binary.NativeEndian.PutUint16(b, uint16(vif))
			b[2] = 0x8 // VIFF_USE_IFINDEX
			b[3] = 1
			binary.NativeEndian.PutUint32(b[8:], uint32(index))
			d.set(t, mrtAddVif, b)
		} else {
			b := make([]byte, 12) // struct mif6ctl
			binary.NativeEndian.PutUint16(b, uint16(vif))
			b[3] = 1
			binary.NativeEndian.PutUint16(b[4:], uint16(index))
			d.set(t, mrtAddVif, b)
		}
	}
	return d
}

func (d *daemon) set(t *testing.T, option int, b []byte) {
	t.Helper()
	if err := unix.SetsockoptString(d.fd, d.level, option, string(b)); err != nil {
		t.Fatal(os.NewSyscallError("setsockopt", err))
	}
}

// route adds, changes or deletes the route from veth0 to veth1.
func (d *daemon) route(t *testing.T, option int, source, group netip.Addr, ttl uint8) {
	t.Helper()
	if d.level == unix.IPPROTO_IP {
		b := make([]byte, 60) // struct mfcctl
		s, g := source.As4(), group.As4()
		copy(b, s[:])
		copy(b[4:], g[:])
		b[11] = ttl // of the virtual interface 1
		d.set(t, option, b)
		return
	}
	b := make([]byte, 92) // struct mf6cctl
	s, g := source.As16(), group.As16()
	binary.NativeEndian.PutUint16(b, unix.AF_INET6)
	copy(b[8:], s[:])
	binary.NativeEndian.PutUint16(b[28:], unix.AF_INET6)
	copy(b[36:], g[:])
	binary.NativeEndian.PutUint32(b[60:], 1<<1)
	d.set(t, option, b)
}

func TestKernel(t *testing.T) {
	for _, tt := range []struct {
		name          string
		family        int
		source, group netip.Addr
		want          mroute.Route
	}{
		{"IPv4", unix.AF_INET, ip("192.0.2.9"), ip("233.252.0.1"),
			mroute.Route{Table: 253, Protocol: linux.RTPROT_MROUTED, IIF: veth0, Outs: []mroute.Out{{Index: veth1, TTL: 7}}}},
		{"IPv6", unix.AF_INET6, ip("2001:db8::9"), ip("ff3e::1"),
			mroute.Route{Table: 254, Protocol: linux.RTPROT_MROUTED, IIF: veth0, Outs: []mroute.Out{{Index: veth1, TTL: 1}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := testlink.Dial(t)
			newDaemon(t, ns, tt.family).route(t, mrtAddMFC, tt.source, tt.group, 7)
			want := tt.want
			want.Source, want.Group, want.Stats = tt.source, tt.group, new(mroute.Stats)
			idle := cmpopts.IgnoreFields(mroute.Route{}, "Idle")
			for _, f := range []mroute.Filter{{}, {Family: uint8(tt.family)}, {Table: want.Table}, {OIF: veth1},
				{Source: prefix(tt.source), Group: prefix(tt.group), IIF: want.IIF}} {
				got, err := f.List(conn)
				if err != nil {
					t.Fatalf("%+v: %v", f, err)
				}
				if diff := cmp.Diff([]mroute.Route{want}, got, values, idle); diff != "" {
					t.Errorf("%+v (-want +got)\n%s", f, diff)
				}
				for r, err := range f.All(conn) {
					if err != nil || r.Group != tt.group {
						t.Errorf("%+v: streamed %v, %v", f, r, err)
					}
				}
			}
			for _, f := range []mroute.Filter{{Table: 77}, {OIF: veth0}, {Source: prefix(tt.group)},
				{Group: prefix(tt.source)}, {IIF: 77}} {
				if got, err := f.List(conn); err != nil || len(got) != 0 {
					t.Errorf("%+v: got %v, %v, want none", f, got, err)
				}
			}
			if tt.family == unix.AF_INET6 && !testns.KernelSince(t, 6, 0) {
				return
			}
			got, err := mroute.Get(conn, tt.source, tt.group, 0)
			if diff := cmp.Diff(&want, got, values, idle); diff != "" || err != nil {
				t.Errorf("looked up: %v (-want +got)\n%s", err, diff)
			}
			if _, err := mroute.Get(conn, tt.source, tt.group.Next(), 0); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("looked up another group: %v, want ENOENT", err)
			}
		})
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	four, six := newDaemon(t, ns, unix.AF_INET), newDaemon(t, ns, unix.AF_INET6)
	four.route(t, mrtAddMFC, ip("192.0.2.9"), ip("233.252.0.1"), 7)
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[mroute.Route], error] {
			return mroute.Watch(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]mroute.Route, error) { return mroute.List(conn) },
		func(r *mroute.Route) { r.Idle, r.Stats = 0, nil }, values, cmpopts.IgnoreFields(mroute.Route{}, "Idle", "Stats"))
	w.Sync()
	four.route(t, mrtAddMFC, ip("192.0.2.9"), ip("233.252.0.1"), 8)
	w.Converge()
	six.route(t, mrtAddMFC, ip("2001:db8::9"), ip("ff3e::1"), 1)
	w.Converge()
	four.route(t, mrtDelMFC, ip("192.0.2.9"), ip("233.252.0.1"), 8)
	w.Converge()
	unix.Close(six.fd)
	six.fd = -1
	w.Converge()
}

// prefix is that of an address alone.
func prefix(x netip.Addr) netip.Prefix { return netip.PrefixFrom(x, x.BitLen()) }
