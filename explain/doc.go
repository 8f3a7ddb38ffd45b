// Package explain shows what netlink messages are made of: every byte, and what
// it means.
//
// [Request] writes a request without sending it, [Message] what somebody sent or
// received, and [Tracer] follows a connection:
//
//	explain.Request(os.Stdout, link.SetMTU(link.Name("br0"), 1400))
//	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{Trace: explain.Tracer(os.Stderr)})
//
// The text has a line for each field of a C struct, and for the header and the
// value of each attribute. Offsets count from the start of the message's
// nlmsghdr, as the kernel's do; what lies in an attribute is indented:
//
//	0020  0a 00 03 00              IFLA_IFNAME, 10 bytes
//	0024  76 65 74 68 30 00 00 00    "veth0"  (+2 padding)
//	002c  34 00 12 00              IFLA_LINKINFO, 52 bytes
//	0030  08 00 01 00                IFLA_INFO_KIND, 8 bytes
//	0034  76 65 74 68                  "veth" without NUL
//
// The length of an attribute is that of its header and its value, without the
// padding after it. A line without a meaning goes on with the one above. Lines
// that begin with # are comments; an arrow in one points at the bytes above that
// are damaged, or that the kernel complains of. The same bytes give the same
// text, and [Parse] reads them back out of it.
//
// A [Printer] sees requests and answers, and shows the kernel's complaint in the
// request that it is about. [HTML] makes a page of the same, in which pointing at
// a byte lights up its meaning, and the other way round.
//
// It knows the messages of NETLINK_ROUTE, as far as the kernel's headers and
// netlink specifications describe them, and those of the controller of
// NETLINK_GENERIC. What it does not know it shows as numbers and bytes. Explaining
// needs no socket, no privilege and no Linux. It is for people: programs that
// need values decode messages with the packages of their families.
package explain
