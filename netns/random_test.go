package netns_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/netns"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		ref := testprop.Pick[netns.Ref](r, nil, netns.File(nil), netns.Fd(r.Uint(64)), netns.PID(int(r.Uint(64))), netns.ID(r.Uint(32)))
		filter := netns.IDFilter{Target: testprop.Pick(r, nil, new(netns.ID(r.Uint(32))))}
		return []nlmsg.Request{
			netns.SetID(ref, netns.ID(r.Uint(32))), netns.SetAutoID(ref), filter.Request(), filter.GetRequest(ref),
			testprop.Body(linux.RTM_NEWNSID, testprop.Any[netns.NSID](r)),
		}
	})
}
