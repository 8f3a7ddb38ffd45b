package schema

import (
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

// messageType names a type of message. Its body is a C struct and the
// attributes after it, or bytes where this package knows the name only.
type messageType struct {
	number uint16
	name   string
	body   Type
}

var messages = []messageType{
	{linux.NLMSG_NOOP, "NLMSG_NOOP", raw},
	{linux.NLMSG_ERROR, "NLMSG_ERROR", raw},
	{linux.NLMSG_DONE, "NLMSG_DONE", raw},
	{linux.NLMSG_OVERRUN, "NLMSG_OVERRUN", raw},

	{linux.RTM_NEWLINK, "RTM_NEWLINK", link},
	{linux.RTM_DELLINK, "RTM_DELLINK", link},
	{linux.RTM_GETLINK, "RTM_GETLINK", link},
	{linux.RTM_SETLINK, "RTM_SETLINK", link},
	{linux.RTM_NEWADDR, "RTM_NEWADDR", addr},
	{linux.RTM_DELADDR, "RTM_DELADDR", addr},
	{linux.RTM_GETADDR, "RTM_GETADDR", addr},
	{linux.RTM_NEWROUTE, "RTM_NEWROUTE", route},
	{linux.RTM_DELROUTE, "RTM_DELROUTE", route},
	{linux.RTM_GETROUTE, "RTM_GETROUTE", route},
	{28, "RTM_NEWNEIGH", raw},
	{29, "RTM_DELNEIGH", raw},
	{30, "RTM_GETNEIGH", raw},
	{32, "RTM_NEWRULE", raw},
	{33, "RTM_DELRULE", raw},
	{34, "RTM_GETRULE", raw},
	{linux.RTM_NEWNSID, "RTM_NEWNSID", nsid},
	{linux.RTM_DELNSID, "RTM_DELNSID", nsid},
	{linux.RTM_GETNSID, "RTM_GETNSID", nsid},
	{104, "RTM_NEWNEXTHOP", raw},
	{105, "RTM_DELNEXTHOP", raw},
	{106, "RTM_GETNEXTHOP", raw},
	{linux.RTM_NEWLINKPROP, "RTM_NEWLINKPROP", link},
	{linux.RTM_DELLINKPROP, "RTM_DELLINKPROP", link},
	{linux.RTM_GETLINKPROP, "RTM_GETLINKPROP", link},
}

func messageOf(number uint16) messageType {
	for _, m := range messages {
		if m.number == number {
			return m
		}
	}
	return messageType{number: number, name: "type " + strconv.Itoa(int(number))}
}

// TypeName returns the name of a message type, such as "RTM_NEWLINK", or
// "type 77" for one without a name here.
func TypeName(typ uint16) string { return messageOf(typ).name }

// HeaderLen returns the size of the C struct that messages of a type begin
// with, padding to four bytes included. It is zero for unknown types.
func HeaderLen(typ uint16) int { return messageOf(typ).body.Layout().HeaderLen() }

// The lower byte of nlmsg_flags means the same in every message, the upper one
// depends on the verb (linux/netlink.h).
var (
	flagValues = []Value{
		{linux.NLM_F_REQUEST, "REQUEST"},
		{linux.NLM_F_MULTI, "MULTI"},
		{linux.NLM_F_ACK, "ACK"},
		{linux.NLM_F_ECHO, "ECHO"},
		{linux.NLM_F_DUMP_INTR, "DUMP_INTR"},
		{linux.NLM_F_DUMP_FILTERED, "DUMP_FILTERED"},
	}
	newFlagValues = []Value{
		{linux.NLM_F_REPLACE, "REPLACE"},
		{linux.NLM_F_EXCL, "EXCL"},
		{linux.NLM_F_CREATE, "CREATE"},
		{linux.NLM_F_APPEND, "APPEND"},
	}
	delFlagValues = []Value{
		{linux.NLM_F_NONREC, "NONREC"},
		{linux.NLM_F_BULK, "BULK"},
	}
	getFlagValues = []Value{
		{linux.NLM_F_DUMP, "DUMP"},
		{linux.NLM_F_ROOT, "ROOT"},
		{linux.NLM_F_MATCH, "MATCH"},
		{linux.NLM_F_ATOMIC, "ATOMIC"},
	}
	ackFlagValues = []Value{
		{linux.NLM_F_CAPPED, "CAPPED"},
		{linux.NLM_F_ACK_TLVS, "ACK_TLVS"},
	}
)

// FlagNames returns the flags of a message of a type, such as
// "REQUEST|ACK|EXCL|CREATE", or "0". Bits without a name come last, in
// hexadecimal.
func FlagNames(typ, flags uint16) string {
	verb := newFlagValues // RTM_SET* have none of their own
	switch {
	case typ < linux.NLMSG_MIN_TYPE:
		verb = ackFlagValues
	case typ&3 == linux.RTM_GETLINK&3:
		verb = getFlagValues
	case typ&3 == linux.RTM_DELLINK&3:
		verb = delFlagValues
	}
	low := bitNames(uint32(flags&0xff), flagValues)
	high := bitNames(uint32(flags&^0xff), verb)
	switch {
	case flags == 0:
		return "0"
	case flags&^0xff == 0:
		return low
	case flags&0xff == 0:
		return high
	}
	return low + "|" + high
}

// ValueName returns the value of an [Enum] by name, or of [Bits] by the names
// of the bits; what has no name is a number.
func (l *Layout) ValueName(v uint64) string {
	switch {
	case l.Kind == Bits && v != 0 && v>>32 == 0:
		return bitNames(uint32(v), l.Values)
	case l.Kind == Enum:
		for _, e := range l.Values {
			if uint64(e.Number) == v {
				return e.Name
			}
		}
	}
	return strconv.FormatUint(v, 10)
}

func bitNames(v uint32, names []Value) string {
	var words []string
	for _, n := range names {
		if v&n.Number == n.Number {
			words = append(words, n.Name)
			v &^= n.Number
		}
	}
	if v != 0 {
		words = append(words, "0x"+strconv.FormatUint(uint64(v), 16))
	}
	return strings.Join(words, "|")
}
