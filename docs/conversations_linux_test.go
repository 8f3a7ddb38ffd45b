package docs_test

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// conversation is an exchange with the kernel that the guide shows. It happens
// in a namespace of its own, after what is done before it.
type conversation struct {
	id, cmd string
	before  []nlmsg.Request
	groups  []uint32 // of a second socket, which is to receive one datagram
	happen  func(c *nlmsg.Conn, other *os.File) error
	err     error // that happen returns
}

var (
	addBridge = link.Add(&link.Link{Name: "br0", Data: &link.Bridge{}})
	loopback  = link.Name("lo")
)

var conversations = []conversation{
	{
		id: "bridge", cmd: "ip link add br0 type bridge, and what a member of RTNLGRP_LINK receives",
		groups: []uint32{unix.RTNLGRP_LINK},
		happen: func(c *nlmsg.Conn, _ *os.File) error { return c.Do(addBridge) },
	},
	{
		id: "refused", cmd: "ip link add veth0 type veth peer much-too-long-a-name",
		happen: func(c *nlmsg.Conn, _ *os.File) error { return c.Do(longName) },
		err:    unix.ERANGE,
	},
	{
		id: "batch", cmd: "ip -force -batch: link add br0 type bridge, link set eth9 up, link set br0 up",
		happen: func(c *nlmsg.Conn, _ *os.File) error {
			return c.Do(addBridge, link.SetUp(link.Name("eth9")), link.SetUp(link.Name("br0")))
		},
		err: unix.ENODEV,
	},
	{
		id: "dump", cmd: "ip addr show",
		before: []nlmsg.Request{link.SetUp(loopback)},
		happen: func(c *nlmsg.Conn, _ *os.File) error {
			_, err := addr.List(c)
			return err
		},
	},
	{
		id: "dump-refused", cmd: "a dump of links that asks for interface 1 alone, with strict checking",
		happen: func(c *nlmsg.Conn, _ *os.File) error {
			for _, err := range c.Dump(linksOfIndex(1)) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		err: unix.EINVAL,
	},
	{
		id: "docker", cmd: "ip -batch: link add veth41f2c6a index 10001 mtu 1500 master docker0 type veth peer vethb07d3e9 index 10001 netns web, link set veth41f2c6a up",
		before: []nlmsg.Request{link.Add(&link.Link{Name: "docker0", Index: 2, Data: &link.Bridge{}})},
		happen: func(c *nlmsg.Conn, web *os.File) error {
			return c.Do(
				link.Add(&link.Link{Name: "veth41f2c6a", Index: 10001, MTU: 1500, Master: new(2), Data: &link.Veth{
					Peer: &link.Link{Name: "vethb07d3e9", Index: 10001, NetNS: link.NSFile(web)},
				}}),
				link.SetUp(link.Name("veth41f2c6a")))
		},
	},
}

// longName is a request that the library refuses to make: the peer's name has
// 20 bytes, of which 15 would be allowed.
var longName = nlmsg.Request{
	Op: "link add", Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL,
	Body: body(func(e *rtattr.Encoder) {
		e.Struct(unix.SizeofIfInfomsg)
		e.String(unix.IFLA_IFNAME, "veth0")
		e.Nest(unix.IFLA_LINKINFO, func() {
			e.String(unix.IFLA_INFO_KIND, "veth")
			e.Nest(unix.IFLA_INFO_DATA, func() {
				e.Nest(linux.VETH_INFO_PEER, func() {
					e.Struct(unix.SizeofIfInfomsg)
					e.String(unix.IFLA_IFNAME, "much-too-long-a-name")
				})
			})
		})
	}),
}

// linksOfIndex asks for what the kernel does not do: a dump of a single link.
func linksOfIndex(index byte) nlmsg.Request {
	return nlmsg.Request{
		Op: "link list", Type: unix.RTM_GETLINK, Flags: unix.NLM_F_DUMP,
		Body: body(func(e *rtattr.Encoder) { e.Struct(unix.SizeofIfInfomsg)[4] = index }),
	}
}

// body is the body of a request as a function.
type body func(e *rtattr.Encoder)

func (b body) AppendBinary(buf []byte) ([]byte, error) {
	e := rtattr.NewEncoder(buf)
	b.encode(e)
	return e.Result()
}

func (b body) encode(e *rtattr.Encoder) { b(e) }
