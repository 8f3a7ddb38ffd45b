package netconf_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testwatch"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestMain(m *testing.M) { testns.Main(m) }

// set gives a sysctl below net another value.
func set(t *testing.T, ns *os.File, name, value string) {
	t.Helper()
	testns.Command(t, ns, "sh", "-c", "echo "+value+" > /proc/sys/net/"+name)
}

func TestSettingsOfAnInterface(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	set(t, ns, "ipv4/conf/veth0/rp_filter", "2")
	set(t, ns, "ipv4/conf/default/forwarding", "1")
	set(t, ns, "ipv6/conf/veth0/proxy_ndp", "1")
	for _, tt := range []struct {
		name   string
		family uint8
		index  int
		value  func(*netconf.Conf) *int32
		want   int32
	}{
		{"IPv4", unix.AF_INET, testlink.Veth0, func(c *netconf.Conf) *int32 { return c.RPFilter }, 2},
		{"IPv4, another", unix.AF_INET, testlink.Veth1, func(c *netconf.Conf) *int32 { return c.RPFilter }, 0},
		{"IPv4, new ones", unix.AF_INET, netconf.Default, func(c *netconf.Conf) *int32 { return c.Forwarding }, 1},
		{"IPv4, every", unix.AF_INET, netconf.Every, func(c *netconf.Conf) *int32 { return c.Forwarding }, 0},
		{"IPv6", unix.AF_INET6, testlink.Veth0, func(c *netconf.Conf) *int32 { return c.ProxyNeigh }, 1},
	} {
		c, err := netconf.Get(conn, tt.family, tt.index)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if v := tt.value(c); v == nil || *v != tt.want || c.Index != tt.index || c.Family != tt.family || c.Unknown != nil {
			t.Errorf("%s: got %+v, want %d", tt.name, c, tt.want)
		}

		// The dump says the same.
		list, err := netconf.Filter{Family: tt.family, Index: tt.index}.List(conn)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]netconf.Conf{*c}, list); diff != "" {
			t.Errorf("%s (-got +listed)\n%s", tt.name, diff)
		}
	}
	if _, err := netconf.Get(conn, unix.AF_INET, 99); !errors.Is(err, unix.ENODEV) && !errors.Is(err, unix.EINVAL) {
		t.Errorf("no such interface: %v, want ENODEV or EINVAL", err)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	w := testwatch.New(t,
		func(ctx context.Context) iter.Seq2[nlmsg.Event[netconf.Conf], error] {
			return netconf.Watch(ctx, &nlmsg.Config{NetNS: ns})
		},
		func() ([]netconf.Conf, error) { return netconf.List(conn) },
		func(*netconf.Conf) {})
	w.Sync()
	w.Converge()

	set(t, ns, "ipv4/conf/veth0/forwarding", "1")
	w.Until(func(ev nlmsg.Event[netconf.Conf]) bool {
		return ev.Kind == nlmsg.Changed && ev.New.Index == testlink.Veth0 && ev.New.Family == unix.AF_INET &&
			*ev.Old.Forwarding == 0 && *ev.New.Forwarding == 1
	})
	if err := conn.Do(link.Del(link.Index(testlink.Veth0))); err != nil {
		t.Fatal(err)
	}
	w.Until(func(ev nlmsg.Event[netconf.Conf]) bool {
		return ev.Kind == nlmsg.Removed && ev.Old.Index == testlink.Veth0
	})
	w.Converge()
}
