package nlmsg

import (
	"encoding/binary"
	"slices"
	"syscall"
	"time"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// fault is something that happens to what a kernel sends.
type fault struct {
	name string

	// at lets it happen at a place, from 0, and returns nil if there is no such
	// place. It leaves packets as it is.
	at func(packets []packet, place int) []packet

	effect effect
}

// effect is what a fault may do to the outcome.
type effect int

const (
	// harmless: the outcome is the right one.
	harmless effect = iota

	// told: the outcome is the right one, but for parts of which it is said
	// that it is not known.
	told

	// untold: the kernel says something else, and there is no telling. The
	// outcome is what it says, or not known.
	untold
)

func faults() []fault {
	return []fault{
		{"split", split, harmless},
		{"joined", joined, harmless},
		{"delayed", changed(func(p packet) packet { p.late = time.Second; return p }), harmless},
		{"an empty datagram before it", inserted(func(packet) packet { return packet{b: []byte{}} }), harmless},
		{"no padding after the last message", changed(unpadded), harmless},
		{"a foreign sender's before it", inserted(func(p packet) packet {
			p = forged(p, nil)
			p.from.portID = 99
			return p
		}), harmless},
		{"another port's before it", inserted(func(p packet) packet { return forged(p, func(h *Header) { h.PortID++ }) }), harmless},
		{"one for port 0 before it", inserted(func(p packet) packet { return forged(p, func(h *Header) { h.PortID = 0 }) }), harmless},
		{"a stale one before it", inserted(func(p packet) packet { return forged(p, func(h *Header) { h.Seq -= 1000 }) }), harmless},
		{"one of the future before it", inserted(func(p packet) packet { return forged(p, func(h *Header) { h.Seq += 7777 }) }), harmless},
		{"one with sequence number 0 before it", inserted(func(p packet) packet { return forged(p, func(h *Header) { h.Seq = 0 }) }), harmless},
		{"a short DONE", changed(shortDone), harmless},

		{"ENOBUFS before it", inserted(func(packet) packet { return packet{err: ErrOverrun} }), told},
		{"ENOBUFS in its place", changed(func(packet) packet { return packet{err: ErrOverrun} }), told},
		{"ENOBUFS in its place and those after it", full, told},
		{"EINTR before it", inserted(func(packet) packet { return packet{err: syscall.EINTR} }), told},
		{"EAGAIN before it", inserted(func(packet) packet { return packet{err: syscall.EAGAIN} }), told},
		{"longer than the buffer", changed(func(p packet) packet { p.cut = true; return p }), told},

		{"truncated", truncated, untold},
		{"lost", lost, untold},
		{"duplicated", duplicated, untold},
		{"twice at once", twiceAtOnce, untold},
		{"behind the next one", swapped, untold},
		{"in reverse order", reversed, untold},
		{"from a foreign sender", changed(func(p packet) packet { p.from.portID = 99; return p }), untold},
		{"for another port", changed(func(p packet) packet { return forgedHeader(p, func(h *Header) { h.PortID++ }) }), untold},
		{"with a wrong sequence number", changed(func(p packet) packet { return forgedHeader(p, func(h *Header) { h.Seq += 7777 }) }), untold},
		{"with a stale sequence number", changed(func(p packet) packet { return forgedHeader(p, func(h *Header) { h.Seq -= 1000 }) }), untold},
		{"length 0", length(func(uint32) uint32 { return 0 }), untold},
		{"length below a header's", length(func(uint32) uint32 { return 15 }), untold},
		{"length beyond the end", length(func(n uint32) uint32 { return n + 4 }), untold},
		{"the greatest length", length(func(uint32) uint32 { return 1<<32 - 1 }), untold},
		{"a DONE before it", ended(func(m Message) Message { return done(m, 0, 0) }), untold},
		{"a DONE with an error before it", ended(func(m Message) Message { return done(m, 0, syscall.EEXIST) }), untold},
		{"a refusal before it", ended(func(m Message) Message { return acked(m, syscall.EEXIST, words) }), untold},
		{"an NLMSG_ERROR too short before it", ended(func(m Message) Message { return reply(m, linux.NLMSG_ERROR, 0, 0, 0, 0, 0) }), untold},
	}
}

// changed lets f change a packet.
func changed(f func(packet) packet) func([]packet, int) []packet {
	return func(packets []packet, i int) []packet {
		if i >= len(packets) {
			return nil
		}
		packets = slices.Clone(packets)
		packets[i] = f(packets[i])
		return packets
	}
}

// inserted puts what f makes of a packet before it.
func inserted(f func(packet) packet) func([]packet, int) []packet {
	return func(packets []packet, i int) []packet {
		if i >= len(packets) {
			return nil
		}
		return slices.Insert(slices.Clone(packets), i, f(packets[i]))
	}
}

// messagesOf are the messages in a packet that is as it should be.
func messagesOf(p packet) []Message {
	var msgs []Message
	for m, err := range Messages(p.b) {
		if err == nil {
			msgs = append(msgs, m)
		}
	}
	return msgs
}

// remade is p with other messages.
func remade(p packet, msgs []Message) packet {
	p.b = one(msgs...).b
	return p
}

// forged is p with other headers, and with other contents, which show if they
// are believed.
func forged(p packet, header func(*Header)) packet {
	invalid := syscall.EINVAL // no constant, of which there is no negative
	msgs := messagesOf(p)
	for i := range msgs {
		m := &msgs[i]
		if header != nil {
			header(&m.Header)
		}
		m.Data = slices.Clone(m.Data)
		switch {
		case ends(*m) && len(m.Data) >= 4:
			binary.NativeEndian.PutUint32(m.Data, -uint32(invalid))
		case len(m.Data) > 0:
			m.Data[0] = 'z'
		}
	}
	return remade(p, msgs)
}

// forgedHeader is p with other headers.
func forgedHeader(p packet, header func(*Header)) packet {
	msgs := messagesOf(p)
	for i := range msgs {
		header(&msgs[i].Header)
	}
	return remade(p, msgs)
}

// split puts each message into a datagram of its own.
func split(packets []packet, i int) []packet {
	if i >= len(packets) {
		return nil
	}
	var apart []packet
	for _, m := range messagesOf(packets[i]) {
		apart = append(apart, remade(packets[i], []Message{m}))
	}
	return slices.Concat(packets[:i], apart, packets[i+1:])
}

// joined puts a datagram and the next one together, if they have one sender.
func joined(packets []packet, i int) []packet {
	if i+1 >= len(packets) {
		return nil
	}
	both := packets[i]
	if next := packets[i+1]; both.from != next.from || both.err != nil || next.err != nil {
		return packets
	}
	both.b = slices.Concat(both.b, packets[i+1].b)
	return slices.Concat(packets[:i], []packet{both}, packets[i+2:])
}

func unpadded(p packet) packet {
	if msgs := messagesOf(p); len(msgs) > 0 {
		last := msgs[len(msgs)-1]
		p.b = p.b[:len(p.b)-(align(int(last.Len))-int(last.Len))]
	}
	return p
}

// shortDone takes the payload of a DONE away.
func shortDone(p packet) packet {
	msgs := messagesOf(p)
	for i, m := range msgs {
		if m.Type == linux.NLMSG_DONE {
			msgs[i].Data = nil
		}
	}
	return remade(p, msgs)
}

// full is a receive buffer that has become full: the error is told of first.
func full(packets []packet, i int) []packet {
	if i >= len(packets) {
		return nil
	}
	return slices.Concat([]packet{{err: ErrOverrun}}, packets[:i])
}

// truncated cuts a datagram short by one byte or more. Of long ones only the
// lengths at both ends are tried.
func truncated(packets []packet, place int) []packet {
	const most = 64
	for i, p := range packets {
		n := len(p.b)
		if tries := min(n, 2*most); place >= tries {
			place -= tries
			continue
		}
		if n > 2*most && place >= most {
			place += n - 2*most
		}
		packets = slices.Clone(packets)
		packets[i].b = p.b[:place]
		return packets
	}
	return nil
}

// interrupted sets NLM_F_DUMP_INTR on one message.
func interrupted(packets []packet, place int) []packet {
	packets = slices.Clone(packets)
	for i, p := range packets {
		msgs := messagesOf(p)
		if place < len(msgs) {
			msgs[place].Flags |= linux.NLM_F_DUMP_INTR
			packets[i] = remade(p, msgs)
			break
		}
		place -= len(msgs)
	}
	return packets
}

func lost(packets []packet, i int) []packet {
	if i >= len(packets) {
		return nil
	}
	return slices.Concat([]packet{}, packets[:i], packets[i+1:])
}

func duplicated(packets []packet, i int) []packet {
	if i >= len(packets) {
		return nil
	}
	return slices.Insert(slices.Clone(packets), i, packets[i])
}

func twiceAtOnce(packets []packet, i int) []packet {
	return changed(func(p packet) packet { p.b = slices.Concat(p.b, p.b); return p })(packets, i)
}

func swapped(packets []packet, i int) []packet {
	if i+1 >= len(packets) {
		return nil
	}
	packets = slices.Clone(packets)
	packets[i], packets[i+1] = packets[i+1], packets[i]
	return packets
}

func reversed(packets []packet, place int) []packet {
	if place > 0 {
		return nil
	}
	packets = slices.Clone(packets)
	slices.Reverse(packets)
	return packets
}

// length writes another length into a message.
func length(f func(uint32) uint32) func([]packet, int) []packet {
	return func(packets []packet, place int) []packet {
		for i, p := range packets {
			at := 0
			for _, m := range messagesOf(p) {
				if place == 0 {
					packets = slices.Clone(packets)
					packets[i].b = slices.Clone(p.b)
					binary.NativeEndian.PutUint32(packets[i].b[at:], f(m.Len))
					return packets
				}
				place--
				at += align(int(m.Len))
			}
		}
		return nil
	}
}

// ended puts an end before a packet: one for the request that its first message
// answers.
func ended(end func(Message) Message) func([]packet, int) []packet {
	return inserted(func(p packet) packet {
		msgs := messagesOf(p)
		if len(msgs) == 0 {
			return p
		}
		e := end(msgs[0])
		e.PortID = msgs[0].PortID
		return one(e)
	})
}
