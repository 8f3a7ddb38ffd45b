package link

import "encoding/binary"

// Stats are the counters of a link, struct rtnl_link_stats64 of linux/if_link.h.
// Those that the kernel does not have are zero.
type Stats struct {
	RxPackets, TxPackets uint64 // good packets
	RxBytes, TxBytes     uint64 // of good packets
	RxErrors, TxErrors   uint64 // bad packets, the sum of those below
	RxDropped, TxDropped uint64 // dropped for lack of room
	Multicast            uint64 // multicast packets received
	Collisions           uint64 // while sending

	// Details of RxErrors.
	RxLengthErrors uint64 // the wrong length
	RxOverErrors   uint64 // a queue of the device overran
	RxCRCErrors    uint64 // the wrong checksum
	RxFrameErrors  uint64 // out of frame alignment
	RxFIFOErrors   uint64 // the device's memory overran
	RxMissedErrors uint64 // the host had no room

	// Details of TxErrors.
	TxAbortedErrors   uint64 // given up, as after too many collisions
	TxCarrierErrors   uint64 // no carrier
	TxFIFOErrors      uint64 // the device's memory ran empty
	TxHeartbeatErrors uint64 // no heartbeat of a half-duplex device
	TxWindowErrors    uint64 // a collision came late

	RxCompressed, TxCompressed uint64 // compressed packets, as of PPP
	RxNoHandler                uint64 // no protocol wanted the packet
	RxOtherHostDropped         uint64 // the packet was for another host
}

// statsLen is the size of struct rtnl_link_stats64.
const statsLen = 8 * 25

// fields are in the order of the struct.
func (s *Stats) fields() [statsLen / 8]*uint64 {
	return [...]*uint64{
		&s.RxPackets, &s.TxPackets, &s.RxBytes, &s.TxBytes,
		&s.RxErrors, &s.TxErrors, &s.RxDropped, &s.TxDropped,
		&s.Multicast, &s.Collisions,
		&s.RxLengthErrors, &s.RxOverErrors, &s.RxCRCErrors, &s.RxFrameErrors, &s.RxFIFOErrors, &s.RxMissedErrors,
		&s.TxAbortedErrors, &s.TxCarrierErrors, &s.TxFIFOErrors, &s.TxHeartbeatErrors, &s.TxWindowErrors,
		&s.RxCompressed, &s.TxCompressed, &s.RxNoHandler, &s.RxOtherHostDropped,
	}
}

func (s *Stats) put(b []byte) {
	for i, f := range s.fields() {
		binary.NativeEndian.PutUint64(b[8*i:], *f)
	}
}

func (s *Stats) parse(b []byte) {
	for i, f := range s.fields() {
		*f = binary.NativeEndian.Uint64(b[8*i:])
	}
}
