package route

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/internal/wiretime"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AppendBinary appends all of r, what is read only as well, to b: the body of a
// message as the kernel sends it. [Add], [Replace], [Del] and others make requests.
func (r Route) AppendBinary(b []byte) ([]byte, error) {
	e := rtattr.NewEncoder(b)
	r.encodePart(e, r.Protocol, r.scope(), r.Type, r.Flags, true)
	r.encodeCache(e)
	out, err := e.Result()
	if err != nil {
		err = nlmsg.BodyError(linux.RTM_NEWROUTE, fmt.Sprintf("route to %v", r.Dst), err)
	}
	return out, err
}

// encodeCache appends Cache and Expires as RTA_CACHEINFO, which has room for a
// third of the time that RTA_EXPIRES has.
func (r *Route) encodeCache(e *rtattr.Encoder) {
	expires := int64(r.Expires / wiretime.Tick)
	if expires > math.MaxInt32 {
		r.encodeExpires(e)
		expires = 0
	}
	if r.Cache == nil && expires == 0 {
		return
	}
	var c Cache
	if r.Cache != nil {
		c = *r.Cache
	}
	b := e.StructAttr(linux.RTA_CACHEINFO, sizeofCacheInfo)
	binary.NativeEndian.PutUint32(b[0:], c.Refs)
	binary.NativeEndian.PutUint32(b[4:], wiretime.Units32(e, linux.RTA_CACHEINFO, c.LastUse, wiretime.Tick))
	binary.NativeEndian.PutUint32(b[8:], uint32(max(expires, math.MinInt32)))
	binary.NativeEndian.PutUint32(b[12:], -uint32(c.Errno)) // negative, as the kernel has it
	binary.NativeEndian.PutUint32(b[16:], c.Used)
}
