package netns

import "github.com/seed-030106aa/rawnl/nlmsg"

// GetRequest is the request that f.Get makes.
func GetRequest(f IDFilter, ref Ref) nlmsg.Request { return f.get(ref) }
