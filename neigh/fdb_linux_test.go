package neigh_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testlink"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// br0 is the bridge that veth0 is a port of.
const br0 = 4

// noVLANs is a bridge whose ports are in no VLAN: an entry is added to each that
// its port is in, and without one once more.
var noVLANs = &link.Bridge{VLANDefaultPVID: new(uint16(0))}

func dialBridge(t testing.TB) (*nlmsg.Conn, *os.File) {
	t.Helper()
	conn, ns := dial(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: br0, Data: noVLANs}), link.SetUp(link.Index(br0)))
	join(t, conn, ns, veth0)
	return conn, ns
}

// join makes an interface a port of br0, and waits until it forwards: before, it
// has no use for entries that age.
func join(t testing.TB, conn *nlmsg.Conn, ns *os.File, index int) {
	t.Helper()
	events := testlink.Listen(t, ns, linux.RTNLGRP_LINK)
	do(t, conn, link.SetMaster(link.Index(index), link.Index(br0)))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := link.Wait(ctx, conn, events, link.Index(index), func(l *link.Link) bool {
		p, ok := l.Port.(*link.BridgePort)
		return ok && p.State != nil && *p.State == link.PortForwarding
	})
	if err != nil {
		t.Fatal(err)
	}
}

// listFDB returns the entries of a bridge that the test has made: those whose
// addresses begin with 02:00.
func listFDB(t testing.TB, conn *nlmsg.Conn, f neigh.FDBFilter) []neigh.FDB {
	t.Helper()
	got, err := f.List(conn)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(got, func(f neigh.FDB) bool { return !strings.HasPrefix(f.MAC.String(), "02:00:00") })
}

// agedFDB leaves out what depends on when a test runs.
var agedFDB = cmp.Options{values, cmpopts.IgnoreFields(neigh.FDB{}, "Confirmed", "Used", "Updated", "Refs")}

func TestAddedFDBIsRead(t *testing.T) {
	for _, tt := range []struct {
		name        string
		added, want neigh.FDB
	}{
		{"static", neigh.FDB{Index: veth0, State: static, Flags: neigh.FlagMaster},
			neigh.FDB{Index: veth0, State: neigh.StateNoARP, Master: br0}},
		{"dynamic", neigh.FDB{Index: veth0, State: neigh.StateReachable},
			neigh.FDB{Index: veth0, State: neigh.StateReachable, Master: br0}},
		{"permanent", neigh.FDB{Index: veth0, State: permanent, Flags: neigh.FlagMaster},
			neigh.FDB{Index: veth0, State: neigh.StatePermanent, Master: br0}},
		{"of the bridge itself", neigh.FDB{Index: br0, State: permanent, Flags: neigh.FlagSelf},
			neigh.FDB{Index: br0, State: neigh.StatePermanent, Master: br0}},
		{"sticky", neigh.FDB{Index: veth0, State: static, Flags: neigh.FlagSticky},
			neigh.FDB{Index: veth0, State: neigh.StateNoARP, Flags: neigh.FlagSticky, Master: br0}},
		{"learned elsewhere", neigh.FDB{Index: veth0, State: neigh.StateReachable, Flags: neigh.FlagExtLearned},
			neigh.FDB{Index: veth0, State: neigh.StateReachable, Flags: neigh.FlagExtLearned, Master: br0}},
		{"seen by this port", neigh.FDB{Index: veth0, State: neigh.StateReachable, Flags: neigh.FlagUse},
			neigh.FDB{Index: veth0, State: neigh.StateReachable, Master: br0}},
		{"with notifications", neigh.FDB{Index: veth0, State: static,
			Ext: &neigh.FDBExt{ActivityNotify: new(uint8(linux.FDB_NOTIFY_BIT))}},
			neigh.FDB{Index: veth0, State: neigh.StateNoARP, Master: br0,
				Ext: &neigh.FDBExt{ActivityNotify: new(uint8(linux.FDB_NOTIFY_BIT))}}},
		{"of an interface that is no bridge", neigh.FDB{Index: veth1, State: neigh.StatePermanent, Flags: neigh.FlagSelf},
			neigh.FDB{Index: veth1, State: neigh.StatePermanent, Flags: neigh.FlagSelf}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, _ := dialBridge(t)
			tt.added.MAC, tt.want.MAC = someMAC, someMAC
			do(t, conn, neigh.AddFDB(&tt.added))
			got := listFDB(t, conn, neigh.FDBFilter{})
			if diff := cmp.Diff([]neigh.FDB{tt.want}, got, agedFDB); diff != "" {
				t.Fatalf("read (-want +got)\n%s", diff)
			}
			if tt.want.Master != 0 {
				one, err := neigh.GetFDB(conn, &got[0])
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(&got[0], one, agedFDB); diff != "" {
					t.Errorf("got (-want +got)\n%s", diff)
				}
			}

			// What is read can be deleted and written back.
			do(t, conn, neigh.DelFDB(&got[0]))
			if rest := listFDB(t, conn, neigh.FDBFilter{}); len(rest) != 0 {
				t.Fatalf("left after it was deleted: %v", rest)
			}
			do(t, conn, neigh.AddFDB(&got[0]))
			if diff := cmp.Diff(got, listFDB(t, conn, neigh.FDBFilter{}), agedFDB); diff != "" {
				t.Errorf("written back (-want +got)\n%s", diff)
			}
		})
	}
}

