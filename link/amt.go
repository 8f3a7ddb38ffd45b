package link

import (
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// AMT is kind "amt": automatic multicast tunnelling (RFC 7450), which brings
// multicast over UDP to networks that have none. All addresses are IPv4. The
// attributes are IFLA_AMT_* of linux/amt.h; see also ip-link(8). None of them can
// be changed.
type AMT struct {
	// Mode is 0, a gateway, which asks for multicast (AMT_MODE_GATEWAY), or 1, a
	// relay, which sends it (AMT_MODE_RELAY) (IFLA_AMT_MODE). It is needed.
	Mode *uint32

	// Link is the index of the interface that packets leave by (IFLA_AMT_LINK).
	// It is needed.
	Link int

	// Local is the source address (IFLA_AMT_LOCAL_IP). It is needed.
	Local netip.Addr

	// Discovery is where a gateway looks for its relay
	// (IFLA_AMT_DISCOVERY_IP), which needs it.
	Discovery netip.Addr

	// Remote is the relay that a gateway has found (IFLA_AMT_REMOTE_IP). It is
	// read only: requests leave it out.
	Remote netip.Addr

	// RelayPort and GatewayPort are the UDP ports, big-endian on the wire
	// (IFLA_AMT_RELAY_PORT, IFLA_AMT_GATEWAY_PORT). Zero leaves them out; the
	// kernel takes 2268.
	RelayPort, GatewayPort uint16

	// MaxTunnels is how many tunnels a relay may have (IFLA_AMT_MAX_TUNNELS).
	// Zero leaves it out; the kernel takes 128.
	MaxTunnels uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "amt".
func (a *AMT) Kind() string { return "amt" }

// Encode appends what can be set.
func (a *AMT) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint32, linux.IFLA_AMT_MODE, a.Mode)
	rtattr.NonZero(e.Index, linux.IFLA_AMT_LINK, a.Link)
	putIPv4(e, linux.IFLA_AMT_LOCAL_IP, a.Local)
	putIPv4(e, linux.IFLA_AMT_DISCOVERY_IP, a.Discovery)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_AMT_RELAY_PORT, a.RelayPort)
	rtattr.NonZero(e.Uint16BE, linux.IFLA_AMT_GATEWAY_PORT, a.GatewayPort)
	rtattr.NonZero(e.Uint32, linux.IFLA_AMT_MAX_TUNNELS, a.MaxTunnels)
	e.Raws(a.Unknown)
}

func (a *AMT) encodeAll(e *rtattr.Encoder) {
	putIPv4(e, linux.IFLA_AMT_REMOTE_IP, a.Remote)
	a.Encode(e)
}

// Decode reads IFLA_INFO_DATA.
func (a *AMT) Decode(d *rtattr.Decoder) { a.decode(d, new(memory)) }

func (a *AMT) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_AMT_MODE:
			a.Mode = mem.uint32(v)
		case linux.IFLA_AMT_LINK:
			a.Link = natural(v)
		case linux.IFLA_AMT_LOCAL_IP:
			a.Local = ipv4(v)
		case linux.IFLA_AMT_DISCOVERY_IP:
			a.Discovery = ipv4(v)
		case linux.IFLA_AMT_REMOTE_IP:
			a.Remote = ipv4(v)
		case linux.IFLA_AMT_RELAY_PORT:
			a.RelayPort = v.Uint16BE()
		case linux.IFLA_AMT_GATEWAY_PORT:
			a.GatewayPort = v.Uint16BE()
		case linux.IFLA_AMT_MAX_TUNNELS:
			a.MaxTunnels = v.Uint32()
		default:
			mem.raw(&a.Unknown, v)
		}
	}
}
