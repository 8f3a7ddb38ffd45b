package link_test

import (
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-030106aa/rawnl/link"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// How a link makes IPv6 addresses is set and read, in the link and in what IPv6
// itself says of it.
func TestInet6Live(t *testing.T) {
	t.Parallel()
	conn, ns := newNS(t)
	events, err := nlmsg.Dial(unix.NETLINK_ROUTE, &nlmsg.Config{NetNS: ns, Groups: []uint32{unix.RTNLGRP_IPV6_IFINFO}})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	do(t, conn, veth("veth0", "veth1"))
	inet6 := func() *link.Inet6 { return get(t, conn, link.Name("veth0")).AFSpec.Inet6 }

	for _, mode := range []uint8{link.AddrGenNone, link.AddrGenRandom, link.AddrGenEUI64} {
		do(t, conn, link.SetAddrGenMode(link.Name("veth0"), mode))
		if got := inet6().AddrGenMode; got == nil || *got != mode {
			t.Errorf("mode %v, want %d", got, mode)
		}
	}

	do(t, conn, link.SetUp(link.Name("veth0")), link.SetUp(link.Name("veth1")))
	for _, token := range []string{"::1234", "::"} {
		do(t, conn, link.SetToken(link.Name("veth0"), netip.MustParseAddr(token)))
		if got := inet6().Token; got != netip.MustParseAddr(token) {
			t.Errorf("token %v, want %s", got, token)
		}
		for l, err := range (link.Filter{IPv6: true}).All(conn) {
			if err != nil {
				t.Fatal(err)
			}
			if got := l.ProtInfo.Token; l.Name == "veth0" && got != netip.MustParseAddr(token) {
				t.Errorf("token in the dump of IPv6: %v, want %s", got, token)
			}
		}
		for m, err := range events.Receive(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			l, err := link.Decode(m)
			if err != nil {
				t.Fatal(err)
			}
			if l.Family != unix.AF_INET6 || l.ProtInfo == nil || l.Rest != nil || l.Unknown != nil || l.ProtInfo.Unknown != nil {
				t.Fatalf("notification %+v", l)
			}
			if l.Name == "veth0" && l.ProtInfo.Token == netip.MustParseAddr(token) {
				break
			}
		}
	}
}

// A protocol holds a link down for reasons, and cannot let go before they are
// gone.
func TestProtoDownLive(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	const child = 10
	do(t, conn, veth("veth0", "veth1"))
	do(t, conn, link.Add(&link.Link{
		Index: child, ParentIndex: &get(t, conn, link.Name("veth0")).Index, Data: &link.Macvlan{},
	}))
	held := func() (bool, uint32) {
		l := get(t, conn, link.Index(child))
		var reasons uint32
		if l.ProtoDownReason != nil {
			reasons = l.ProtoDownReason.Value
		}
		return *l.ProtoDown, reasons
	}
	do(t, conn,
		link.SetProtoDown(link.Index(child), true),
		link.SetProtoDownReason(link.Index(child), link.Bits{Value: 5}),
		link.SetProtoDownReason(link.Index(child), link.Bits{Mask: 1}))
	if down, reasons := held(); !down || reasons != 4 {
		t.Errorf("held down %t for the reasons %d, want 4", down, reasons)
	}
	if err := conn.Do(link.SetProtoDown(link.Index(child), false)); err == nil {
		t.Error("let go while there is a reason")
	}
	do(t, conn,
		link.SetProtoDownReason(link.Index(child), link.Bits{}),
		link.SetProtoDown(link.Index(child), false))
	if down, reasons := held(); down || reasons != 0 {
		t.Errorf("held down %t for the reasons %d, want neither", down, reasons)
	}
}

// Settings of IPv4 are those of /proc/sys/net/ipv4/conf.
func TestInetSettingsLive(t *testing.T) {
	t.Parallel()
	conn, _ := newNS(t)
	do(t, conn, veth("veth0", "veth1"))
	const proxyARP, rpFilter = 3, 8 // IPV4_DEVCONF_* of linux/ip.h
	do(t, conn, link.Set(link.Name("veth0"), &link.Link{AFSpec: &link.AFSpec{InetSettings: []link.InetSetting{
		{ID: proxyARP, Value: 1}, {ID: rpFilter, Value: 2},
	}}}))
	conf := get(t, conn, link.Name("veth0")).AFSpec.Inet
	if conf[proxyARP-1] != 1 || conf[rpFilter-1] != 2 {
		t.Errorf("settings %v, want proxy_arp 1 and rp_filter 2", conf)
	}
}
