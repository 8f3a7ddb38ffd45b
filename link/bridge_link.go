package link

import (
	"errors"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// SetBridgeLink is the request that bridge-link(8) and bridge-vlan(8) make:
// RTM_SETLINK of AF_BRIDGE, with a port's attributes in IFLA_PROTINFO and what
// spec has in IFLA_AF_SPEC. Either may be nil. It can speak to the device
// itself, BRIDGE_FLAGS_SELF in spec, where [SetPort] speaks to the bridge only.
// ref must have an index.
func SetBridgeLink(ref Ref, port *BridgePort, spec *BridgeSpec) nlmsg.Request {
	return bridgeRequest("bridge link set", linux.RTM_SETLINK, ref, port, spec)
}

// DelBridgeLink is the request to take what spec has, such as VLANs, from a
// port: RTM_DELLINK of AF_BRIDGE. ref must have an index.
func DelBridgeLink(ref Ref, spec *BridgeSpec) nlmsg.Request {
	return bridgeRequest("bridge link del", linux.RTM_DELLINK, ref, nil, spec)
}

func bridgeRequest(op string, typ uint16, ref Ref, port *BridgePort, spec *BridgeSpec) nlmsg.Request {
	return nlmsg.Request{
		Op:    op,
		Type:  typ,
		Flags: linux.NLM_F_ACK,
		Body:  bridgeBody{selectorOf(ref), port, spec},
	}
}

// bridgeBody is a bridge's port, as messages of AF_BRIDGE have it.
type bridgeBody struct {
	selector
	port *BridgePort
	spec *BridgeSpec
}

func (b bridgeBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b bridgeBody) encode(e *rtattr.Encoder) {
	b.check(e)
	putHeader(e, linux.AF_BRIDGE, 0, b.index, 0, 0)
	if b.index == 0 {
		e.Fail(0, errors.New("a request of AF_BRIDGE needs the link's index"))
	}
	if b.port == nil && b.spec == nil {
		e.Fail(0, errors.New("nothing is given to change"))
	}
	if b.port != nil {
		putProtInfo(e, b.port, false)
	}
	if b.spec != nil {
		e.Nest(linux.IFLA_AF_SPEC, func() { b.spec.encode(e) })
	}
}
