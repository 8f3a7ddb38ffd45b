package link

import (
	"fmt"
	"net"

	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Macvlan is kind "macvlan": an interface with an address of its own on another
// Ethernet interface, its parent (ParentIndex of the [Link], which is needed).
// The attributes are IFLA_MACVLAN_* of linux/if_link.h; see also ip-link(8).
type Macvlan struct {
	// Mode is how it and the others on the same parent hear of one another,
	// [MacvlanModePrivate], not at all, or another (IFLA_MACVLAN_MODE):
	// [MacvlanModeVEPA], by way of the switch outside; [MacvlanModeBridge],
	// directly; [MacvlanModePassthru], the parent belongs to it alone;
	// [MacvlanModeSource], it receives what comes from the addresses in Sources.
	// Zero leaves it out: the kernel takes vepa. A change
	// from or to passthru is refused.
	Mode uint32

	// Flags are [MacvlanNoPromisc], a parent in passthru mode is not made
	// promiscuous, and [MacvlanNoDst], frames of mode source go to no other
	// macvlan (IFLA_MACVLAN_FLAGS). Nil leaves them out.
	Flags *uint16

	// Sources are the addresses of mode source (IFLA_MACVLAN_MACADDR_DATA). In a
	// request they are what SourcesMode speaks of.
	Sources []net.HardwareAddr

	// SourcesMode is what a request does with Sources
	// (IFLA_MACVLAN_MACADDR_MODE): [MacvlanAddrAdd] or [MacvlanAddrDel] the one
	// there is, which goes in IFLA_MACVLAN_MACADDR then, [MacvlanAddrFlush], or
	// [MacvlanAddrSet], these in place of all. Nil is set unless Sources is nil,
	// which leaves them as they are: an empty list that is not nil takes all away.
	// It is never read.
	SourcesMode *uint32

	// BCQueueLen is how many broadcast and multicast packets may wait for
	// delivery (IFLA_MACVLAN_BC_QUEUE_LEN). The longest that any macvlan of the
	// parent asks for counts. Nil leaves it out; the kernel takes 1000.
	BCQueueLen *uint32

	// BCCutoff is up to how many receivers a multicast packet is delivered at
	// once, instead of by the queue (IFLA_MACVLAN_BC_CUTOFF). A negative number
	// stands for all. It is the parent's: what one macvlan is given counts for
	// the others. Nil leaves it out; the kernel takes 1, and reads nil then.
	BCCutoff *int32

	// BCQueueLenUsed is the length that counts (IFLA_MACVLAN_BC_QUEUE_LEN_USED).
	// It is read only: requests leave it out.
	BCQueueLenUsed uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "macvlan".
func (m *Macvlan) Kind() string { return "macvlan" }

// Encode appends what can be set.
func (m *Macvlan) Encode(e *rtattr.Encoder) {
	m.encode(e, false)
	e.Raws(m.Unknown)
}

func (m *Macvlan) encodeAll(e *rtattr.Encoder) {
	m.encode(e, true)
	if m.SourcesMode == nil { // an answer, and no request
		rtattr.NonZero(e.Uint32, linux.IFLA_MACVLAN_MACADDR_COUNT, uint32(len(m.Sources)))
	}
	rtattr.NonZero(e.Uint32, linux.IFLA_MACVLAN_BC_QUEUE_LEN_USED, m.BCQueueLenUsed)
	e.Raws(m.Unknown)
}

func (m *Macvlan) encode(e *rtattr.Encoder, full bool) {
	rtattr.NonZero(e.Uint32, linux.IFLA_MACVLAN_MODE, m.Mode)
	rtattr.Opt(e.Uint16, linux.IFLA_MACVLAN_FLAGS, m.Flags)
	mode := m.SourcesMode
	if mode == nil && m.Sources != nil && !full {
		mode = new(uint32(linux.MACVLAN_MACADDR_SET))
	}
	rtattr.Opt(e.Uint32, linux.IFLA_MACVLAN_MACADDR_MODE, mode)
	single := mode != nil && (*mode == linux.MACVLAN_MACADDR_ADD || *mode == linux.MACVLAN_MACADDR_DEL)
	m.encodeSources(e, single && (!full || len(m.Sources) == 1))
	rtattr.Opt(e.Uint32, linux.IFLA_MACVLAN_BC_QUEUE_LEN, m.BCQueueLen)
	rtattr.Opt(e.Int32, linux.IFLA_MACVLAN_BC_CUTOFF, m.BCCutoff)
}

// encodeSources writes the addresses, or the single one that there may be.
func (m *Macvlan) encodeSources(e *rtattr.Encoder, single bool) {
	if single {
		if len(m.Sources) != 1 {
			e.Fail(linux.IFLA_MACVLAN_MACADDR, fmt.Errorf("%d addresses to add or delete, a request has room for one", len(m.Sources)))
			return
		}
		putMAC(e, linux.IFLA_MACVLAN_MACADDR, m.Sources[0])
		return
	}
	if m.Sources == nil {
		return
	}
	nest := e.Begin(linux.IFLA_MACVLAN_MACADDR_DATA)
	for _, a := range m.Sources {
		putMAC(e, linux.IFLA_MACVLAN_MACADDR, a)
	}
	e.End(nest)
}

// Decode reads IFLA_INFO_DATA.
func (m *Macvlan) Decode(d *rtattr.Decoder) { m.decode(d, new(memory)) }

func (m *Macvlan) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_MACVLAN_MODE:
			m.Mode = v.Uint32()
		case linux.IFLA_MACVLAN_FLAGS:
			m.Flags = mem.uint16(v)
		case linux.IFLA_MACVLAN_MACADDR_MODE:
			m.SourcesMode = mem.uint32(v)
		case linux.IFLA_MACVLAN_MACADDR:
			m.Sources = []net.HardwareAddr{mem.mac(v)}
		case linux.IFLA_MACVLAN_MACADDR_DATA:
			m.decodeSources(v, mem)
		case linux.IFLA_MACVLAN_MACADDR_COUNT: // the length of Sources
		case linux.IFLA_MACVLAN_BC_QUEUE_LEN:
			m.BCQueueLen = mem.uint32(v)
		case linux.IFLA_MACVLAN_BC_QUEUE_LEN_USED:
			m.BCQueueLenUsed = v.Uint32()
		case linux.IFLA_MACVLAN_BC_CUTOFF:
			m.BCCutoff = mem.int32(v)
		default:
			mem.raw(&m.Unknown, v)
		}
	}
}

