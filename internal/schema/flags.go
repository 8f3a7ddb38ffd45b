package schema

import (
	"strconv"
	"strings"

	"github.com/seed-030106aa/rawnl/internal/linux"
)

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
	dumpFlagValues = []Value{
		{linux.NLM_F_DUMP, "DUMP"},
	}
	ackFlagValues = []Value{
		{linux.NLM_F_CAPPED, "CAPPED"},
		{linux.NLM_F_ACK_TLVS, "ACK_TLVS"},
	}
)

// FlagNames returns the flags of a message of a type, such as
// "REQUEST|ACK|EXCL|CREATE", or "0". Bits without a name come last, in
// hexadecimal. Of protocols other than NETLINK_ROUTE the verb is not known, and
// of generic netlink's upper flags DUMP alone.
func FlagNames(protocol int, typ, flags uint16) string {
	var verb []Value
	switch {
	case typ < linux.NLMSG_MIN_TYPE:
		verb = ackFlagValues
	case protocol == linux.NETLINK_GENERIC:
		verb = dumpFlagValues
	case protocol != linux.NETLINK_ROUTE:
	case typ&3 == linux.RTM_GETLINK&3:
		verb = getFlagValues
	case typ&3 == linux.RTM_DELLINK&3:
		verb = delFlagValues
	default:
		verb = newFlagValues // RTM_SET* have none of their own
	}
	low := bitNames(uint64(flags&0xff), flagValues)
	high := bitNames(uint64(flags&^0xff), verb)
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

// bitNames returns the names of the bits in v. Of names that share bits the
// first that fits counts.
func bitNames(v uint64, names []Value) string {
	var words []string
	for _, n := range names {
		if bits := n.Number; bits != 0 && v&bits == bits {
			words = append(words, n.Name)
			v &^= bits
		}
	}
	if v != 0 {
		words = append(words, "0x"+strconv.FormatUint(v, 16))
	}
	return strings.Join(words, "|")
}
