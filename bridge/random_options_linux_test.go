package bridge_test

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Options of ranges of VLANs, several at once, read back as they were given, and as
// they were where nothing was given. A request that is refused has done what stands
// before the range that cannot be, and of that range nothing but what was given.
func TestRandomVLANOptions(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 5, 15) {
		t.Skip("since Linux 5.15")
	}
	conn := dialVLANs(t)
	do(t, conn.Conn, bridge.AddVLANs(br, bridge.VLAN{ID: 1, Last: 20}), bridge.AddVLANs(port0, bridge.VLAN{ID: 4090, Last: 4094}))
	for range testprop.Structs() {
		index := testprop.Pick(conn.Random, br, br, br, br, br, port0, 99, int(conn.Uint(64)))
		var list []bridge.VLANOptions
		for range 1 + conn.IntN(2) {
			list = append(list, randomOptions(conn))
		}
		before := options(t, conn.Conn)
		req := bridge.SetVLANOptions(index, list...)
		outcome := conn.Try(t, req)
		after := options(t, conn.Conn)
		want := before
		switch outcome {
		case testprop.Accepted:
			want = withOptions(before, after, list)
		case testprop.Refused:
			for n, o := range list {
				part := maps.Clone(withOptions(before, after, list[:n]))
				for id, all := range withOptions(part, after, []bridge.VLANOptions{o}) {
					if old, ok := part[id]; ok && isBetween(after[id], old, all) {
						part[id] = after[id]
					}
				}
				if cmp.Equal(part, after, nearTimes) {
					want = part
				}
			}
		}
		if diff := cmp.Diff(want, after, nearTimes); diff != "" {
			t.Fatalf("%v: outcome %d (-want +read)\n%s", req, outcome, diff)
		}
	}
}

// randomOptions returns those of some VLANs that there are, as a rule.
func randomOptions(conn *testprop.Conn) bridge.VLANOptions {
	o := testprop.Any[bridge.VLANOptions](conn.Random)
	if conn.IntN(8) == 0 {
		return o
	}
	o.ID = testprop.Pick[uint16](conn.Random, 1, 1, 1, 4085) + uint16(conn.IntN(20))
	o.Last = testprop.Pick(conn.Random, 0, 0, o.ID+1+uint16(conn.IntN(10)))
	o.MSTI = nil
	o.McastIGMPVersion = testprop.Pick[uint8](conn.Random, 0, 0, 2, 3)
	o.McastMLDVersion = testprop.Pick[uint8](conn.Random, 0, 0, 1, 2)
	for _, d := range []**time.Duration{
		&o.McastLastMemberInterval, &o.McastStartupQueryInterval, &o.McastQueryInterval,
		&o.McastQueryResponseInterval, &o.McastMembershipInterval, &o.McastQuerierInterval,
	} {
		*d = testprop.Pick(conn.Random, nil, nil, new(time.Duration(conn.Int64N(1<<conn.IntN(34)))*wiretime.Tick))
	}
	testprop.Vary(conn.Random, &o)
	return o
}

// options returns those of each VLAN.
func options(t *testing.T, conn *nlmsg.Conn) map[uint16]bridge.VLANOptions {
	t.Helper()
	list, err := bridge.VLANFilter{Options: true}.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[uint16]bridge.VLANOptions)
	for _, of := range list {
		for _, o := range of.Options {
			o.Routers, o.Querier = nil, nil // which are read only
			for id := o.ID; id <= max(o.ID, o.Last); id++ {
				one := o.Clone()
				one.ID, one.Last = id, 0
				all[id] = one
			}
		}
	}
	return all
}

// withOptions returns what there is after some are set.
func withOptions(before, read map[uint16]bridge.VLANOptions, list []bridge.VLANOptions) map[uint16]bridge.VLANOptions {
	after := maps.Clone(before)
	for _, o := range list {
		for id := o.ID; id <= max(o.ID, o.Last); id++ {
			one, ok := after[id]
			if !ok {
				continue
			}
			o.Querier = nil
			setPointers(&one, &o)
			if o.McastIGMPVersion != 0 {
				one.McastIGMPVersion = o.McastIGMPVersion
			}
			if o.McastMLDVersion != 0 {
				one.McastMLDVersion = o.McastMLDVersion
			}
			one.McastQueryInterval = kernelsInterval(one.McastQueryInterval, read[id].McastQueryInterval)
			one.McastStartupQueryInterval = kernelsInterval(one.McastStartupQueryInterval, read[id].McastStartupQueryInterval)
			after[id] = one
		}
	}
	return after
}

// kernelsInterval returns the interval that the kernel makes of one: at least a
// second, and in newer kernels at most a day.
func kernelsInterval(want, read *time.Duration) *time.Duration {
	least := max(*want, time.Second)
	if most := min(least, 24*time.Hour); read != nil && nearTime(most, *read) {
		return &most
	}
	return &least
}

// nearTimes compares times that the kernel rounds to its own clock.
var nearTimes = cmp.Comparer(nearTime)

func nearTime(a, b time.Duration) bool { return (a - b).Abs() <= 2*wiretime.Tick }
