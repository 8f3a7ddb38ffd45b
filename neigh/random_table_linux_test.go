package neigh_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Settings that are given are as they were given, and the others as they were.
func TestRandomTables(t *testing.T) {
	t.Parallel()
	_, ns := dial(t)
	conn := testprop.Dial(t, ns)
	for range testprop.Structs() {
		set := randomTable(conn.Random)
		before := tables(t, conn.Conn)
		outcome := conn.Try(t, neigh.SetTable(&set))
		after := tables(t, conn.Conn)
		want := before
		if outcome == testprop.Accepted && set.Params != nil {
			want = nil
			for i, table := range before {
				if table.Name == set.Name && (set.Family == 0 || table.Family == set.Family) && table.Params.Index == set.Params.Index {
					table = table.Clone()
					given(table.Params, set.Params)
					givenQueue(table.Params, set.Params, after[i].Params)
				}
				want = append(want, table)
			}
		}
		opts := cmp.Options{cmpopts.IgnoreFields(neigh.Params{}, "ReachableTime", "Refs"), cmp.Comparer(nearTime)}
		if diff := cmp.Diff(want, after, opts); diff != "" {
			t.Fatalf("set %v, %+v: %d (-want +read)\n%s", set, set.Params, outcome, diff)
		}
	}
}

// tables returns the settings of interfaces.
func tables(t *testing.T, conn *nlmsg.Conn) []neigh.Table {
	t.Helper()
	var of []neigh.Table
	for table, err := range neigh.AllTables(conn) {
		switch {
		case err != nil:
			t.Fatal(err)
		case table.Params != nil && table.Params.Index != 0:
			of = append(of, table.Clone())
		}
	}
	return of
}

// given puts the settings of set in place of those of p.
func given(p, set *neigh.Params) {
	for of, from := range map[**time.Duration]*time.Duration{
		&p.BaseReachableTime: set.BaseReachableTime, &p.RetransTime: set.RetransTime, &p.GCStaleTime: set.GCStaleTime,
		&p.DelayProbeTime: set.DelayProbeTime, &p.IntervalProbeTime: set.IntervalProbeTime, &p.AnycastDelay: set.AnycastDelay,
		&p.ProxyDelay: set.ProxyDelay, &p.LockTime: set.LockTime,
	} {
		if from != nil && (*of != nil || of != &p.IntervalProbeTime) { // which an older kernel does not have
			*of = from
		}
	}
	for of, from := range map[**uint32]*uint32{
		&p.AppProbes: set.AppProbes, &p.UcastProbes: set.UcastProbes, &p.McastProbes: set.McastProbes,
		&p.McastReprobes: set.McastReprobes, &p.ProxyQLen: set.ProxyQLen,
	} {
		if from != nil {
			*of = from
		}
	}
}

// givenQueue does so with the length of the queue, of which the kernel keeps the
// bytes and works out the packets.
func givenQueue(p, set, read *neigh.Params) {
	const wraps = 1 << 20 // about where so many packets have more than 32 bits of bytes
	switch {
	case set.QueueLenBytes != nil:
		p.QueueLenBytes, p.QueueLen = set.QueueLenBytes, read.QueueLen
	case set.QueueLen != nil && *set.QueueLen < wraps:
		p.QueueLen, p.QueueLenBytes = set.QueueLen, read.QueueLenBytes
	case set.QueueLen != nil:
		p.QueueLen, p.QueueLenBytes = read.QueueLen, read.QueueLenBytes
	}
}

// nearTime allows for the kernel's own clock.
func nearTime(a, b time.Duration) bool { return (a - b).Abs() <= 20*time.Millisecond }
