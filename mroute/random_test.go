package mroute_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/mroute"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		f := testprop.Any[mroute.Filter](r)
		f.Family = testprop.Pick(r, f.Family, linux.AF_INET, linux.AF_INET6)
		return []nlmsg.Request{
			testprop.Body(linux.RTM_NEWROUTE, testprop.Any[mroute.Route](r)),
			f.Request(), mroute.GetRequest(r.Addr(), r.Addr(), r.Uint32()),
		}
	})
}
