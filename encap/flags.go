package encap

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Flags are what the header of a tunnel has, as bits (TUNNEL_* of
// linux/if_tunnel.h, which has them in network byte order; here they are in that
// of the host).
type Flags uint16

// The flags that mean something in a tunnel of a route.
const (
	FlagChecksum     Flags = linux.TUNNEL_CSUM          // a checksum
	FlagKey          Flags = linux.TUNNEL_KEY           // the ID, as the key of GRE
	FlagSeq          Flags = linux.TUNNEL_SEQ           // sequence numbers
	FlagDontFragment Flags = linux.TUNNEL_DONT_FRAGMENT // the outer packet must not be fragmented
	FlagOAM          Flags = linux.TUNNEL_OAM           // a control packet
	FlagCritical     Flags = linux.TUNNEL_CRIT_OPT      // there are options that must be understood
	FlagNoCache      Flags = linux.TUNNEL_NOCACHE       // the outer route is looked up for each packet

	// By these the kernel tells which Options there are. In requests it
	// ignores them.
	FlagGeneve Flags = linux.TUNNEL_GENEVE_OPT
	FlagVXLAN  Flags = linux.TUNNEL_VXLAN_OPT
	FlagERSPAN Flags = linux.TUNNEL_ERSPAN_OPT
	FlagGTP    Flags = linux.TUNNEL_GTP_OPT
)

func (f Flags) encode(e *rtattr.Encoder, typ uint16) {
	if f != 0 {
		e.Uint16BE(typ, uint16(f))
	}
}
