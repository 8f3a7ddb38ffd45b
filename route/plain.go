package route

import (
	"encoding/binary"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// decodePlain reads b into r if it is an IPv4 route of the plainest kind, as
// almost all are where there are a million: the attributes that it knows, in
// their exact lengths, and nothing else. It says nothing that decodeAny does
// not say as well, in a third of the time.
func (r *Route) decodePlain(b []byte) bool {
	if len(b) < sizeofHeader || b[0] != linux.AF_INET || b[1] > 32 || b[2] != 0 {
		return false
	}
	r.TOS = b[3]
	r.Table = uint32(b[4])
	r.Protocol = b[5]
	r.Type = b[7]
	r.Flags = binary.NativeEndian.Uint32(b[8:])
	dst := netip.IPv4Unspecified()
	for at := sizeofHeader; at < len(b); at += 8 {
		if len(b)-at < 8 || binary.NativeEndian.Uint16(b[at:]) != 8 {
			return false
		}
		switch p := b[at+4 : at+8]; binary.NativeEndian.Uint16(b[at+2:]) {
		case linux.RTA_TABLE:
			r.Table = binary.NativeEndian.Uint32(p)
		case linux.RTA_DST:
			dst = netip.AddrFrom4([4]byte(p))
		case linux.RTA_GATEWAY:
			r.Gateway = netip.AddrFrom4([4]byte(p))
		case linux.RTA_PREFSRC:
			r.PrefSrc = netip.AddrFrom4([4]byte(p))
		case linux.RTA_OIF:
			r.OIF = int(int32(binary.NativeEndian.Uint32(p)))
		case linux.RTA_PRIORITY:
			r.Priority = binary.NativeEndian.Uint32(p)
		default:
			return false
		}
	}
	r.Dst = netip.PrefixFrom(dst, int(b[1]))
	r.Scope = r.scopeOf(b[6])
	return true
}
