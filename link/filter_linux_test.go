package link_test

import (
	"math"
	"slices"
	"testing"

	"github.com/seed-030106aa/rawnl/link"
)

// Older kernels take a master of -1 for that of a device, as newer ones do an index
// that no device has.
func TestNoMasterOfOlderKernels(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, link.Add(&link.Link{Name: "br0", Index: 10, Data: &link.Bridge{}}),
		veth("veth0", "veth1"), link.SetMaster(link.Name("veth0"), link.Index(10)))
	for _, tt := range []struct {
		filter link.Filter
		want   []string
	}{
		{link.Filter{NoMaster: true}, []string{"br0", "lo", "veth1"}},
		{link.Filter{NoMaster: true, Kind: "veth"}, []string{"veth1"}},
		{link.Filter{NoMaster: true, Kind: "dummy"}, nil},
	} {
		older := link.Filter{Kind: tt.filter.Kind, Master: math.MaxInt32}.Request()
		list, err := link.ListBy(tt.filter, conn, older)
		if err != nil {
			t.Fatal(err)
		}
		var listed, streamed []string
		for _, l := range list {
			listed = append(listed, l.Name)
		}
		for l, err := range link.AllBy(tt.filter, conn, older) {
			if err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, l.Name)
		}
		slices.Sort(listed)
		slices.Sort(streamed)
		if !slices.Equal(listed, tt.want) || !slices.Equal(streamed, tt.want) {
			t.Errorf("%+v: listed %q, streamed %q, want %q", tt.filter, listed, streamed, tt.want)
		}
	}
}
