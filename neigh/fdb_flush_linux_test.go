package neigh_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/testns"
	"github.com/seed-030106aa/rawnl/neigh"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// flush deletes in bulk. If the kernel cannot, the test is skipped.
func flush(t *testing.T, conn *nlmsg.Conn, f *neigh.FDBFlush) {
	t.Helper()
	if !testns.KernelSince(t, 5, 19) {
		t.Skip("needs Linux 5.19")
	}
	do(t, conn, neigh.FlushFDB(f))
}

func TestFlushFDB(t *testing.T) {
	for _, tt := range []struct {
		name  string
		flush neigh.FDBFlush
		left  string // the last digits of the addresses
	}{
		{"a bridge", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf}, ""},
		{"a port", neigh.FDBFlush{Index: veth0, Flags: neigh.FlagMaster}, "56"},
		{"a port, whose bridge goes without saying", neigh.FDBFlush{Index: veth0}, "56"},
		{"a port of a bridge", neigh.FDBFlush{Index: br0, Port: veth1, Flags: neigh.FlagSelf}, "12346"},
		{"what ages, or was learned elsewhere", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf, StateMask: neigh.StateNoARP | neigh.StatePermanent}, "136"},
		{"what stays", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf, State: neigh.StateNoARP,
			StateMask: neigh.StateNoARP | neigh.StatePermanent}, "2456"},
		{"the bridge's own", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf, State: neigh.StatePermanent,
			StateMask: neigh.StatePermanent}, "12345"},
		{"what is sticky", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf | neigh.FlagSticky, FlagsMask: neigh.FlagSticky}, "12456"},
		{"what is not learned elsewhere", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf, FlagsMask: neigh.FlagExtLearned}, "4"},
		{"a VLAN that nothing is in", neigh.FDBFlush{Index: br0, Flags: neigh.FlagSelf, VLAN: 10}, "123456"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, ns := dialBridge(t)
			join(t, conn, ns, veth1)
			entry := func(digit string, index int, state neigh.State, flags neigh.Flags) nlmsg.Request {
				return neigh.AddFDB(&neigh.FDB{Index: index, MAC: mac("02:00:00:00:00:0" + digit), State: state, Flags: flags})
			}
			do(t, conn,
				entry("1", veth0, static, 0),
				entry("2", veth0, neigh.StateReachable, 0),
				entry("3", veth0, static, neigh.FlagSticky),
				entry("4", veth0, static, neigh.FlagExtLearned),
				entry("5", veth1, neigh.StateReachable, 0),
				entry("6", br0, permanent, neigh.FlagSelf))
			flush(t, conn, &tt.flush)
			if left := digits(t, conn, neigh.FDBFilter{Master: br0}); left != tt.left {
				t.Errorf("left are %q, want %q", left, tt.left)
			}
		})
	}
}

// digits returns the last digits of the addresses of entries that a test made.
func digits(t *testing.T, conn *nlmsg.Conn, f neigh.FDBFilter) string {
	t.Helper()
	var out []string
	for _, f := range listFDB(t, conn, f) {
		out = append(out, f.MAC.String()[16:])
	}
	slices.Sort(out)
	return strings.Join(out, "")
}
