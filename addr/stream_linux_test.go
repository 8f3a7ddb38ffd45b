package addr_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// many gives veth0 addresses of both families, n of each.
func many(t *testing.T, conn *nlmsg.Conn, n int) {
	t.Helper()
	var reqs []nlmsg.Request
	for i := range n {
		for _, p := range []string{fmt.Sprintf("198.18.%d.1/32", i), fmt.Sprintf("2001:db8::%x/128", i+1)} {
			reqs = append(reqs, addr.Add(&addr.Addr{Index: veth0, Prefix: prefix(p), Flags: linux.IFA_F_NODAD}))
		}
	}
	do(t, conn, reqs...)
}

// A stream costs no allocation for an address.
func TestStreamAllocates(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops what it is given, at random")
	}
	conn, _ := dial(t)
	count := func() float64 {
		return testing.AllocsPerRun(5, func() {
			for _, err := range addr.All(conn) {
				if err != nil && !errors.Is(err, nlmsg.ErrDumpInterrupted) {
					t.Fatal(err)
				}
			}
		})
	}
	few := count()
	const n = 200
	many(t, conn, n)
	if each := (count() - few) / (2 * n); each > 0.1 {
		t.Errorf("%.2f allocations for each address", each)
	}
}

// What a stream has yielded stays as it is while others are read.
func TestStreamStays(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	for i := range 40 {
		do(t, conn, addr.Add(&addr.Addr{
			Index: veth0, Prefix: prefix(fmt.Sprintf("198.18.%d.1/32", i)), Label: fmt.Sprintf("veth0:%d", i/2),
			Valid: time.Hour + time.Duration(i)*time.Minute, Preferred: new(time.Duration(i) * time.Minute),
		}))
	}
	var got, clones []addr.Addr
	for a, err := range (addr.Filter{Index: veth0, Family: linux.AF_INET}).All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		got, clones = append(got, a), append(clones, a.Clone())
	}
	if len(got) != 40 || got[0].Preferred == nil {
		t.Fatalf("%d addresses, the first with preferred lifetime %v", len(got), got[0].Preferred)
	}
	if diff := cmp.Diff(clones, got, values); diff != "" {
		t.Errorf("(-as yielded +later)\n%s", diff)
	}
	labels := make(map[string]int)
	for _, a := range got {
		labels[a.Label]++
	}
	if len(labels) != 20 {
		t.Errorf("labels %v, want 20 of them", labels)
	}
}
