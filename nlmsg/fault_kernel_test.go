package nlmsg

import (
	"encoding/binary"
	"syscall"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// scripted is a kernel without faults. It refuses requests whose name begins
// with an x, has the objects a, b, c and d to list, and answers a GET with the
// object a, or with l, a long one, if it is asked for that.
type scripted struct {
	// old: it knows neither NETLINK_CAP_ACK nor NETLINK_EXT_ACK.
	old bool
}

const longObject = 3 * recvSize

func (k scripted) answer(sent []Message) []packet {
	var packets []packet
	for _, m := range sent {
		name := m.Data[min(len(m.Data), 20):]
		switch {
		case m.Flags&linux.NLM_F_DUMP == linux.NLM_F_DUMP:
			packets = append(packets, one(item(m, 'a'), item(m, 'b')), one(item(m, 'c'), item(m, 'd')), one(done(m, 0, 0)))
			continue
		case len(name) > 0 && name[0] == 'x':
			packets = append(packets, one(k.ack(m, syscall.EEXIST)))
			continue
		case m.Type == linux.RTM_GETLINK && len(name) > 0 && name[0] == 'l':
			packets = append(packets, one(reply(m, linux.RTM_NEWLINK, 0, append([]byte{'l'}, make([]byte, longObject)...)...)))
		case m.Type == linux.RTM_GETLINK:
			packets = append(packets, one(reply(m, linux.RTM_NEWLINK, 0, 'a')))
		}
		if m.Flags&linux.NLM_F_ACK != 0 {
			packets = append(packets, one(k.ack(m, 0)))
		}
	}
	return packets
}

func (k scripted) ack(m Message, errno syscall.Errno) Message {
	switch {
	case k.old && errno != 0:
		return wholeAck(m, errno)
	case k.old:
		return acked(m, 0, nil)
	case errno != 0:
		return acked(m, errno, words)
	}
	return acked(m, 0, func(e *rtattr.Encoder) { e.String(linux.NLMSGERR_ATTR_MSG, "fine") })
}

// wholeAck is a refusal by a kernel that repeats the request.
func wholeAck(m Message, errno syscall.Errno) Message {
	a := acked(m, errno, nil)
	a.Flags &^= linux.NLM_F_CAPPED
	a.Data = append(a.Data, m.Data...)
	return a
}

// notifications are four of them, a to d, in three datagrams.
func notifications() []packet {
	note := func(name byte) Message { return Message{Header: Header{Type: linux.RTM_NEWLINK}, Data: []byte{name}} }
	return []packet{one(note('a')), one(note('b'), note('c')), one(note('d'))}
}

// What follows says what can be heard in the answers to what was sent, for a
// listener who has all of them before him. Each letter is the fate of a request,
// or an object: k for carried out, x for refused, d for the start of a dump, ? for
// unknown.

// heardFates reads the answers to requests of which the last asks for an ACK.
func heardFates(sent []Message, packets []packet) string {
	fates := make([]byte, len(sent))
	known := 0
	for m, damaged := range heard(packets) {
		if damaged {
			break
		}
		i := int(m.Seq - sent[0].Seq)
		if m.PortID != scriptPort || i < 0 || i >= len(sent) || fates[i] != 0 {
			continue
		}
		switch {
		case m.Flags&linux.NLM_F_MULTI != 0:
			fates[i] = 'd'
		case m.Type != linux.NLMSG_ERROR:
			continue
		default:
			fates[i] = heardEnd(m)
		}
		if fates[i] == '?' {
			break
		}
		if fates[i] == '.' {
			fates[i] = 'k'
		}
		known = max(known, i+1)
		if i == len(sent)-1 {
			break
		}
	}
	for i := range fates {
		switch {
		case fates[i] != 0:
		case i < known:
			fates[i] = 'k'
		default:
			fates[i] = '?'
		}
	}
	return string(fates)
}

// heardObject reads the answer to a GET.
func heardObject(sent []Message, packets []packet) string {
	object := "0" // none
	for m, damaged := range heard(packets) {
		switch {
		case damaged:
			return "?"
		case m.PortID != scriptPort || m.Seq != sent[0].Seq:
		case m.Flags&linux.NLM_F_MULTI != 0:
			return "d"
		case m.Type == linux.NLMSG_ERROR:
			if end := heardEnd(m); end != '.' {
				return string(end)
			}
			return object
		case object != "0":
		default:
			if object = letter(m.Data); sent[0].Flags&linux.NLM_F_ACK == 0 {
				return object
			}
		}
	}
	return "?"
}

// heardDump reads a dump. Behind its objects stands how it ended: a full stop if
// all is well.
func heardDump(sent []Message, packets []packet) string {
	objects := ""
	for m, damaged := range heard(packets) {
		switch {
		case damaged:
			return objects + "?"
		case m.PortID != scriptPort || m.Seq != sent[0].Seq:
		case ends(m):
			return objects + string(heardEnd(m))
		default:
			objects += letter(m.Data)
		}
	}
	return objects + "?"
}

// heardList is heardDump for those who want all or nothing.
func heardList(sent []Message, packets []packet) string {
	all := heardDump(sent, packets)
	if all[len(all)-1] == '.' {
		return all
	}
	return all[len(all)-1:]
}

// heardNotes reads notifications, with an exclamation mark for what is reported
// as lost, and a full stop where the listening ends as told.
func heardNotes(_ []Message, packets []packet) string {
	notes := ""
	for _, p := range packets {
		switch {
		case p.err == ErrOverrun, p.err == nil && p.cut && p.from.portID == 0:
			notes += "!"
			continue
		case p.err != nil:
			return notes + "?"
		}
		for m, damaged := range heard([]packet{p}) {
			if damaged {
				notes += "!"
				break
			}
			notes += letter(m.Data)
		}
	}
	return notes + "."
}

// heard yields the messages of the kernel, up to something that is none.
func heard(packets []packet) func(yield func(m Message, damaged bool) bool) {
	return func(yield func(Message, bool) bool) {
		for _, p := range packets {
			if p.from.portID != 0 {
				continue
			}
			if p.err != nil || p.cut {
				yield(Message{}, true)
				return
			}
			for at := 0; at < len(p.b); {
				rest := p.b[at:]
				if len(rest) < 16 {
					yield(Message{}, true)
					return
				}
				h := parseHeader(rest)
				if h.Len < 16 || uint64(h.Len) > uint64(len(rest)) {
					yield(Message{}, true)
					return
				}
				if !yield(Message{Header: h, Data: rest[16:h.Len]}, false) {
					return
				}
				at += (int(h.Len) + 3) / 4 * 4
			}
		}
	}
}

// heardEnd is what an NLMSG_ERROR or NLMSG_DONE says.
func heardEnd(m Message) byte {
	switch {
	case m.Type == linux.NLMSG_ERROR && len(m.Data) < 20:
		return '?'
	case len(m.Data) < 4 || binary.NativeEndian.Uint32(m.Data) == 0:
		return '.'
	case int32(binary.NativeEndian.Uint32(m.Data)) == -int32(syscall.EEXIST):
		return 'x'
	}
	return 'E' // for an error that is not believed
}

func letter(data []byte) string {
	if len(data) == 0 {
		return "_"
	}
	return string(data[:1])
}
