// Package rawnl is the root of a netlink library that speaks to the Linux
// kernel over raw AF_NETLINK sockets: it creates and configures network
// interfaces, addresses, routes, neighbours, rules and network namespaces, and
// reads them back.
//
// The root holds no code. Import the package of what you need, and nlmsg:
//
//   - link: network interfaces, such as bridges and veth pairs
//   - addr: IP addresses of interfaces, and address labels
//   - route: IP routes
//   - neigh: neighbours, forwarding databases, neighbour tables
//   - rule: rules of policy routing
//   - netns: network namespaces, with or without a name, and their ids
//   - bridge: VLANs and multicast groups of bridges
//   - nexthop: nexthop objects, which routes refer to
//   - encap: tunnels that routes and nexthop objects wrap packets in
//   - mpls: routes of labels
//   - mroute: multicast routes
//   - netconf: what IPv4, IPv6 and MPLS have set for interfaces
//   - nlmsg: connections, requests, dumps, notifications of any protocol
//   - rtattr: attributes, the bytes that messages are made of
//   - explain: what each byte of a message means
//
// README.md shows how they fit together, and lists what each can do.
package rawnl
