// Package netns makes, names and enters network namespaces.
//
// A network namespace is an open file, as for the kernel; there is no type of
// its own. Whatever file refers to one will do: those that this package
// returns, one that is opened by path (os.Open("/proc/123/ns/net")), or a
// descriptor that was inherited or received. The namespace lives as long as
// something refers to it: an open file, a process, a socket, a mount. Two files
// refer to the same one if [os.SameFile] says so of what their Stat returns.
//
//	ns, err := netns.New()
//	if err != nil {
//		return err
//	}
//	defer ns.Close()
//	conn, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns})
//
// Names are a convention of ip-netns(8): a name is a file in /run/netns onto
// which the namespace is mounted, so that it stays without a process.
// [Create], [Open], [List] and [Delete] keep them in exactly the same way, and
// so that ip netns sees what they do and the other way round.
//
// # Ids
//
// A namespace may give another one an id, by which the kernel speaks of it in
// messages: of the peer of a veth pair that is there, say. [SetID] and
// [SetAutoID] are requests for that, which a connection sends; [GetID], [ListIDs]
// and [IDFilter] read ids, and [WatchIDs] follows them.
//
//	err := conn.Do(netns.SetID(netns.File(ns), 10))
//
// A connection with [nlmsg.Config.AllNetNS] receives the notifications of all
// namespaces that have an id in its own.
//
// # Needs
//
// Making and entering namespaces needs CAP_SYS_ADMIN: be root, or in a user
// namespace (user_namespaces(7)). Giving ids needs CAP_NET_ADMIN. See network_namespaces(7), setns(2).
//
// Everything compiles on systems other than Linux, and returns an error there
// that is [errors.ErrUnsupported].
package netns
