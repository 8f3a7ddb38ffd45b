package mroute

import (
	"errors"
	"iter"
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// Routes that keep changing in one family are no reason to do without those of
// the other.
func TestAnInterruptedFamilyDoesNotHideTheOther(t *testing.T) {
	t.Parallel()
	for _, family := range []uint8{linux.AF_INET, linux.AF_INET6} {
		routes, err := Filter{}.list(func(f Filter) ([]Route, error) {
			r := []Route{{Table: uint32(f.Family)}}
			if f.Family == family {
				return r, nlmsg.ErrDumpInterrupted
			}
			return r, nil
		})
		check(t, "List", routes, err)

		routes, err = nil, nil
		for r, e := range (Filter{}.all(func(f Filter) iter.Seq2[Route, error] {
			return func(yield func(Route, error) bool) {
				if yield(Route{Table: uint32(f.Family)}, nil) && f.Family == family {
					yield(Route{}, nlmsg.ErrDumpInterrupted)
				}
			}
		})) {
			if err != nil {
				t.Error("something comes after the error")
			}
			if err = e; e == nil {
				routes = append(routes, r)
			}
		}
		check(t, "All", routes, err)
	}
}

func check(t *testing.T, what string, routes []Route, err error) {
	t.Helper()
	if !errors.Is(err, nlmsg.ErrDumpInterrupted) {
		t.Errorf("%s: error %v, want ErrDumpInterrupted", what, err)
	}
	if len(routes) != 2 || routes[0].Table != linux.AF_INET || routes[1].Table != linux.AF_INET6 {
		t.Errorf("%s: routes %+v, want one of each family", what, routes)
	}
}
