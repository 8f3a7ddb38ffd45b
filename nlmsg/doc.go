// Package nlmsg speaks netlink: it frames messages, sends requests to the
// kernel over an AF_NETLINK socket, and reads answers, dumps and notifications.
// It knows no protocol; link, addr, route and the other packages of families
// build on it for NETLINK_ROUTE.
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
// groups only receives. [Watch] puts the latter two together, for those who want
// to know what there is and what becomes of it: link.Watch, route.Watch and those
// of the other families.
//
// What the kernel refuses comes back as an [*Error], with the kernel's own
// explanation where it gives one, and the name of the attribute at fault.
//
// # What may be kept
//
// A Conn receives into buffers that it uses again. The Data of a message that
// [Conn.Dump], [All] or [Conn.Receive] yields, and whatever is part of it, is
// valid until the next iteration; what is to be kept longer must be copied.
// What [List] and [Conn.Get] return is the caller's for good. In programs built
// with the race detector (go test -race) the bytes are overwritten with 0xdb as
// soon as they are no longer valid, so that a mistake shows at once.
//
// In the other direction, a [Request] refers to what it was made of.
// [Conn.DoSeq] encodes a request as it is yielded, but asks for its words
// (String) until the batch is answered: a sequence that changes the same object
// for each request has that object's last name in the errors of earlier ones,
// and the right index.
//
// docs/performance.md says what all of it costs.
//
// The messages are explained byte by byte in docs/wire-format.md of this
// module. See also netlink(7), rtnetlink(7), and the kernel's
// Documentation/userspace-api/netlink/intro.rst.
package nlmsg
