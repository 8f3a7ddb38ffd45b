// Package nlmsg speaks netlink: it frames messages, sends requests to the
// kernel over an AF_NETLINK socket, and reads answers, dumps and notifications.
// It knows no protocol; the packages link, addr and route build on it for
// NETLINK_ROUTE.
//
// A netlink message is a header of 16 bytes, and what the protocol puts after
// it, most often a fixed header of its own and attributes (package rtattr):
//
//	+----------------+----------------+------------+------------+-----+
//	| nlmsghdr       | fixed header   | attribute  | attribute  | ... |
//	| 16 bytes       | e.g. ifinfomsg |            |            |     |
//	+----------------+----------------+------------+------------+-----+
//
// A [Request] is a message to the kernel, as a value. A [Conn] sends it:
//
//	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, nil)
//	defer conn.Close()
//	err = conn.Do(link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}}))
//
// There are four things to do with a Conn: [Conn.Do] changes something, with
// one request or many; [Conn.Get] gets one object; [Conn.Dump] lists all objects of
// a type; [Conn.Receive] listens to what others change. Requests and
// notifications do not go over the same Conn: one that has joined multicast
// groups only receives.
//
// What the kernel refuses comes back as an [*Error], with the kernel's own
// explanation where it gives one, and the name of the attribute at fault.
//
// The messages are explained byte by byte in docs/wire-format.md of this
// module. See also netlink(7), rtnetlink(7), and the kernel's
// Documentation/userspace-api/netlink/intro.rst.
package nlmsg
