package addr_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/nlmsg"
)

// recorded are the requests of iproute2, made by this package.
var recorded = map[string]nlmsg.Request{
	"quick-addr-add":           addr.Add(&addr.Addr{Index: 4, Prefix: prefix("192.168.100.10/24")}),
	"quick-addr-add-in-ns":     addr.Add(&addr.Addr{Index: 4, Prefix: prefix("192.168.100.10/24")}),
	"quick-address-show":       addr.Filter{}.Request(),
	"quick-address-show-in-ns": addr.Filter{}.Request(),

	"addr-add-label": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.10/24"), Label: "veth0:1",
		Broadcast: addr.Broadcast(prefix("192.0.2.10/24"))}),
	"addr-add-scope": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("10.1.2.3/8"), Scope: linux.RT_SCOPE_LINK,
		Broadcast: ip("10.255.255.255")}),
	"addr-add-peer": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2")}),
	"addr-add-host": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.11/32"), Scope: linux.RT_SCOPE_HOST}),
	"addr-add-lifetimes": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.12/24"),
		Valid: time.Hour, Preferred: new(30 * time.Minute)}),
	"addr-add-metric": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.13/24"), Priority: 300,
		Flags: linux.IFA_F_NOPREFIXROUTE}),
	"addr-add-v6": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::10/64")}),
	"addr-add-v6-flags": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::11/64"),
		Flags: linux.IFA_F_NODAD | linux.IFA_F_HOMEADDRESS | linux.IFA_F_NOPREFIXROUTE}),
	"addr-add-v6-mngtmp": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::12/64"),
		Flags: linux.IFA_F_MANAGETEMPADDR | linux.IFA_F_OPTIMISTIC}),
	"addr-add-v6-peer": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::20/128"), Peer: ip("2001:db8::21"),
		Preferred: new(time.Duration(0))}),
	"addr-add-anycast": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.14/24"), Anycast: ip("192.0.2.200")}),
	"addr-replace": addr.Replace(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"),
		Valid: 100 * time.Second, Preferred: new(50 * time.Second)}),
	"addr-change-v6": change(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"),
		Valid: 200 * time.Second, Preferred: new(100 * time.Second)}),
	"addr-add-proto":      addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.15/24"), Protocol: 99}),
	"addr-add-proto-name": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::14/64"), Protocol: linux.IFAPROT_KERNEL_RA}),
	"addr-add-autojoin":   addr.Add(&addr.Addr{Index: 3, Prefix: prefix("239.1.2.3/32"), Flags: linux.IFA_F_MCAUTOJOIN}),
	"addr-add-v6-metric": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::15/64"), Priority: 700,
		Scope: linux.RT_SCOPE_LINK}),
	"addr-add-peer-lifetimes": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("10.0.0.1/24"), Peer: ip("10.0.0.2"),
		Broadcast: ip("10.0.0.255"), Label: "veth0:p", Valid: 10 * time.Minute, Preferred: new(time.Duration(0))}),
	"addr-add-v6-anycast": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::16/64"), Anycast: ip("2001:db8::ff")}),
	"addr-add-brd-minus":  addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.129/25"), Broadcast: ip("192.0.2.128")}),
	"addr-add-brd-31": addr.Add(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.128/31"),
		Broadcast: addr.Broadcast(prefix("192.0.2.128/31"))}),
	"addr-change":        change(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Priority: 5, Protocol: 7}),
	"addr-del-peer":      addr.Del(&addr.Addr{Index: 3, Prefix: prefix("10.0.0.1/32"), Peer: ip("10.0.0.2")}),
	"addr-del-label":     addr.Del(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24"), Label: "veth0"}),
	"addr-del-v6-mngtmp": addr.Del(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64"), Flags: linux.IFA_F_MANAGETEMPADDR}),
	"addr-del":           addr.Del(&addr.Addr{Index: 3, Prefix: prefix("192.0.2.1/24")}),
	"addr-del-v6":        addr.Del(&addr.Addr{Index: 3, Prefix: prefix("2001:db8::1/64")}),

	"addrlabel-add":         addr.AddLabel(&addr.Label{Prefix: prefix("2001:db8::/32"), Value: 99}),
	"addrlabel-add-dev":     addr.AddLabel(&addr.Label{Prefix: prefix("2001:db8:1::/48"), Index: 3, Value: 7}),
	"addrlabel-add-mapped":  addr.AddLabel(&addr.Label{Prefix: mapped("192.0.2.0/24"), Value: 0}),
	"addrlabel-add-default": addr.AddLabel(&addr.Label{Prefix: prefix("::/0"), Index: 3, Value: 1}),
	"addrlabel-del":         addr.DelLabel(&addr.Label{Prefix: prefix("2001:db8::/32"), Value: 99}),
	"addrlabel-show":        addr.LabelsRequest(),

	"addr-show-dev":    addr.Filter{Index: 3}.Request(),
	"addr-show-v4":     addr.Filter{Family: linux.AF_INET}.Request(),
	"addr-show-v6-dev": addr.Filter{Family: linux.AF_INET6, Index: 3}.Request(),
	"addr-show-scope":  addr.Filter{}.Request(), // ip filters by itself
}

// leftOut are the records without a request here, and why.
var leftOut = map[string]string{
	"addr-del-host":   "ip warns of it: an address without IFA_ADDRESS is deleted whatever the length of its prefix",
	"addr-replace-v6": "IFA_CACHEINFO with lifetimes for ever is what its absence means",
	"addr-flush":      "ip sends back what it has read: see TestFlushOfIproute2",
}

// change is what ip addr change sends. Add and Replace make no such request,
// since the kernel makes no difference between it and Replace.
func change(a *addr.Addr) nlmsg.Request {
	r := addr.Replace(a)
	r.Flags &^= linux.NLM_F_CREATE
	return r
}

func TestRequestsAreThoseOfIproute2(t *testing.T) {
	golden.CompareRecords(t, "testdata/iproute2.jsonl", recorded, leftOut)
}

// ip addr flush sends back what it has read. A request to delete the same is made
// of what Decode returns of it, and differs in what the kernel does not need.
func TestFlushOfIproute2(t *testing.T) {
	want := [][]string{ // of each message
		{"nlmsg_flags: want REQUEST, got REQUEST|ACK", "IFA_FLAGS: want IFA_F_PERMANENT (80 00 00 00), got nothing",
			"IFA_CACHEINFO: want ff ff ff ff ff ff ff ff 28 18 02 00 28 18 02 00, got nothing"},
		{"nlmsg_flags: want REQUEST, got REQUEST|ACK", "IFA_CACHEINFO: want ff ff ff ff ff ff ff ff 28 18 02 00 28 18 02 00, got nothing",
			"IFA_FLAGS: want IFA_F_NODAD|IFA_F_PERMANENT (82 00 00 00), got nothing",
			"IFA_LOCAL: want nothing, got 2001:db8::1 (20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01)"},
		{"nlmsg_flags: want REQUEST, got REQUEST|ACK", "IFA_CACHEINFO: want ff ff ff ff ff ff ff ff 27 18 02 00 27 18 02 00, got nothing",
			"IFA_FLAGS: want IFA_F_TENTATIVE|IFA_F_PERMANENT (c0 00 00 00), got nothing",
			"IFA_LOCAL: want nothing, got fe80::a441:fbff:fef5:d80b (fe 80 00 00 00 00 00 00 a4 41 fb ff fe f5 d8 0b)"},
	}
	golden.CompareRemade(t, "testdata/iproute2.jsonl", "addr-flush", want, func(msg []byte) (remade []byte, err error) {
		for m, err := range nlmsg.Messages(msg) {
			if err != nil {
				return nil, err
			}
			read, err := addr.Decode(m)
			if err != nil {
				return nil, err
			}
			if remade, err = addr.Del(read).AppendBinary(remade); err != nil {
				return nil, err
			}
		}
		return remade, nil
	})
}

// mapped is the prefix of IPv6 that stands for one of IPv4.
func mapped(s string) netip.Prefix {
	p := prefix(s)
	return netip.PrefixFrom(netip.AddrFrom16(p.Addr().As16()), 96+p.Bits())
}

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }
