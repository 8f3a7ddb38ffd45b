package mpls

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/deep"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Route says what becomes of packets whose outermost label is Label.
type Route struct {
	// Label is the label (RTA_DST), of 20 bits. Those below 16 are reserved.
	// Zero leaves the choice of one to the kernel, in a new route.
	Label uint32

	// Protocol is who made the route, RTPROT_* (rtm_protocol). Zero stands for
	// RTPROT_BOOT in a new route.
	Protocol uint8

	// TTLPropagate says whether the time to live goes into the packet when its
	// last label is removed (RTA_TTL_PROPAGATE, a u8 of 0 or 1). Nil leaves it
	// to the sysctl net.mpls.ip_ttl_propagate.
	TTLPropagate *bool

	// Flags are RTNH_F_DEAD and RTNH_F_LINKDOWN (rtm_flags), by which the kernel
	// tells the state of the links. They are not sent.
	Flags uint32

	// NewLabels are put in the place of Label, the outermost first
	// (RTA_NEWDST). Empty removes it.
	NewLabels []uint32

	// Gateway is the next router, of IPv4 or IPv6 (RTA_VIA). The zero Addr stands
	// for none.
	Gateway netip.Addr

	// HardwareAddr is the link-layer address that frames are sent to, in place
	// of a Gateway (RTA_VIA of AF_PACKET). Nil stands for none.
	HardwareAddr net.HardwareAddr

	// OIF is the index of the interface that packets leave by (RTA_OIF). Zero
	// stands for that of the gateway.
	OIF int

	// MultiPath are several ways that packets are spread over (RTA_MULTIPATH),
	// in place of NewLabels, Gateway, HardwareAddr and OIF. Empty stands for no
	// such.
	MultiPath []NextHop

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// NextHop is one of several ways of a route. On the wire it is struct rtnexthop
// of linux/rtnetlink.h, followed by attributes of its own:
//
//	 0               8               16              24            32
//	+-------------------------------+---------------+---------------+
//	| rtnh_len                      | rtnh_flags    | 0             |
//	+-------------------------------+---------------+---------------+
//	| rtnh_ifindex                                                  |
//	+---------------------------------------------------------------+
//	| attributes: RTA_NEWDST, RTA_VIA                               |
//	+---------------------------------------------------------------+
type NextHop struct {
	// NewLabels, Gateway and HardwareAddr are as in [Route].
	NewLabels    []uint32
	Gateway      netip.Addr
	HardwareAddr net.HardwareAddr

	// OIF is the index of the interface that packets leave by (rtnh_ifindex).
	// Zero stands for that of the gateway.
	OIF int

	// Flags are RTNH_F_DEAD and RTNH_F_LINKDOWN (rtnh_flags), as in [Route].
	Flags uint8

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// Clone returns a copy of r that shares no memory with it.
func (r Route) Clone() Route { return deep.Copy(r) }

// String returns the route in short, much as ip(8) shows it: "100 as to 200/300
// via 192.0.2.2 dev index 3".
func (r Route) String() string {
	b := fmt.Appendf(nil, "%d", r.Label)
	b = appendWay(b, r.NewLabels, r.Gateway, r.HardwareAddr, r.OIF)
	for _, hop := range r.MultiPath {
		b = append(b, " nexthop"...)
		b = appendWay(b, hop.NewLabels, hop.Gateway, hop.HardwareAddr, hop.OIF)
	}
	return string(b)
}

func appendWay(b []byte, stack []uint32, gateway netip.Addr, hardware net.HardwareAddr, index int) []byte {
	for i, label := range stack {
		sep := "/"
		if i == 0 {
			sep = " as to "
		}
		b = fmt.Appendf(b, "%s%d", sep, label)
	}
	if gateway.IsValid() {
		b = fmt.Appendf(b, " via %v", gateway)
	}
	if hardware != nil {
		b = fmt.Appendf(b, " via %v", hardware)
	}
	if index != 0 {
		b = fmt.Appendf(b, " dev index %d", index)
	}
	return b
}

// Decode returns the route in a message: in an answer, or in a notification that
// it is new or changed (RTM_NEWROUTE) or gone (RTM_DELROUTE), of the group
// RTNLGRP_MPLS_ROUTE. It shares no memory with the message.
func Decode(m nlmsg.Message) (*Route, error) {
	r := new(Route)
	if err := r.decode(&m); err != nil {
		return nil, err
	}
	return r, nil
}
