// Package rawnl is the root of a netlink library that speaks to the Linux
// kernel over raw AF_NETLINK sockets: it creates and configures network
// interfaces, addresses, routes and network namespaces, and reads them back.
//
// The root holds no code. Import the package of what you need:
//
//   - link: network interfaces, such as bridges and veth pairs
//   - addr: IP addresses of interfaces
//   - route: routes
//   - rule: rules of policy routing
//   - netns: network namespaces, with or without a name
//   - nlmsg: connections, requests, dumps, notifications of any protocol
//   - rtattr: attributes, the bytes that messages are made of
//
// README.md shows how they fit together.
package rawnl
