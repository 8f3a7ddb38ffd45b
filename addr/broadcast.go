package addr

import (
	"encoding/binary"
	"net/netip"
)

// Broadcast returns the usual broadcast address of p's network, whose host bits
// are all ones: 192.0.2.255 of 192.0.2.1/24. Networks of IPv6, and those of one
// or two addresses, have none, and Broadcast returns the zero Addr.
func Broadcast(p netip.Prefix) netip.Addr {
	if !p.Addr().Is4() || p.Bits() > 30 || !p.IsValid() {
		return netip.Addr{}
	}
	b := p.Addr().As4()
	host := ^uint32(0) >> p.Bits()
	binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])|host)
	return netip.AddrFrom4(b)
}
