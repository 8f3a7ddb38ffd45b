package deep_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-030106aa/rawnl/internal/deep"
	_ "github.com/seed-030106aa/rawnl/internal/update" // for go test ./... -update
)

type node struct {
	Number *int
	List   []*int
	Bytes  []byte
	Any    any
	Addr   netip.Addr
	Next   *node
	Empty  []byte
}

func example() node {
	return node{Number: new(1), List: []*int{new(2)}, Bytes: []byte{3}, Any: &node{Bytes: []byte{4}},
		Addr: netip.MustParseAddr("fe80::1%eth0"), Next: &node{Bytes: []byte{5}}, Empty: []byte{}}
}

func TestCopySharesNothing(t *testing.T) {
	original := example()
	c := deep.Copy(original)
	*original.Number, *original.List[0], original.Bytes[0] = 9, 9, 9
	original.Any.(*node).Bytes[0], original.Next.Bytes[0] = 9, 9
	if diff := cmp.Diff(example(), c, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Errorf("(-original +copy)\n%s", diff)
	}
	if c := deep.Copy(node{}); c.Number != nil || c.List != nil || c.Any != nil {
		t.Errorf("the copy of nothing is %+v", c)
	}
}
