package nlmsg

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/seed-030106aa/rawnl/rtattr"
)

// HeaderLen is the size in bytes of a message's header, struct nlmsghdr.
const HeaderLen = 16

// Header is struct nlmsghdr of linux/netlink.h:
//
//	 0               16              32
//	+-------------------------------+
//	| nlmsg_len                     |
//	+---------------+---------------+
//	| nlmsg_type    | nlmsg_flags   |
//	+---------------+---------------+
//	| nlmsg_seq                     |
//	+-------------------------------+
//	| nlmsg_pid                     |
//	+-------------------------------+
type Header struct {
	// Len counts the bytes of the header and of what follows it, but not the
	// padding to a multiple of four after the message.
	Len uint32

	// Type says what the message is: below 16 one of netlink itself
	// (NLMSG_ERROR, NLMSG_DONE), else one of the protocol (RTM_NEWLINK).
	Type uint16

	// Flags are NLM_F_*. The upper eight bits mean different things for GET,
	// NEW, DEL and ACK messages.
	Flags uint16

	// Seq is chosen by the requester, and repeated in the answers.
	Seq uint32

	// PortID is the port of the requester in answers, and 0 in requests. A
	// sender can put any number here: it says nothing about the sender.
	PortID uint32
}

// AppendBinary appends the 16 bytes of h to b. The error is always nil.
func (h Header) AppendBinary(b []byte) ([]byte, error) {
	b = binary.NativeEndian.AppendUint32(b, h.Len)
	b = binary.NativeEndian.AppendUint16(b, h.Type)
	b = binary.NativeEndian.AppendUint16(b, h.Flags)
	b = binary.NativeEndian.AppendUint32(b, h.Seq)
	b = binary.NativeEndian.AppendUint32(b, h.PortID)
	return b, nil
}

// stamp sets the flags and the sequence number of a message.
func stamp(msg []byte, flags uint16, seq uint32) {
	binary.NativeEndian.PutUint16(msg[6:], flags)
	binary.NativeEndian.PutUint32(msg[8:], seq)
}

func parseHeader(b []byte) Header {
	return Header{
		Len:    binary.NativeEndian.Uint32(b[0:]),
		Type:   binary.NativeEndian.Uint16(b[4:]),
		Flags:  binary.NativeEndian.Uint16(b[6:]),
		Seq:    binary.NativeEndian.Uint32(b[8:]),
		PortID: binary.NativeEndian.Uint32(b[12:]),
	}
}

// Message is a message as received.
type Message struct {
	Header

	// Data is what follows the header: the protocol's fixed header and the
	// attributes. It may be part of a receive buffer: the function that returned
	// the message says how long Data is valid.
	Data []byte

	// Sender is the port of the socket that the message came from. It is 0 for
	// the kernel, the only sender whose messages a [Conn] accepts, except on
	// NETLINK_USERSOCK.
	Sender uint32

	// NetNSID is the id of the network namespace that a notification is from, in
	// the connection's own. Nil stands for that one, and is all there is unless
	// [Config.AllNetNS] is set. Kernels before 7.1 may give the id that the own
	// namespace has in itself, if it has one. What NetNSID points to is not to be
	// changed: other messages share it.
	NetNSID *int32
}

// Decoder returns a decoder of m's body, at its fixed header.
func (m Message) Decoder() *rtattr.Decoder {
	return rtattr.NewDecoder(m.Data, HeaderLen)
}

// AppendBinary appends the message to b, with Len as its Data has it. The error
// is always nil.
func (m Message) AppendBinary(b []byte) ([]byte, error) {
	m.Len = uint32(HeaderLen + len(m.Data))
	b, _ = m.Header.AppendBinary(b)
	return append(b, m.Data...), nil
}

// Messages yields the messages in a datagram. A header that is cut short, or a
// length below 16 or over what is left, yields an error and ends the walk: what
// follows cannot be told apart. The padding after the last message may be
// missing. The messages' Data is part of b.
func Messages(b []byte) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for at := 0; at < len(b); {
			n, err := frame(b[at:])
			if err != nil {
				yield(Message{}, fmt.Errorf("netlink message at byte %d: %w", at, err))
				return
			}
			if !yield(messageIn(b[at:at+n]), nil) {
				return
			}
			at += align(n)
		}
	}
}

// frame returns the length of the message that b begins with.
func frame(b []byte) (int, error) {
	if len(b) < HeaderLen {
		return 0, fmt.Errorf("%d bytes left, a header has %d", len(b), HeaderLen)
	}
	n := binary.NativeEndian.Uint32(b)
	if n < HeaderLen || uint64(n) > uint64(len(b)) {
		return 0, fmt.Errorf("length %d, %d bytes left", n, len(b))
	}
	return int(n), nil
}

// messageIn returns the message that b is.
func messageIn(b []byte) Message {
	return Message{Header: parseHeader(b), Data: b[HeaderLen:len(b):len(b)]}
}

// align rounds n up to the message alignment of four bytes.
func align(n int) int { return (n + 3) &^ 3 }
