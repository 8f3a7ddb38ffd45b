package link

import (
	"fmt"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// InetSetting is a setting of IPv4 to change, one of those in AFSpec.Inet.
type InetSetting struct {
	ID    uint16 // IPV4_DEVCONF_* of linux/ip.h, from 1: its element of AFSpec.Inet is ID-1
	Value int32  // as in /proc/sys/net/ipv4/conf
}

// MCTP is what a link has for AF_MCTP, the protocol by which the chips of a
// machine manage each other: IFLA_MCTP_* of linux/if_link.h.
type MCTP struct {
	// Net is the number of the network that the link belongs to, from 1
	// (IFLA_MCTP_NET). Zero leaves it out.
	Net uint32

	// PhysBinding is what carries the packets, such as 1 SMBus, 2 PCIe and 5
	// serial (IFLA_MCTP_PHYS_BINDING). It is read only: requests leave it out.
	PhysBinding uint8

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

func (s *AFSpec) encodeInet(e *rtattr.Encoder, full bool) {
	if full && s.Inet != nil {
		putInt32s(e, linux.IFLA_INET_CONF, s.Inet)
	}
	if len(s.InetSettings) > 0 {
		nest := e.Begin(linux.IFLA_INET_CONF)
		for _, set := range s.InetSettings {
			if set.ID > maxAttr {
				e.Fail(linux.IFLA_INET_CONF, fmt.Errorf("setting %d is out of range", set.ID))
			}
			e.Int32(set.ID, set.Value)
		}
		e.End(nest)
	}
	e.Raws(s.UnknownInet)
}

// maxAttr is the largest type of an attribute. The kernel would take the bits
// above for flags, and change the setting of the rest.
const maxAttr = 1<<14 - 1

// decodeInet reads IFLA_INET_CONF, an array when the kernel sends it, and a nest in
// requests.
func (s *AFSpec) decodeInet(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch {
		case typ != linux.IFLA_INET_CONF:
			mem.raw(&s.UnknownInet, v)
		case v.Raw().Type&rtattr.Nested == 0:
			s.Inet = mem.int32Array(v)
		default:
			settings := mem.nest(v)
			for id, v := settings.Next(); v.Present(); id, v = settings.Next() {
				s.InetSettings = append(s.InetSettings, InetSetting{id, v.Int32()})
			}
		}
	}
}

func (m *MCTP) encode(e *rtattr.Encoder, full bool) {
	rtattr.NonZero(e.Uint32, linux.IFLA_MCTP_NET, m.Net)
	if full {
		rtattr.NonZero(e.Uint8, linux.IFLA_MCTP_PHYS_BINDING, m.PhysBinding)
	}
	e.Raws(m.Unknown)
}

func (m *MCTP) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_MCTP_NET:
			m.Net = v.Uint32()
		case linux.IFLA_MCTP_PHYS_BINDING:
			m.PhysBinding = v.Uint8()
		default:
			mem.raw(&m.Unknown, v)
		}
	}
}
