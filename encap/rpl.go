package encap

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// RPL sends packets by way of several addresses, by a source routing header of
// low-power networks (LWTUNNEL_ENCAP_RPL, struct ipv6_rpl_sr_hdr of linux/rpl.h,
// RFC 6554):
//
//	 0               8               16              24            32
//	+---------------+---------------+---------------+---------------+
//	| nexthdr       | hdrlen        | type, 3       | segments_left |
//	+-------+-------+-------+-------+---------------+---------------+
//	| cmpri | cmpre | pad   | 0                                     |
//	+-------+-------+-------+---------------------------------------+
//	| segments, 16 bytes each, the last one of the way first        |
//	+---------------------------------------------------------------+
type RPL struct {
	// Segments are the addresses that packets pass, in the order in which they
	// pass them, as ip(8) takes them (RPL_IPTUNNEL_SRH). There is at least one,
	// and at most 127 fit. A header that says anything else is kept in Unknown.
	Segments []netip.Addr

	// Unknown are attributes that have no field here. They are sent as they are.
	Unknown []rtattr.Raw
}

// EncapType returns LWTUNNEL_ENCAP_RPL.
func (*RPL) EncapType() uint16 { return linux.LWTUNNEL_ENCAP_RPL }

// Encode appends RPL_IPTUNNEL_SRH.
func (t *RPL) Encode(e *rtattr.Encoder) {
	if len(t.Segments) > 0 || !has(t.Unknown, linux.RPL_IPTUNNEL_SRH) {
		t.encodeSRH(e)
	}
	e.Raws(t.Unknown)
}

func (t *RPL) encodeSRH(e *rtattr.Encoder) {
	n := srhLen + segmentLen*len(t.Segments)
	if len(t.Segments) == 0 {
		e.Fail(linux.RPL_IPTUNNEL_SRH, errors.New("no segments"))
	}
	if n > maxSRH {
		e.Fail(linux.RPL_IPTUNNEL_SRH, fmt.Errorf("header of %d bytes with %d segments, at most %d fit", n, len(t.Segments), maxSRH))
	}
	for _, x := range t.Segments {
		if !isSegment(x) {
			e.Fail(linux.RPL_IPTUNNEL_SRH, fmt.Errorf("segment %v is no IPv6 address", x))
		}
	}
	t.fill(e.StructAttr(linux.RPL_IPTUNNEL_SRH, n))
}

func (t *RPL) fill(b []byte) {
	b[1] = uint8(len(b)/8 - 1)
	b[2] = linux.IPV6_SRCRT_TYPE_3
	b[3] = uint8(len(t.Segments))
	for i, x := range t.Segments {
		x := x.As16()
		copy(b[srhLen+segmentLen*(len(t.Segments)-1-i):], x[:])
	}
}

// Decode reads RPL_IPTUNNEL_SRH.
func (t *RPL) Decode(d *rtattr.Decoder) {
	for typ, v := range d.All() {
		if typ != linux.RPL_IPTUNNEL_SRH || !t.decodeSRH(v.Bytes()) {
			keep(&t.Unknown, v)
		}
	}
}

// decodeSRH reads a header, if it says no more than its segments.
func (t *RPL) decodeSRH(b []byte) bool {
	if len(b) < srhLen || len(b) != srhLen+segmentLen*int(b[3]) || b[3] == 0 {
		return false
	}
	var read RPL
	for i := int(b[3]) - 1; i >= 0; i-- {
		read.Segments = append(read.Segments, netip.AddrFrom16([16]byte(b[srhLen+segmentLen*i:])))
	}
	again := make([]byte, len(b))
	read.fill(again)
	if !bytes.Equal(again, b) {
		return false
	}
	t.Segments = read.Segments
	return true
}
