package bridge_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/bridge"
	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/link"
)

// Groups as they were read can be written back, and name what is to be deleted.
func TestGroupsAsRead(t *testing.T) {
	t.Parallel()
	if !testns.KernelSince(t, 6, 4) {
		t.Skip("since Linux 6.4")
	}
	conn := dial(t, &link.Bridge{McastSnooping: new(true), McastIGMPVersion: 3})
	const vxlan = 30
	do(t, conn, link.Add(&link.Link{Name: "vxlan0", Index: vxlan, Flags: unix.IFF_UP, Data: &link.UnknownKind{
		Name: "vxlan", Data: []byte{8, 0, 1, 0, 42, 0, 0, 0}, // IFLA_VXLAN_ID
	}}))
	group, source, end := ip("239.1.1.1"), ip("192.0.2.1"), ip("198.51.100.1")
	for _, g := range []bridge.Group{
		{Bridge: br, Port: port0, Addr: group},
		{Bridge: br, Port: port0, Addr: ip("239.1.1.2"), Source: source},
		{Bridge: br, Port: port0, Addr: ip("239.1.1.3"), Mode: new(uint8(1)), Sources: []bridge.Source{{Addr: ip("192.0.2.2")}}},
		{Bridge: br, Port: port0, HardwareAddr: mac("01:00:5e:00:01:01")},
		{Bridge: vxlan, Port: vxlan, Addr: group, Dst: end},
		{Bridge: vxlan, Port: vxlan, Addr: group, Source: source, Dst: end},
	} {
		g.Permanent = true
		do(t, conn, bridge.AddGroup(&g))
	}
	static := func() (list []bridge.Group) {
		t.Helper()
		dbs, err := bridge.ListMDBs(conn)
		if err != nil {
			t.Fatal(err)
		}
		for _, db := range dbs {
			for _, g := range db.Groups {
				// The kernel itself adds and deletes an entry for each of Sources.
				if g.Protocol == unix.RTPROT_STATIC && (g.Addr != ip("239.1.1.3") || !g.Source.IsValid()) {
					list = append(list, g)
				}
			}
		}
		return list
	}
	read := static()
	if len(read) != 6 {
		t.Fatalf("read %v, want six groups", read)
	}
	for i := range read {
		do(t, conn, bridge.ReplaceGroup(&read[i]))
	}
	if diff := cmp.Diff(read, static(), values); diff != "" {
		t.Errorf("written back (-before +after)\n%s", diff)
	}
	for i := range read {
		do(t, conn, bridge.DelGroup(&read[i]))
	}
	if left := static(); len(left) != 0 {
		t.Errorf("left after they were deleted: %v", left)
	}
}
