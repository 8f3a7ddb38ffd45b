package link

import (
	"github.com/seed-030106aa/rawnl/internal/linux"
	"github.com/seed-030106aa/rawnl/rtattr"
)

// Tun is kind "tun": an interface whose packets go to a program and come from it,
// IP packets of a tun or Ethernet frames of a tap. A program makes it by ioctls
// on /dev/net/tun: the kernel refuses [Add] and [Set] with EOPNOTSUPP. So all is
// read only, and requests leave it out; [Del] deletes one.
//
// The attributes are IFLA_TUN_* of linux/if_link.h, and linux/if_tun.h says more
// about each.
type Tun struct {
	// Type is IFF_TUN (1) or IFF_TAP (2) (IFLA_TUN_TYPE).
	Type uint8

	// Owner and Group are the ids of who may open it, nil for any
	// (IFLA_TUN_OWNER, IFLA_TUN_GROUP).
	Owner, Group *uint32

	PI         bool // packets begin with four bytes of flags and protocol (IFLA_TUN_PI)
	VNetHdr    bool // packets begin with a header of virtio_net (IFLA_TUN_VNET_HDR)
	Persist    bool // it stays when the program ends (IFLA_TUN_PERSIST)
	MultiQueue bool // it can be opened several times (IFLA_TUN_MULTI_QUEUE)

	// NumQueues and NumDisabledQueues are how many files are open for it and how
	// many of them are set aside; of one with MultiQueue only
	// (IFLA_TUN_NUM_QUEUES, IFLA_TUN_NUM_DISABLED_QUEUES).
	NumQueues, NumDisabledQueues uint32

	// Unknown are attributes that have no field here.
	Unknown []rtattr.Raw
}

// Kind returns "tun".
func (t *Tun) Kind() string { return "tun" }

// Encode appends Unknown.
func (t *Tun) Encode(e *rtattr.Encoder) { e.Raws(t.Unknown) }

func (t *Tun) encodeAll(e *rtattr.Encoder) {
	rtattr.Opt(e.Uint32, linux.IFLA_TUN_OWNER, t.Owner)
	rtattr.Opt(e.Uint32, linux.IFLA_TUN_GROUP, t.Group)
	rtattr.NonZero(e.Uint8, linux.IFLA_TUN_TYPE, t.Type)
	rtattr.NonZero(e.Bool, linux.IFLA_TUN_PI, t.PI)
	rtattr.NonZero(e.Bool, linux.IFLA_TUN_VNET_HDR, t.VNetHdr)
	rtattr.NonZero(e.Bool, linux.IFLA_TUN_PERSIST, t.Persist)
	rtattr.NonZero(e.Bool, linux.IFLA_TUN_MULTI_QUEUE, t.MultiQueue)
	rtattr.NonZero(e.Uint32, linux.IFLA_TUN_NUM_QUEUES, t.NumQueues)
	rtattr.NonZero(e.Uint32, linux.IFLA_TUN_NUM_DISABLED_QUEUES, t.NumDisabledQueues)
	e.Raws(t.Unknown)
}

// Decode reads IFLA_INFO_DATA.
func (t *Tun) Decode(d *rtattr.Decoder) { t.decode(d, new(memory)) }

func (t *Tun) decode(d *rtattr.Decoder, mem *memory) {
	for typ, v := d.Next(); v.Present(); typ, v = d.Next() {
		switch typ {
		case linux.IFLA_TUN_OWNER:
			t.Owner = mem.uint32(v)
		case linux.IFLA_TUN_GROUP:
			t.Group = mem.uint32(v)
		case linux.IFLA_TUN_TYPE:
			t.Type = v.Uint8()
		case linux.IFLA_TUN_PI:
			t.PI = v.Bool()
		case linux.IFLA_TUN_VNET_HDR:
			t.VNetHdr = v.Bool()
		case linux.IFLA_TUN_PERSIST:
			t.Persist = v.Bool()
		case linux.IFLA_TUN_MULTI_QUEUE:
			t.MultiQueue = v.Bool()
		case linux.IFLA_TUN_NUM_QUEUES:
			t.NumQueues = v.Uint32()
		case linux.IFLA_TUN_NUM_DISABLED_QUEUES:
			t.NumDisabledQueues = v.Uint32()
		default:
			mem.raw(&t.Unknown, v)
		}
	}
}
