package nexthop_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/nexthop"
)

// The kernel leaves out what does not match, and does not say that it has.
func TestRule45NextHopsAreFilteredWithoutAWord(t *testing.T) {
	t.Parallel()
	conn := dial(t)
	do(t, conn,
		nexthop.Add(&nexthop.NextHop{ID: 1, OIF: veth0, Family: unix.AF_INET}),
		nexthop.Add(&nexthop.NextHop{ID: 2, OIF: veth1, Family: unix.AF_INET}),
	)
	objects := 0
	for m, err := range conn.Dump(nexthop.Filter{OIF: veth1}.Request()) {
		if err != nil {
			t.Fatal(err)
		}
		if objects++; m.Flags&unix.NLM_F_DUMP_FILTERED != 0 {
			t.Skip("this kernel says that it filters")
		}
	}
	if objects != 1 {
		t.Errorf("%d objects, want that of the interface", objects)
	}
}
