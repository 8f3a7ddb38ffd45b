package link

import (
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// BondPort is what a link has as a port of a bond: IFLA_BOND_SLAVE_* of
// linux/if_link.h. As in a [Link], nil leaves one out.
type BondPort struct {
	// QueueID is the transmit queue of the bond whose packets this port sends, 0
	// for none (IFLA_BOND_SLAVE_QUEUE_ID). No two ports have the same.
	QueueID *uint16

	// Prio says which port becomes active if the one that is fails, the one with
	// the highest (IFLA_BOND_SLAVE_PRIO). It can be set in the modes
	// active-backup, balance-tlb and balance-alb, since Linux 6.0.
	Prio *int32

	// ActorPortPrio is the port's priority in mode 802.3ad, the lowest wins
	// (IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, since Linux 6.18).
	ActorPortPrio *uint16

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw

	// BondPortState is what the kernel alone says.
	BondPortState
}

// BondPortState is what the kernel says about a bond's port and nobody can set.
// What begins with AD is for mode 802.3ad and else zero.
//
// The states of the protocol, LACP_STATE_* of linux/if_bonding.h, are bits:
// activity (1), timeout (2), aggregation (4), synchronization (8), collecting
// (16), distributing (32), defaulted (64) and expired (128).
type BondPortState struct {
	State              uint8            // 0 active, 1 backup (IFLA_BOND_SLAVE_STATE)
	MIIStatus          uint8            // carrier: 0 up, 1 about to be down, 2 down, 3 about to be up (IFLA_BOND_SLAVE_MII_STATUS)
	LinkFailureCount   uint32           // how often the carrier went (IFLA_BOND_SLAVE_LINK_FAILURE_COUNT)
	PermHardwareAddr   net.HardwareAddr // address of the link before it became a port (IFLA_BOND_SLAVE_PERM_HWADDR)
	ADAggregatorID     uint16           // aggregator of the port (IFLA_BOND_SLAVE_AD_AGGREGATOR_ID)
	ADActorPortState   uint8            // LACP_STATE_* of this side (IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE)
	ADPartnerPortState uint16           // LACP_STATE_* of the other (IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE)
	ADChurnActor       uint8            // churn machine of this side: 0 monitor, 1 churn, 2 no churn (IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE)
	ADChurnPartner     uint8            // the same of the other (IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE)
}

// Kind returns "bond".
func (p *BondPort) Kind() string { return "bond" }

// Encode appends what can be set.
func (p *BondPort) Encode(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint16, linux.IFLA_BOND_SLAVE_QUEUE_ID, p.QueueID)
	rtattr.Opt(e.Int32, linux.IFLA_BOND_SLAVE_PRIO, p.Prio)
	rtattr.Opt(e.Uint16, linux.IFLA_BOND_SLAVE_ACTOR_PORT_PRIO, p.ActorPortPrio)
	e.Raws(p.Unknown)
}

func (p *BondPort) encodeAll(e *rtattr.Encoder) {
	p.Encode(e)
	e.Uint8(linux.IFLA_BOND_SLAVE_STATE, p.State)
	e.Uint8(linux.IFLA_BOND_SLAVE_MII_STATUS, p.MIIStatus)
	rtattr.NonZero(e.Uint32, linux.IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, p.LinkFailureCount)
	putBytes(e, linux.IFLA_BOND_SLAVE_PERM_HWADDR, p.PermHardwareAddr)
	rtattr.NonZero(e.Uint16, linux.IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, p.ADAggregatorID)
	rtattr.NonZero(e.Uint8, linux.IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, p.ADActorPortState)
	rtattr.NonZero(e.Uint16, linux.IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, p.ADPartnerPortState)
	rtattr.NonZero(e.Uint8, linux.IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE, p.ADChurnActor)
	rtattr.NonZero(e.Uint8, linux.IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE, p.ADChurnPartner)
}

// Decode reads IFLA_INFO_SLAVE_DATA.
func (p *BondPort) Decode(d *rtattr.Decoder) { p.decode(d, new(memory)) }

func (p *BondPort) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_BOND_SLAVE_QUEUE_ID:
			p.QueueID = mem.uint16(v)
		case linux.IFLA_BOND_SLAVE_PRIO:
			p.Prio = mem.int32(v)
		case linux.IFLA_BOND_SLAVE_ACTOR_PORT_PRIO:
			p.ActorPortPrio = mem.uint16(v)
		case linux.IFLA_BOND_SLAVE_STATE:
			p.State = v.Uint8()
		case linux.IFLA_BOND_SLAVE_MII_STATUS:
			p.MIIStatus = v.Uint8()
		case linux.IFLA_BOND_SLAVE_LINK_FAILURE_COUNT:
			p.LinkFailureCount = v.Uint32()
		case linux.IFLA_BOND_SLAVE_PERM_HWADDR:
			p.PermHardwareAddr = mem.copied(v.Bytes())
		case linux.IFLA_BOND_SLAVE_AD_AGGREGATOR_ID:
			p.ADAggregatorID = v.Uint16()
		case linux.IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE:
			p.ADActorPortState = v.Uint8()
		case linux.IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE:
			p.ADPartnerPortState = v.Uint16()
		case linux.IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE:
			p.ADChurnActor = v.Uint8()
		case linux.IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE:
			p.ADChurnPartner = v.Uint8()
		default:
			mem.raw(&p.Unknown, v)
		}
	}
}
