package link

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BondMode is what the ports of a bond are for, BOND_MODE_* of
// linux/if_bonding.h.
type BondMode uint8

// The modes of a bond.
const (
	BondBalanceRR    BondMode = iota // each packet by the next port
	BondActiveBackup                 // one port at a time, another if that fails
	BondBalanceXOR                   // by the port that the hash of a packet chooses
	BondBroadcast                    // each packet by all ports
	Bond8023AD                       // link aggregation of IEEE 802.3ad, by LACP
	BondBalanceTLB                   // a port for each peer, by how much is sent; received by one
	BondBalanceALB                   // the same for what is received too, by ARP
)

var bondModes = [...]string{
	"balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb",
}

// String returns the mode as ip-link(8) names it, such as "active-backup".
func (m BondMode) String() string {
	if int(m) < len(bondModes) {
		return bondModes[m]
	}
	return strconv.Itoa(int(m))
}

// putTargets appends the addresses to probe, numbered from 0.
func putTargets(e *rtattr.Encoder, typ uint16, list []netip.Addr, full bool, family func(netip.Addr) bool) {
	if list == nil {
		return
	}
	nest := e.Begin(typ)
	for i, a := range list {
		if !full && !family(a) {
			e.Fail(uint16(i), fmt.Errorf("address %v is of another family", a))
			continue
		}
		if !full {
			refuseMapped(e, uint16(i), a)
		}
		e.Addr(uint16(i), a)
	}
	e.End(nest)
}

// parseTargets reads the addresses, which the kernel numbers in their order.
func parseTargets(list rtattr.Value, mem *memory) []netip.Addr {
	const each = 8 // an address of IPv4 with its header
	out := make([]netip.Addr, 0, len(list.Bytes())/each)
	d := mem.nest(list)
	for _, v := d.Next(); v.Present(); _, v = d.Next() {
		out = append(out, v.Addr())
	}
	return out
}

func (a *BondADInfo) encode(e *rtattr.Encoder) {
	e.Uint16(linux.IFLA_BOND_AD_INFO_AGGREGATOR, a.Aggregator)
	e.Uint16(linux.IFLA_BOND_AD_INFO_NUM_PORTS, a.NumPorts)
	e.Uint16(linux.IFLA_BOND_AD_INFO_ACTOR_KEY, a.ActorKey)
	e.Uint16(linux.IFLA_BOND_AD_INFO_PARTNER_KEY, a.PartnerKey)
	if a.PartnerMAC != nil {
		putMAC(e, linux.IFLA_BOND_AD_INFO_PARTNER_MAC, a.PartnerMAC)
	}
	e.Raws(a.Unknown)
}

func (a *BondADInfo) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_BOND_AD_INFO_AGGREGATOR:
			a.Aggregator = v.Uint16()
		case linux.IFLA_BOND_AD_INFO_NUM_PORTS:
			a.NumPorts = v.Uint16()
		case linux.IFLA_BOND_AD_INFO_ACTOR_KEY:
			a.ActorKey = v.Uint16()
		case linux.IFLA_BOND_AD_INFO_PARTNER_KEY:
			a.PartnerKey = v.Uint16()
		case linux.IFLA_BOND_AD_INFO_PARTNER_MAC:
			a.PartnerMAC = mem.mac(v)
		default:
			mem.raw(&a.Unknown, v)
		}
	}
}