func TestFDBVerbs(t *testing.T) {
	t.Parallel()
	conn, _ := dialBridge(t)
	f := neigh.FDB{Index: veth0, MAC: someMAC, State: static, Flags: neigh.FlagMaster}
	const of = "02:00:00:00:00:05 on index 2: "
	refused(t, conn.Do(neigh.ChangeFDB(&f)), fs.ErrNotExist, "fdb change "+of)
	refused(t, conn.Do(neigh.DelFDB(&f)), fs.ErrNotExist, "fdb del "+of)
	_, err := neigh.GetFDB(conn, &f)
	refused(t, err, fs.ErrNotExist, "fdb get "+of)
	do(t, conn, neigh.AddFDB(&f))
	refused(t, conn.Do(neigh.AddFDB(&f)), fs.ErrExist, "fdb add "+of)
	f.State = neigh.StateReachable
	do(t, conn, neigh.ChangeFDB(&f))
	if got, err := neigh.GetFDB(conn, &f); err != nil || got.State != neigh.StateReachable {
		t.Errorf("%v, %v, want state reachable", got, err)
	}
	f.State = static
	do(t, conn, neigh.ReplaceFDB(&f), neigh.ReplaceFDB(&neigh.FDB{Index: veth0, MAC: mac("02:00:00:00:00:06"), State: static}))
	if got := listFDB(t, conn, neigh.FDBFilter{Master: br0}); len(got) != 2 {
		t.Errorf("entries %v, want two", got)
	}

	// What the kernel wants to be told.
	f.Flags, f.Index = 0, veth1
	refused(t, conn.Do(neigh.AddFDB(&f)), syscall.EOPNOTSUPP, "fdb add 02:00:00:00:00:05 on index 3: ") // no port
	f.Index = veth0
	if testns.KernelSince(t, 6, 2) {
		f.State, f.Flags = static, neigh.FlagLocked
		refused(t, conn.Do(neigh.AddFDB(&f)), syscall.EINVAL, "fdb add "+of)
	}
}

func TestFDBFilters(t *testing.T) {
	t.Parallel()
	conn, _ := dialBridge(t)
	do(t, conn, link.Add(&link.Link{Name: "br1", Index: 9, Data: noVLANs}),
		link.SetMaster(link.Index(veth1), link.Index(9)),
		neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: mac("02:00:00:00:00:01"), State: static}),
		neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: mac("02:00:00:00:00:02"), State: neigh.StateReachable}),
		neigh.AddFDB(&neigh.FDB{Index: veth1, MAC: mac("02:00:00:00:00:03"), State: static}),
		neigh.AddFDB(&neigh.FDB{Index: br0, MAC: mac("02:00:00:00:00:04"), State: permanent, Flags: neigh.FlagSelf}),
		neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: mac("02:00:00:00:00:05"), State: permanent, Flags: neigh.FlagSelf}))
	for _, tt := range []struct {
		name   string
		filter neigh.FDBFilter
		want   string // the last digits of the addresses
	}{
		{"all", neigh.FDBFilter{}, "12345"},
		{"a bridge", neigh.FDBFilter{Master: br0}, "1245"},
		{"the other bridge", neigh.FDBFilter{Master: 9}, "3"},
		{"a port", neigh.FDBFilter{Index: veth0}, "125"},
		{"a port of a bridge", neigh.FDBFilter{Index: veth0, Master: br0}, "125"},
		{"the bridge itself", neigh.FDBFilter{Index: br0}, "4"},
		{"what ages", neigh.FDBFilter{State: neigh.StateReachable | neigh.StateStale}, "2"},
		{"what stays", neigh.FDBFilter{Master: br0, State: neigh.StateNoARP | neigh.StatePermanent}, "145"},
		{"a VLAN", neigh.FDBFilter{VLAN: 10}, ""},
		{"an address", neigh.FDBFilter{MAC: mac("02:00:00:00:00:02")}, "2"},
		{"those of bridges", neigh.FDBFilter{Flags: neigh.FlagMaster}, "1234"},
		{"those of interfaces", neigh.FDBFilter{Flags: neigh.FlagSelf}, "5"},
		{"what was learned elsewhere", neigh.FDBFilter{Flags: neigh.FlagExtLearned}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := digits(t, conn, tt.filter); got != tt.want {
				t.Errorf("entries %q, want %q", got, tt.want)
			}
		})
	}
}

