//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/route"
)

// encodeVeth encodes the request for a veth pair with its peer in another
// namespace: one that a container runtime makes for each container.
func encodeVeth(s *stage) ([]way, error) {
	const name, peer, fd = "veth0", "eth0", 7
	r := link.Add(&link.Link{
		Name: name,
		Data: &link.Veth{Peer: &link.Link{Name: peer, NetNS: link.NSFd(fd)}},
	})
	ways, err := encodings(s, r, target{nanos: 25, allocs: new(0.0)})
	if err != nil {
		return nil, err
	}
	byHand, buf := appendVeth(nil, name, peer, fd), make([]byte, 0, 4096)
	if b, _ := r.AppendBinary(nil); !bytes.Equal(b, byHand) {
		return nil, fmt.Errorf("the library encodes\n%x, and by hand it is\n%x", b, byHand)
	}
	hand := way{name: "by hand", run: func() error {
		for range s.n {
			buf = appendVeth(buf[:0], name, peer, fd)
		}
		return nil
	}}
	return []way{ways[0], hand, ways[1]}, nil
}

// encodeBridge encodes the request for a bridge with some options.
func encodeBridge(s *stage) ([]way, error) {
	return encodings(s, link.Add(&link.Link{
		Name: "br0",
		MTU:  1400,
		Data: &link.Bridge{STPState: new(uint32(0)), VLANFiltering: new(true), VLANDefaultPVID: new(uint16(1))},
	}), target{allocs: new(0.0)})
}

// encodeAddr encodes the request for an address.
func encodeAddr(s *stage) ([]way, error) {
	return encodings(s, addr.Add(&addr.Addr{Index: 3, Prefix: netip.MustParsePrefix("192.0.2.1/24")}), target{allocs: new(0.0)})
}

// encodeRoute encodes the request for a route.
func encodeRoute(s *stage) ([]way, error) {
	return encodings(s, route.Add(&newRoutes(1)[0]), target{allocs: new(0.0)})
}

// encodings returns two ways to get the bytes of a request into a buffer that is
// large enough: to copy them, and to have the library encode them.
func encodings(s *stage, r nlmsg.Request, t target) ([]way, error) {
	encoded, err := r.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	buf := make([]byte, 0, 4096)
	return []way{
		{name: "floor, copied", run: func() error {
			for range s.n {
				buf = append(buf[:0], encoded...)
			}
			return nil
		}},
		{name: "AppendBinary", target: t, run: func() error {
			for range s.n {
				var err error
				if buf, err = r.AppendBinary(buf[:0]); err != nil {
					return err
				}
			}
			return nil
		}},
	}, nil
}

// appendVeth appends the request for a veth pair as it would be written for this
// one purpose.
func appendVeth(b []byte, name, peer string, fd uint32) []byte {
	start := len(b)
	b = binary.NativeEndian.AppendUint32(b, 0) // nlmsg_len, see below
	b = binary.NativeEndian.AppendUint16(b, unix.RTM_NEWLINK)
	b = binary.NativeEndian.AppendUint16(b, unix.NLM_F_REQUEST|unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	b = append(b, make([]byte, 8+unix.SizeofIfInfomsg)...) // nlmsg_seq, nlmsg_pid, ifinfomsg
	b = appendString(b, unix.IFLA_IFNAME, name)
	info := len(b)
	b = appendNest(b, unix.IFLA_LINKINFO)
	b = appendString(b, unix.IFLA_INFO_KIND, "veth")
	data := len(b)
	b = appendNest(b, unix.IFLA_INFO_DATA)
	end := len(b)
	b = appendNest(b, linux.VETH_INFO_PEER)
	b = append(b, make([]byte, unix.SizeofIfInfomsg)...)
	b = appendString(b, unix.IFLA_IFNAME, peer)
	b = binary.NativeEndian.AppendUint16(b, unix.SizeofRtAttr+4)
	b = binary.NativeEndian.AppendUint16(b, unix.IFLA_NET_NS_FD)
	b = binary.NativeEndian.AppendUint32(b, fd)
	binary.NativeEndian.PutUint16(b[end:], uint16(len(b)-end))
	binary.NativeEndian.PutUint16(b[data:], uint16(len(b)-data))
	binary.NativeEndian.PutUint16(b[info:], uint16(len(b)-info))
	binary.NativeEndian.PutUint32(b[start:], uint32(len(b)-start))
	return b
}

// appendNest appends the header of a nest whose length is known later.
func appendNest(b []byte, typ uint16) []byte {
	b = binary.NativeEndian.AppendUint16(b, 0)
	return binary.NativeEndian.AppendUint16(b, typ|unix.NLA_F_NESTED)
}

// appendString appends an attribute that holds a string, with its NUL and the
// padding.
func appendString(b []byte, typ uint16, s string) []byte {
	b = binary.NativeEndian.AppendUint16(b, uint16(unix.SizeofRtAttr+len(s)+1))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, s...)
	return append(b, make([]byte, 4-len(s)%4)...)
}
