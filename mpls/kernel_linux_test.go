package mpls_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/encap"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/nsthread"
	"github.com/seed-030106aa/rawnl/internal/testconn"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/mpls"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

func TestMain(m *testing.M) { testns.Main(m) }

const (
	lo    = testlink.Lo
	veth0 = testlink.Veth0
)

// dial opens a connection in a namespace in which there may be a thousand labels
// and veth0 has addresses.
func dial(t *testing.T) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24", "2001:db8::1/64")

	// The kernel loads what forwards labels together with what puts them on.
	conn.Do(route.Add(&route.Route{Dst: route.DefaultIPv4(), Gateway: via4, Encap: &encap.MPLS{Labels: []uint32{16}}}))
	err := nsthread.Run(ns, func() error {
		return os.WriteFile("/proc/sys/net/mpls/platform_labels", []byte("1000"), 0o644)
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EROFS) || errors.Is(err, fs.ErrPermission) {
		t.Skipf("needs CONFIG_MPLS_ROUTING, and to configure it: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	return conn, ns
}

// do makes requests that must succeed.
var do = testconn.Do

func list(t *testing.T, conn *nlmsg.Conn) []mpls.Route {
	t.Helper()
	got, err := mpls.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A kernel without MPLS has no routes of it.
func TestKernelWithout(t *testing.T) {
	t.Parallel()
	conn, _ := testlink.Dial(t)
	testlink.Address(t, conn, veth0, "192.0.2.1/24")
	if got := list(t, conn); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
}

func TestKernel(t *testing.T) {
	for _, tt := range []struct {
		name  string
		route mpls.Route
	}{
		{"swap", mpls.Route{Label: 100, NewLabels: []uint32{200, 300}, Gateway: via4, OIF: veth0}},
		{"pop", mpls.Route{Label: 101, Gateway: via6, OIF: veth0, Protocol: linux.RTPROT_STATIC}},
		{"local", mpls.Route{Label: 102, OIF: lo}},
		{"by a link-layer address", mpls.Route{Label: 103, NewLabels: []uint32{16}, HardwareAddr: mac, OIF: veth0}},
		{"no time to live", mpls.Route{Label: 104, Gateway: via4, OIF: veth0, TTLPropagate: new(false)}},
		{"time to live", mpls.Route{Label: 105, Gateway: via4, OIF: veth0, TTLPropagate: new(true)}},
		{"multipath", mpls.Route{Label: 999, MultiPath: []mpls.NextHop{
			{NewLabels: []uint32{200}, Gateway: via4, OIF: veth0},
			{NewLabels: []uint32{300, 301}, Gateway: via6, OIF: veth0},
			{HardwareAddr: mac, OIF: veth0},
		}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			do(t, conn, mpls.Add(&tt.route))
			want := tt.route.Clone()
			if want.Protocol == 0 {
				want.Protocol = linux.RTPROT_BOOT
			}
			got := list(t, conn)
			if diff := cmp.Diff([]mpls.Route{want}, got, values); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}
			found, err := mpls.Get(conn, mpls.Query{Label: want.Label, FIBMatch: true})
			if diff := cmp.Diff(&want, found, values); diff != "" || err != nil {
				t.Errorf("looked up: %v (-want +got)\n%s", err, diff)
			}
			way, err := mpls.Get(conn, mpls.Query{Label: want.Label, Inner: []uint32{17}})
			if err != nil || way.Label != want.Label || len(way.MultiPath) != 0 {
				t.Errorf("way %v, %v", way, err)
			}

			if err := conn.Do(mpls.Add(&got[0])); !errors.Is(err, fs.ErrExist) {
				t.Errorf("added twice: %v, want EEXIST", err)
			}
			do(t, conn, mpls.Del(want.Label), mpls.Add(&got[0]))
			if diff := cmp.Diff(got, list(t, conn), values); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
			changed := mpls.Route{Label: want.Label, Protocol: 99, NewLabels: []uint32{17}, Gateway: via4, OIF: veth0}
			do(t, conn, mpls.Change(&changed))
			if diff := cmp.Diff([]mpls.Route{changed}, list(t, conn), values); diff != "" {
				t.Errorf("changed (-want +got)\n%s", diff)
			}
			do(t, conn, mpls.Replace(&want), mpls.Del(want.Label), mpls.Del(want.Label)) // twice is no error
			if got := list(t, conn); len(got) != 0 {
				t.Errorf("left: %v", got)
			}
			if err := conn.Do(mpls.Change(&want)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("changed what is not there: %v, want ENOENT", err)
			}
			if _, err := mpls.Get(conn, mpls.Query{Label: want.Label}); !errors.Is(err, unix.ENETUNREACH) {
				t.Errorf("looked up what is not there: %v, want ENETUNREACH", err)
			}
		})
	}
}

// The kernel chooses a label if none is given.
func TestKernelChoosesTheLabel(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	do(t, conn, mpls.Add(&mpls.Route{Gateway: via4}), mpls.Add(&mpls.Route{Gateway: via4}))
	if got := list(t, conn); len(got) != 2 || got[0].Label != 16 || got[1].Label != 17 {
		t.Errorf("got %v, want labels 16 and 17", got)
	}
}

func TestKernelFilter(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	lenient := testconn.DialWithout(t, []uint32{unix.NETLINK_GET_STRICT_CHK}, nlmsg.Config{NetNS: ns})
	do(t, conn, mpls.Add(&mpls.Route{Label: 100, Gateway: via4, Protocol: 99}), mpls.Add(&mpls.Route{Label: 101, OIF: lo}))
	for _, tt := range []struct {
		filter mpls.Filter
		want   uint32
	}{{mpls.Filter{Protocol: 99}, 100}, {mpls.Filter{OIF: lo}, 101}, {mpls.Filter{OIF: veth0, Protocol: 99}, 100}} {
		for _, conn := range []*nlmsg.Conn{conn, lenient} {
			n := 0
			for r, err := range tt.filter.All(conn) {
				if n++; err != nil || r.Label != tt.want {
					t.Errorf("%+v: got %v, %v, want label %d", tt.filter, r, err, tt.want)
				}
			}
			if n != 1 {
				t.Errorf("%+v: %d routes, want 1", tt.filter, n)
			}
		}
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := dial(t)
	do(t, conn, mpls.Add(&mpls.Route{Label: 100, Gateway: via4}))
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[mpls.Route], error] {
			return mpls.Watch(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]mpls.Route, error) { return mpls.List(conn) },
		func(*mpls.Route) {}, values)
	w.Sync()
	for _, r := range []nlmsg.Request{
		mpls.Add(&mpls.Route{Label: 200, NewLabels: []uint32{16}, Gateway: via6}),
		mpls.Replace(&mpls.Route{Label: 100, NewLabels: []uint32{17}, Gateway: via4}),
		mpls.Del(200),
		link.SetDown(link.Index(veth0)),
		link.SetUp(link.Index(veth0)),
		link.Del(link.Index(veth0)),
	} {
		do(t, conn, r)
		w.Converge()
	}
}
