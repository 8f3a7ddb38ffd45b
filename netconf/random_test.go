package netconf_test

import (
	"testing"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/testfill"
	"github.com/seed-030106aa/rawnl/internal/testprop"
	"github.com/seed-030106aa/rawnl/netconf"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

func TestRandomRequestsAreWhole(t *testing.T) {
	testprop.Requests(t, func(r *testfill.Random) []nlmsg.Request {
		c := testprop.Any[netconf.Conf](r)
		return []nlmsg.Request{
			testprop.Body(linux.RTM_NEWNETCONF, &c), netconf.GetRequest(c.Family, c.Index),
			testprop.Any[netconf.Filter](r).Request(),
		}
	})
}
