package route

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Query is a packet whose route [Get] looks up.
type Query struct {
	// Dst is its destination address (RTA_DST), and always needed.
	Dst netip.Addr

	// Src is its source address (RTA_SRC). The zero Addr leaves the choice to
	// the kernel, which reports it as the answer's PrefSrc.
	Src netip.Addr

	// OIF is the index of the interface that it must leave by (RTA_OIF), or of
	// the VRF whose table decides. Zero stands for any.
	OIF int

	// IIF is the index of the interface that it arrives on (RTA_IIF): the
	// question is then where it would be forwarded, and Src is needed. Zero
	// stands for a packet that the system itself sends.
	IIF int

	// TOS is its type of service (rtm_tos). Zero is the usual service, and not
	// any: a packet with it takes no route that has a TOS.
	TOS uint8

	// Mark is its packet mark (RTA_MARK). Zero stands for none.
	Mark uint32

	// UID is the user who sends it (RTA_UID). Nil stands for the caller.
	UID *uint32

	// IPProto is the protocol in it, IPPROTO_* (RTA_IP_PROTO), and SPort and
	// DPort are its ports (RTA_SPORT, RTA_DPORT), which policy rules and
	// multipath routes may look at. Zero stands for none.
	IPProto      uint8
	SPort, DPort uint16

	// FlowLabel is its flow label, of 20 bits, which policy rules may look at
	// (RTA_FLOWLABEL, big-endian, since Linux 6.14). Zero stands for none. IPv6
	// only.
	FlowLabel uint32

	// FIBMatch asks for the matching route of the table, as it was added
	// (RTM_F_FIB_MATCH), in place of a route to Dst alone.
	FIBMatch bool
}

// Get looks up the route of a packet: the interface, gateway, source address and
// table. For IPv4 it is a clone for that destination alone, with RTM_F_CLONED in
// its Flags, unless q asks for the route itself. If there is no route, Get fails
// with the error that the packet would meet, such as ENETUNREACH.
func Get(conn *nlmsg.Conn, q Query) (*Route, error) {
	m, err := conn.Get(q.Request())
	if err != nil {
		return nil, err
	}
	r, err := Decode(m)
	if err != nil {
		return nil, err
	}
	if !q.Src.IsValid() && !q.FIBMatch {
		r.Src = netip.Prefix{} // IPv6 answers with ::/128
	}
	return r, nil
}

// Request returns the request that [Get] makes.
func (q Query) Request() nlmsg.Request {
	return nlmsg.Request{Op: "route get", Type: linux.RTM_GETROUTE, Body: query(q)}
}

// query is the body of a request for the way of a packet.
type query Query

func (q query) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	q.encode(e)
	return e.Result()
}

func (q query) encode(e *rtattr.Encoder) {
	switch {
	case !q.Dst.IsValid():
		e.Fail(linux.RTA_DST, errors.New("no valid destination"))
		return
	case q.Dst.Is4In6():
		e.Fail(linux.RTA_DST, mapped(q.Dst))
		return
	case q.Src.Is4In6():
		e.Fail(linux.RTA_SRC, mapped(q.Src))
		return
	case q.Src.IsValid() && q.Src.Is4() != q.Dst.Is4():
		e.Fail(linux.RTA_SRC, fmt.Errorf("%v is not of the family of %v", q.Src, q.Dst))
		return
	}
	h := e.Struct(sizeofHeader)
	h[0] = familyOf(q.Dst)
	h[1] = uint8(q.Dst.BitLen())
	h[2] = uint8(q.Src.BitLen())
	h[3] = q.TOS
	var flags uint32
	if q.Dst.Is4() {
		// Else the answer names the main table, whatever the true one is.
		flags = linux.RTM_F_LOOKUP_TABLE
	}
	if q.FIBMatch {
		flags |= linux.RTM_F_FIB_MATCH
	}
	binary.NativeEndian.PutUint32(h[8:], flags)
	e.Addr(linux.RTA_DST, q.Dst)
	if q.Src.IsValid() {
		e.Addr(linux.RTA_SRC, q.Src)
	}
	rtattr.NonZero(e.Index, linux.RTA_OIF, q.OIF)
	rtattr.NonZero(e.Index, linux.RTA_IIF, q.IIF)
	rtattr.NonZero(e.Uint32, linux.RTA_MARK, q.Mark)
	rtattr.Opt(e.Uint32, linux.RTA_UID, q.UID)
	if q.IPProto != 0 {
		e.Uint8(linux.RTA_IP_PROTO, q.IPProto)
	}
	if q.SPort != 0 {
		e.Uint16BE(linux.RTA_SPORT, q.SPort)
	}
	if q.DPort != 0 {
		e.Uint16BE(linux.RTA_DPORT, q.DPort)
	}
	switch {
	case q.FlowLabel == 0:
	case q.Dst.Is4():
		e.Fail(linux.RTA_FLOWLABEL, errors.New("an IPv4 packet has no flow label"))
	case q.FlowLabel > maxFlowLabel:
		e.Fail(linux.RTA_FLOWLABEL, fmt.Errorf("flow label %#x has more than 20 bits", q.FlowLabel))
	default:
		e.Uint32BE(linux.RTA_FLOWLABEL, q.FlowLabel)
	}
}

const maxFlowLabel = 1<<20 - 1

func (q query) String() string { return Query(q).String() }

// String returns the packet's addresses and interfaces, such as
// "198.51.100.9 from 192.0.2.1 iif index 3".
func (q Query) String() string {
	s := q.Dst.String()
	if q.Src.IsValid() {
		s += fmt.Sprintf(" from %v", q.Src)
	}
	if q.IIF != 0 {
		s += fmt.Sprintf(" iif index %d", q.IIF)
	}
	if q.OIF != 0 {
		s += fmt.Sprintf(" oif index %d", q.OIF)
	}
	return s
}