// decodeSources reads the addresses. The kernel gives all of them one number, and
// ignores what has another.
func (m *Macvlan) decodeSources(list rtattr.Value, mem *memory) {
	const each = 12 // an address with its header and padding
	m.Sources = make([]net.HardwareAddr, 0, len(list.Bytes())/each+1)
	d := mem.nest(list)
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		if typ == linux.IFLA_MACVLAN_MACADDR {
			m.Sources = append(m.Sources, mem.mac(v))
		}
	}
}

// Macvtap is kind "macvtap": a [Macvlan] whose packets go to a program, by a
// device file /dev/tapN, where N is its index.
type Macvtap Macvlan

// Kind returns "macvtap".
func (m *Macvtap) Kind() string { return "macvtap" }

// Encode appends what can be set.
func (m *Macvtap) Encode(e *rtattr.Encoder) { (*Macvlan)(m).Encode(e) }

func (m *Macvtap) encodeAll(e *rtattr.Encoder) { (*Macvlan)(m).encodeAll(e) }

// Decode reads IFLA_INFO_DATA.
func (m *Macvtap) Decode(d *rtattr.Decoder) { (*Macvlan)(m).Decode(d) }

func (m *Macvtap) decode(d *rtattr.Decoder, mem *memory) { (*Macvlan)(m).decode(d, mem) }
