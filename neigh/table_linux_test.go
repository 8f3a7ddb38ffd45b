package neigh_test

import (
	"io/fs"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// table returns the settings of veth0.
func table(t *testing.T, conn *nlmsg.Conn, name string) neigh.Table {
	t.Helper()
	got, err := neigh.TableFilter{Name: name, Index: veth0}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Params == nil {
		t.Fatalf("tables %v, want one with settings", got)
	}
	return got[0]
}

func TestSetTable(t *testing.T) {
	for name, family := range map[string]uint8{"arp_cache": linux.AF_INET, "ndisc_cache": linux.AF_INET6} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dial(t)
			before := table(t, conn, name)
			if before.Family != family {
				t.Errorf("family %d, want %d", before.Family, family)
			}

			// What is read can be written back, and changes nothing.
			do(t, conn, neigh.SetTable(&before))
			unchosen := cmpopts.IgnoreFields(neigh.Params{}, "ReachableTime", "Refs")
			if diff := cmp.Diff(before, table(t, conn, name), unchosen); diff != "" {
				t.Errorf("written back (-before +after)\n%s", diff)
			}

			// All settings change.
			set := &neigh.Params{
				Index:             veth0,
				BaseReachableTime: new(20 * time.Second),
				RetransTime:       new(1500 * time.Millisecond),
				GCStaleTime:       new(70 * time.Second),
				DelayProbeTime:    new(4 * time.Second),
				IntervalProbeTime: new(3 * time.Second),
				QueueLenBytes:     new(uint32(100_000)),
				AppProbes:         new(uint32(1)),
				UcastProbes:       new(uint32(4)),
				McastProbes:       new(uint32(5)),
				McastReprobes:     new(uint32(2)),
				AnycastDelay:      new(900 * time.Millisecond),
				ProxyDelay:        new(700 * time.Millisecond),
				ProxyQLen:         new(uint32(60)),
				LockTime:          new(2 * time.Second),
			}
			if !testns.KernelSince(t, 6, 0) {
				set.IntervalProbeTime = nil
			}
			do(t, conn, neigh.SetTable(&neigh.Table{Name: name, Params: set}))
			got := table(t, conn, name)
			if d := got.Params.ReachableTime; d == nil || *d < 10*time.Second || *d > 30*time.Second {
				t.Errorf("reachable for %v, want half to one and a half of 20s", d)
			}
			if n := got.Params.QueueLen; n == nil || *n == 0 || *n > 1000 {
				t.Errorf("queue of %v packets, want those of 100,000 bytes", n)
			}
			opts := cmpopts.IgnoreFields(neigh.Params{}, "ReachableTime", "QueueLen", "Refs")
			if diff := cmp.Diff(set, got.Params, opts); diff != "" {
				t.Errorf("(-set +got)\n%s", diff)
			}

			// Zero is a value.
			do(t, conn, neigh.SetTable(&neigh.Table{Name: name, Params: &neigh.Params{Index: veth0, McastProbes: new(uint32(0))}}))
			if n := table(t, conn, name).Params.McastProbes; n == nil || *n != 0 {
				t.Errorf("asked for %v times, want 0", n)
			}
		})
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	all, err := neigh.ListTables(conn)
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]int)
	for _, x := range all {
		names[x.String()]++
		whole := x.Params.Index == 0
		if (x.Config != nil) != whole || (x.Stats != nil) != whole || (x.Threshold3 != nil) != whole || (x.GCInterval != nil) != whole {
			t.Errorf("%v: %+v", x, x)
		}
	}
	for _, name := range []string{`"arp_cache"`, `"arp_cache" of index 1`, `"arp_cache" of index 2`, `"ndisc_cache"`, `"ndisc_cache" of index 3`} {
		if names[name] != 1 {
			t.Errorf("%s is there %d times", name, names[name])
		}
	}
	for want, f := range map[int]neigh.TableFilter{
		len(all) / 2: {Family: linux.AF_INET6},
		2:            {Index: veth1},
		1:            {Index: veth1, Name: "arp_cache"},
		0:            {Name: "dn_neigh_cache"},
	} {
		n := 0
		for x, err := range f.All(conn) {
			if err != nil {
				t.Fatal(err)
			}
			if f.Family != 0 && x.Family != f.Family {
				t.Errorf("%+v: family %d", f, x.Family)
			}
			n++
		}
		if n != want {
			t.Errorf("%+v: %d tables, want %d", f, n, want)
		}
	}
}

// The kernel does not find what is not there, or not for everybody.
func TestSetTableFails(t *testing.T) {
	t.Parallel()
	conn, _ := dial(t)
	queue := &neigh.Params{Index: veth0, QueueLen: new(uint32(9))}
	for _, tt := range []struct {
		table neigh.Table
		errno error
		text  string
	}{
		{neigh.Table{Name: "no_such_cache", Params: queue}, fs.ErrNotExist, `neighbour table set "no_such_cache" of index 2: `},
		{neigh.Table{Name: "arp_cache", Family: linux.AF_INET6, Params: queue}, fs.ErrNotExist, `neighbour table set "arp_cache" of index 2: `},
		{neigh.Table{Name: "arp_cache", Params: &neigh.Params{Index: 99, QueueLen: new(uint32(9))}}, syscall.ENOENT, `neighbour table set "arp_cache" of index 99: `},
		{neigh.Table{Name: "arp_cache", Threshold1: new(uint32(9))}, syscall.ENOENT, `neighbour table set "arp_cache": `},
		{neigh.Table{Name: "arp_cache", GCInterval: new(time.Minute)}, syscall.ENOENT, `neighbour table set "arp_cache": `},
		{neigh.Table{Name: "arp_cache", Params: &neigh.Params{QueueLen: new(uint32(9))}}, syscall.ENOENT, `neighbour table set "arp_cache": `},
	} {
		refused(t, conn.Do(neigh.SetTable(&tt.table)), tt.errno, tt.text)
	}
}
