package faults_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nexthop"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// gone is the index of a link that another process has deleted.
const gone = 77

// orphans are what is said of such a link, and what the error names.
var orphans = []struct {
	says    string
	errno   unix.Errno
	request nlmsg.Request
}{
	{`link set index 77: no such device`, unix.ENODEV, link.SetUp(link.Index(gone))},
	{`link del index 77: no such device`, unix.ENODEV, link.Del(link.Index(gone))},
	{`addr add 192.0.2.7/24 on index 77: no such device`, unix.ENODEV,
		addr.Add(&addr.Addr{Index: gone, Prefix: netip.MustParsePrefix("192.0.2.7/24")})},
	{`route add 10.0.0.0/8 dev index 77: no such device`, unix.ENODEV,
		route.Add(&route.Route{Dst: netip.MustParsePrefix("10.0.0.0/8"), OIF: gone})},
	{`neigh add 192.0.2.8 on index 77: no such device`, unix.ENODEV,
		neigh.Add(&neigh.Neigh{Index: gone, Dst: netip.MustParseAddr("192.0.2.8"), LLAddr: []byte{2, 0, 0, 0, 0, 1}, State: neigh.StatePermanent})},
	{`nexthop add id 5 dev index 77: `, unix.EINVAL, nexthop.Add(&nexthop.NextHop{ID: 5, OIF: gone})},
	{`link set index 2: `, unix.EINVAL, link.SetMaster(link.Index(testlink.Veth0), &link.Link{Index: gone})},
}

// A link vanishes between the request that reads it and the next, which says of
// what there is none.
func TestLinkVanishesBetweenRequests(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	other := start(t, ns, "links")
	for _, tt := range orphans {
		other.ask("add br7 %d", gone)
		if l, err := link.Get(conn, link.Name("br7")); err != nil || l.Index != gone {
			t.Fatalf("link %v, %v", l, err)
		}
		other.ask("del %d", gone)
		err := conn.Do(tt.request)
		if err == nil || !strings.HasPrefix(err.Error(), tt.says) || !errors.Is(err, tt.errno) {
			t.Errorf("error %v, want %v: %s", err, tt.errno, tt.says)
		}
		if tt.errno == unix.ENODEV && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("error %v, want one that is fs.ErrNotExist", err)
		}
	}
	for about, read := range map[string]func() error{
		`link get index 77: no such device`:       func() error { _, err := link.Get(conn, link.Index(gone)); return err },
		`addr list of index 77: no such device`:   func() error { _, err := addr.Filter{Index: gone}.List(conn); return err },
		`route list dev index 77: no such device`: func() error { _, err := route.Filter{OIF: gone}.List(conn); return err },
	} {
		if err := read(); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), about) {
			t.Errorf("error %v, want ENODEV: %s", err, about)
		}
	}
}

// A batch goes on behind what fails since a link has vanished, also if that
// happens in its middle.
func TestLinkVanishesInTheMiddleOfABatch(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	other := start(t, ns, "links")
	const n, half = 2000, 1000
	// Addresses in turn for a link that stays, and for one that vanishes.
	request := func(i int) nlmsg.Request {
		return addr.Add(&addr.Addr{Index: []int{testlink.Veth0, gone}[i%2], Prefix: whole(host4(i))})
	}
	other.ask("add br7 %d", gone)
	err := conn.DoSeq(func(yield func(nlmsg.Request) bool) {
		for i := range n {
			if i == half {
				other.ask("del %d", gone)
			}
			if !yield(request(i)) {
				t.Error("the sequence was not read to its end")
				return
			}
		}
	})
	failures := nlmsg.Failures(err)
	// Those that were collected, and not sent, when the link vanished fail too.
	if len(failures) < (n-half)/2 || len(failures) == n/2 {
		t.Errorf("%d failures, want at least %d, and less than %d", len(failures), (n-half)/2, n/2)
	}
	for i, f := range failures {
		if want := n - 2*len(failures) + 2*i + 1; f.Index != want || !errors.Is(f.Err, unix.ENODEV) || !strings.HasPrefix(f.Err.Error(), request(want).String()) {
			t.Fatalf("failure %d is %d: %v, want %d: %v: no such device", i, f.Index, f.Err, want, request(want))
		}
	}
	list, err := addr.Filter{Index: testlink.Veth0, Family: unix.AF_INET}.List(conn)
	if err != nil || len(list) != n/2 {
		t.Errorf("the link that stays has %d addresses (%v), want %d", len(list), err, n/2)
	}
}

// The index of a link that has vanished goes to another link. What is asked by
// name finds neither, and a watcher tells of an end and of a beginning.
func TestIndexOfAVanishedLinkIsUsedAgain(t *testing.T) {
	t.Parallel()
	conn, ns := testlink.Dial(t)
	other := start(t, ns, "links")
	w := newLinkWatch(t, ns)
	other.ask("add old %d", gone)
	w.until(nlmsg.Added, "old")
	other.ask("del %d", gone)
	other.ask("add new %d", gone)
	w.until(nlmsg.Removed, "old")
	w.until(nlmsg.Added, "new")
	if l, err := link.Get(conn, link.Index(gone)); err != nil || l.Name != "new" {
		t.Errorf("link %v, %v, want the new one", l, err)
	}
	if err := conn.Do(link.SetUp(link.Name("old"))); !errors.Is(err, unix.ENODEV) {
		t.Errorf("error %v, want ENODEV", err)
	}
}