// A bridge with VLANs has an address once in each.
func TestFDBOfVLANs(t *testing.T) {
	t.Parallel()
	conn, ns := dialBridge(t)
	do(t, conn, link.Add(&link.Link{Name: "br1", Index: 9, Data: &link.Bridge{VLANDefaultPVID: new(uint16(10))}}),
		link.SetMaster(link.Index(veth1), link.Index(9)))
	f := &neigh.FDB{Index: veth1, MAC: someMAC, State: static, VLAN: 10}
	if err := conn.Do(neigh.AddFDB(f)); errors.Is(err, syscall.EINVAL) {
		t.Skipf("needs a kernel with VLAN filtering: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	want := neigh.FDB{Index: veth1, MAC: someMAC, State: neigh.StateNoARP, VLAN: 10, Master: 9}
	got, err := neigh.GetFDB(conn, &want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&want, got, agedFDB); diff != "" {
		t.Errorf("got (-want +got)\n%s", diff)
	}
	f.VLAN = 0 // adds it without one too
	do(t, conn, neigh.ReplaceFDB(f))
	if got := digits(t, conn, neigh.FDBFilter{Master: 9}); got != "55" {
		t.Errorf("entries %q, want two", got)
	}
	if got := digits(t, conn, neigh.FDBFilter{VLAN: 10}); got != "5" {
		t.Errorf("entries %q of the VLAN, want one", got)
	}
	shown := testns.Command(t, ns, "bridge", "fdb", "show", "br", "br1", "vlan", "10")
	if want := "02:00:00:00:00:05 dev veth1 vlan 10 master br1 static"; !strings.Contains(shown, want) {
		t.Errorf("bridge shows\n%s, want %q in it", shown, want)
	}
	t.Run("flush", func(t *testing.T) {
		flush(t, conn, &neigh.FDBFlush{Index: 9, Flags: neigh.FlagSelf, VLAN: 10})
		if got := digits(t, conn, neigh.FDBFilter{Master: 9}); got != "5" {
			t.Errorf("entries %q after those of the VLAN were flushed, want one", got)
		}
	})
}

// iproute2 and this package read each other's work.
func TestFDBAgreesWithIproute2(t *testing.T) {
	t.Parallel()
	conn, ns := dialBridge(t)
	testns.Command(t, ns, "bridge", "fdb", "add", "02:00:00:00:00:05", "dev", "veth0", "master", "sticky", "static")
	want := []neigh.FDB{{Index: veth0, MAC: someMAC, State: neigh.StateNoARP, Flags: neigh.FlagSticky, Master: br0}}
	if diff := cmp.Diff(want, listFDB(t, conn, neigh.FDBFilter{}), agedFDB); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	do(t, conn, neigh.AddFDB(&neigh.FDB{Index: veth0, MAC: mac("02:00:00:00:00:06"), State: neigh.StateReachable, Flags: neigh.FlagExtLearned}))
	shown := testns.Command(t, ns, "bridge", "fdb", "show", "brport", "veth0")
	if want := "02:00:00:00:00:06 extern_learn master br0"; !strings.Contains(shown, want) {
		t.Errorf("bridge shows\n%s, want %q in it", shown, want)
	}
}
