package link_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-030106aa/rawnl/internal/race"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// several makes links of the kinds that streams are measured with, ports among
// them. Names begin with prefix.
func several(t *testing.T, conn *nlmsg.Conn, prefix string) (n int) {
	t.Helper()
	br := &link.Link{Name: prefix + "br", Data: &link.Bridge{}}
	do(t, conn, link.Add(br), link.Add(&link.Link{Name: prefix + "ifb", Data: &link.UnknownKind{Name: "ifb"}}))
	br = get(t, conn, link.Name(br.Name))
	reqs := []nlmsg.Request{link.SetUp(br)}
	const pairs = 12
	for i := range pairs {
		name := fmt.Sprintf("%sveth%d", prefix, i)
		reqs = append(reqs, veth(name, name+"p"), link.SetUp(link.Name(name)))
		if i%2 == 0 {
			reqs = append(reqs, link.SetMaster(link.Name(name), br))
		}
	}
	do(t, conn, reqs...)
	return 2 + 2*pairs
}

// A stream of links costs two allocations for a link at most.
func TestStreamAllocates(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops what it is given, at random")
	}
	conn, _ := newNS(t)
	count := func() float64 {
		return testing.AllocsPerRun(5, func() {
			for _, err := range link.All(conn) {
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	several(t, conn, "a")
	few := count()
	n := several(t, conn, "b")
	if each := (count() - few) / float64(n); each > 2 {
		t.Errorf("%.2f allocations for each link, want 2 at most", each)
	}
}

// What was read stays as it is while the kernel's next answers are read.
func TestStreamStays(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	several(t, conn, "a")
	var links, clones []link.Link
	for l, err := range link.All(conn) {
		if err != nil {
			t.Fatal(err)
		}
		dropRaw(reflect.ValueOf(&l).Elem())
		links, clones = append(links, l), append(clones, l.Clone())
	}
	if _, err := link.List(conn); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(clones, links, cmpAddr); diff != "" {
		t.Errorf("(-as yielded +later)\n%s", diff)
	}
}
