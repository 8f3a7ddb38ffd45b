package iproute2

import (
	"testing"
	"time"

	"github.com/seed-030106aa/rawnl/addr"
	"github.com/seed-030106aa/rawnl/internal/golden"
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/link"
)

// withAddrs is a link with its addresses, as ip addr show prints it.
type withAddrs struct {
	*link.Link
	addrs []*addr.Addr
}

// addrs compares the records of ip addr show. They are two dumps in one, of links
// and of addresses. Of the links, those without addresses of a family that was
// asked for are left out.
func addrs(t *testing.T, d *dump) {
	byIndex := make(map[int][]*addr.Addr)
	for _, a := range all(t, d, addr.Decode) {
		byIndex[a.Index] = append(byIndex[a.Index], a)
		if more := a.Flags &^ knownAddrFlags; more != 0 {
			t.Errorf("%v has flags %#x, which no row prints", a, more)
		}
	}
	first := &dump{Record: golden.Record{Messages: d.Messages, MainIndex: 0}}
	var devices []withAddrs
	for _, l := range all(t, first, link.Decode) {
		if len(byIndex[l.Index]) > 0 || !d.has("-4") && !d.has("-6") {
			devices = append(devices, withAddrs{l, byIndex[l.Index]})
		}
		delete(byIndex, l.Index)
	}
	if len(byIndex) != 0 {
		t.Errorf("addresses of no link: %v", byIndex)
	}
	compareAll(t, d, func(l withAddrs) object {
		return append(deviceTable.of(l.Link), withAddrsTable.of(l)...)
	}, devices)
}

// withAddrsTable is what ip addr prints of a link, and ip link does not.
var withAddrsTable = table[withAddrs]{
	{"addr_info", func(l withAddrs) any {
		if l.addrs == nil {
			return list{}
		}
		return addrTable.list(l.addrs)
	}},
}

var addrTable = table[*addr.Addr]{
	{"family", func(a *addr.Addr) any { return family(a.Prefix.Addr()) }},
	{"local", func(a *addr.Addr) any { return a.Prefix.Addr() }},
	{"address", func(a *addr.Addr) any { return a.Peer }},
	{"prefixlen", func(a *addr.Addr) any { return a.Prefix.Bits() }},
	{"metric", func(a *addr.Addr) any { return nonZero(a.Priority) }},
	{"broadcast", func(a *addr.Addr) any { return a.Broadcast }},
	{"scope", func(a *addr.Addr) any { return named{scopes, int(a.Scope)} }},
	{"protocol", func(a *addr.Addr) any {
		if a.Protocol == 0 {
			return nil
		}
		return sinceNewer{named{addrProtocols, int(a.Protocol)}}
	}},
	{"secondary", addrFlag(linux.IFA_F_SECONDARY)},
	{"nodad", addrFlag(linux.IFA_F_NODAD)},
	{"home", addrFlag(linux.IFA_F_HOMEADDRESS)},
	{"deprecated", addrFlag(linux.IFA_F_DEPRECATED)},
	{"tentative", addrFlag(linux.IFA_F_TENTATIVE)},
	{"mngtmpaddr", addrFlag(linux.IFA_F_MANAGETEMPADDR)},
	{"autojoin", addrFlag(linux.IFA_F_MCAUTOJOIN)},
	{"noprefixroute", addrFlag(linux.IFA_F_NOPREFIXROUTE)},
	{"dynamic", func(a *addr.Addr) any { return nonZero(a.Flags&linux.IFA_F_PERMANENT == 0) }},
	{"label", func(a *addr.Addr) any { return a.Label }},
	{"valid_life_time", func(a *addr.Addr) any { return lifetime(a.Valid) }},
	{"preferred_life_time", func(a *addr.Addr) any {
		if a.Preferred == nil {
			return lifetime(a.Valid)
		}
		return uint32(*a.Preferred / time.Second)
	}},
}

// knownAddrFlags are the flags that have a row.
const knownAddrFlags = linux.IFA_F_SECONDARY | linux.IFA_F_NODAD | linux.IFA_F_HOMEADDRESS |
	linux.IFA_F_DEPRECATED | linux.IFA_F_NOPREFIXROUTE | linux.IFA_F_PERMANENT |
	linux.IFA_F_TENTATIVE | linux.IFA_F_MANAGETEMPADDR | linux.IFA_F_MCAUTOJOIN

// addrFlag is a flag that is printed as true, if it is set.
func addrFlag(bit uint32) func(*addr.Addr) any {
	return func(a *addr.Addr) any { return nonZero(a.Flags&bit != 0) }
}

// lifetime is a time in seconds; zero of ours is for ever.
func lifetime(d time.Duration) any {
	if d == 0 {
		return uint32(0xffffffff)
	}
	return uint32(d / time.Second)
}
