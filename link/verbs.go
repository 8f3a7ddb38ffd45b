package link

import (
	"errors"
	"fmt"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// SetUp is the request to set a link up.
func SetUp(ref Ref) nlmsg.Request {
	return Set(ref, &Link{Flags: linux.IFF_UP, Change: linux.IFF_UP})
}

// SetDown is the request to set a link down.
func SetDown(ref Ref) nlmsg.Request {
	return Set(ref, &Link{Change: linux.IFF_UP})
}

// SetMaster is the request to make a link a port of master. The wire has room
// for the master's index only, so master must be an [Index] or a [Link] with
// one: a [Name] is an error. For a bridge that is made in the same batch, choose
// its Index when it is added. A link that has another master leaves that first,
// and has none if the new one is refused.
func SetMaster(ref, master Ref) nlmsg.Request {
	m := selectorOf(master)
	switch {
	case m.err != nil:
		return invalid(ref, linux.IFLA_MASTER, fmt.Errorf("master %v: %w", m, m.err))
	case m.index == 0 && m.name == "":
		return invalid(ref, linux.IFLA_MASTER, errors.New("no master is given"))
	case m.index == 0:
		return invalid(ref, linux.IFLA_MASTER, fmt.Errorf("master %v: the kernel wants its index", m))
	}
	return Set(ref, &Link{Master: &m.index})
}

// SetNoMaster is the request to remove a link from its master.
func SetNoMaster(ref Ref) nlmsg.Request {
	return Set(ref, &Link{Master: new(0)})
}

// SetNetNS is the request to move a link to another namespace. It goes down on
// the way, and may get another index. If its name is taken there, the error is
// fs.ErrExist: give it a temporary name that is not, move it, and rename it
// there.
func SetNetNS(ref Ref, ns NetNS) nlmsg.Request {
	if isNil(ns) {
		return invalid(ref, linux.IFLA_TARGET_NETNSID, errors.New("no namespace is given"))
	}
	return Set(ref, &Link{NetNS: ns})
}

// SetMTU is the request to set the largest packet, in bytes.
func SetMTU(ref Ref, mtu int) nlmsg.Request {
	if mtu == 0 {
		return invalid(ref, linux.IFLA_MTU, errors.New("MTU 0 is out of range"))
	}
	return Set(ref, &Link{MTU: mtu})
}

// SetHardwareAddr is the request to set the link-layer address.
func SetHardwareAddr(ref Ref, addr net.HardwareAddr) nlmsg.Request {
	if len(addr) == 0 {
		return invalid(ref, linux.IFLA_ADDRESS, errors.New("the address is empty"))
	}
	return Set(ref, &Link{HardwareAddr: addr})
}

// SetName is the request to rename a link. ref must have an index.
func SetName(ref Ref, name string) nlmsg.Request {
	if name == "" {
		return invalid(ref, linux.IFLA_IFNAME, errors.New("the name is empty"))
	}
	return Set(ref, &Link{Name: name})
}

// SetAlias is the request to set the alias. An empty one deletes it.
func SetAlias(ref Ref, alias string) nlmsg.Request {
	return Set(ref, &Link{Alias: &alias})
}

// SetTxQLen is the request to set the length of the transmit queue, in packets.
func SetTxQLen(ref Ref, packets uint32) nlmsg.Request {
	return Set(ref, &Link{TxQLen: &packets})
}

// SetGroup is the request to put a link into a group.
func SetGroup(ref Ref, group uint32) nlmsg.Request {
	return Set(ref, &Link{Group: &group})
}

// SetPort is the request to set what a link has as a port of its master, such as
// a *[BridgePort] or a *[BondPort]. It must be of the master's kind: the kernel
// does not look at the name of the kind, and would take one for the other. If ref
// is a [Link] that was read as a port, one of another kind is refused.
func SetPort(ref Ref, port Kind) nlmsg.Request {
	if port == nil {
		return invalid(ref, linux.IFLA_LINKINFO, errNilKind)
	}
	return Set(ref, &Link{Port: port})
}

// SetProtoDown is the request to hold a link down on behalf of a protocol, or to
// let go of it, which the kernel refuses (EBUSY) while there are reasons. Few
// kinds have it, macvlan and vxlan among them.
func SetProtoDown(ref Ref, down bool) nlmsg.Request {
	return Set(ref, &Link{ProtoDown: &down})
}

// SetProtoDownReason is the request to set or clear reasons why a link is held
// down.
func SetProtoDownReason(ref Ref, reasons Bits) nlmsg.Request {
	return Set(ref, &Link{ProtoDownReason: &reasons})
}

// invalid is a request that fails when it is encoded. The zero values that lead
// here would leave the attribute out of a Link, and change nothing.
func invalid(ref Ref, typ uint16, err error) nlmsg.Request {
	r := Set(ref, nil)
	r.Body = invalidBody{selectorOf(ref), typ, err}
	return r
}

type invalidBody struct {
	selector
	typ uint16
	err error
}

func (b invalidBody) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b invalidBody) encode(e *rtattr.Encoder) {
	selectBody{b.selector}.encode(e)
	e.Fail(b.typ, b.err)
}
